import type { Role } from '../../../src/book/tables/codes.ts';
import type { Window } from '../browser.ts';
import type { Hall, Name } from '../hall.ts';

/** Whose eyes a guide is written for. */
export const WHO: Readonly<Record<Role, Name>> = {
  agent: 'eve',
  correspondent: 'corinne',
  approver: 'valerie',
  technician: 'theo',
  'security-officer': 'odile',
  auditor: 'aurore',
  administrator: 'armand',
  supervisor: 'simon',
};

/**
 * Makes a ministry in which every page of the guides has what the guides speak of. Answers where each page is whose address
 * has names in it.
 */
export async function fillForGuides(hall: Hall): Promise<ReadonlyMap<string, string>> {
  const { flow } = hall;
  // a picture shows the page of every day
  for (const who of Object.values(WHO)) if (who) await flow.firstSteps.dismiss(hall[who as 'alice']);
  const ask = (who: 'alice' | 'bruno' | 'vera', workstation: string, priority = 0) =>
    flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority });
  const { tokenId } = await hall.activeToken(hall.eve, 'PN-1');
  await flow.incident.report(hall.eve, { kind: 'phishing', workstation: 'PN-1' });
  await ask('alice', 'PN-2');
  const urgent = await ask('bruno', 'PN-2', 1);
  await ask('vera', 'PN-3');
  for (const [holder, workstation] of [
    ['alice', 'PN-3'],
    ['bruno', 'PN-1'],
  ] as const) {
    const { id: requestId } = await hall.produced(hall[holder], workstation);
    await flow.handover.ship(hall.vincent, { requestId, slot: '1', trackingNumber: 'LP-42' });
    if (holder === 'bruno') await flow.handover.receiveParcel(hall.corinne, { requestId });
    await flow.pickupCodes.issueForMail(requestId);
  }
  const goes = await hall.activeToken(hall.corinne, 'PN-2');
  const moved = { workstation: 'PN-3', person: hall.corinne.personId, reason: 'handed-out' } as const;
  await flow.record.assign(hall.thomas, moved);
  const seen = { workstation: 'PN-3', document: 'identity-card' } as const;
  await flow.rebinding.check(hall.vincent, { serial: goes.tokenId, ...seen });
  const { number: bound } = (await hall.reads.get(
    'request',
    (await hall.reads.get('token', goes.tokenId))!.requestId!,
  ))!;
  const { id: requestId, number } = await hall.produced(hall.eve, 'PN-2');
  await flow.handover.challenge(hall.theo, { requestId, slot: '1' });
  await flow.stock.addLocation(hall.simon, { code: 'LYON-COFFRE-1', label: 'Coffre', site: 'Lyon' });
  await flow.dualControl.propose(hall.adele, {
    act: 'role.grant',
    args: { personId: hall.eve.personId, role: 'approver', scope: 'PREF-59' },
  });
  return addressesIn(hall, { tokenId, number, urgent: urgent.number, goes: goes.tokenId, bound });
}

/** By page, by role and page where each role opens another one, or by task and page where each task does. */
const addressesIn = (
  hall: Hall,
  { tokenId, number, urgent, goes, bound }: Record<'tokenId' | 'number' | 'urgent' | 'goes' | 'bound', string>,
) =>
  new Map([
    ['guide.checkHolder /demandes/:number', `/demandes/${bound}`],
    ['/postes/:number', '/postes/PN-2'],
    ['/emplacements/:location', '/emplacements/LYON-COFFRE-1'],
    ['/stock/:serial', `/stock/${goes}`],
    ['approver /demandes/:number', `/demandes/${urgent}`],
    ['supervisor /demandes/:number', `/demandes/${urgent}`],
    ['/demandes/:number', `/demandes/${number}`],
    ['/remise/:number', `/remise/${number}`],
    ['/jetons/:serial/perte', `/jetons/${tokenId}/perte`],
    ['/mise-en-service/:number', '/mise-en-service/PN-NEW'],
    ['/administration/personnes/:id', `/administration/personnes/${hall.bruno.personId}`],
  ]);

/** Opens a page of the guides as somebody who is at work there. */
export async function openGuided(window: Window, page: string, address: string): Promise<void> {
  await window.open(address);
  const place = window.page.locator('main form[action="/atelier/chaine/ouvrir"] button');
  if (page !== '/atelier/chaine' || (await place.count()) === 0) return;
  await place.first().click();
  await window.page.waitForSelector('main .jeton-line');
}

import { dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { openOffice } from '../mail/office.ts';
import { cast, createFake, person, record } from '../support/world/directory.ts';
import { machine, takeOver } from '../support/world/machines.ts';
import { type Hall, openHall } from './hall.ts';
import { severalNodes } from './nodes/several-nodes.ts';

/** A hall with something to see on every page. */
export async function openFilledHall(): Promise<Hall> {
  const fake = createFake();
  const hall = await openHall({ demo: true, directory: fake.directory, mails: true });
  await fill(hall);
  await onTheWay(hall);
  await fillDirectory(hall, fake);
  return hall;
}

/** An address of the list of pages, with what its hall has in place of its names. */
export const addressIn = async (hall: Hall, path: string): Promise<string> =>
  path
    .replace('EVE', hall.eve.personId)
    .replace('ENTRY', await sealed(hall))
    .replace('INCIDENT', await reported(hall))
    .replace('TRANSFER', path.includes('TRANSFER') ? await onTheWay(hall) : '')
    .replace('EXCHANGE', path.includes('EXCHANGE') ? await exchanging(hall) : '')
    .replace('CAMPAIGN', path.includes('CAMPAIGN') ? await campaigning(hall) : '')
    .replace('RECALL', path.includes('RECALL') ? await recalled(hall) : '');

/** A recall that hit a blank: the one that is there, or a new one. */
async function recalled(hall: Hall): Promise<string> {
  const [standing] = await hall.reads.find('recall', {});
  if (standing) return standing.id;
  const { id: value } = await hall.flow.stock.receive(hall.thomas, {
    reference: 'BL-RAPPEL',
    model: 'Twin',
    tokens: [{ serial: 'R-0001', soPin: 'sopin-recalled' }],
  });
  await hall.dual('recall.open', { kind: 'delivery', value, way: 'revoke-now' });
  await hall.flow.recall.ended();
  return (await hall.reads.find('recall', {}))[0]?.id ?? '';
}

/** What is on the way between two locations, one of which has a difference of its count. */
async function onTheWay({ flow, simon, thomas, theo, reads }: Hall): Promise<string> {
  if ((await reads.count('stockLocation', {})) > 0) return (await reads.find('stockTransfer', {}))[0]?.id ?? '';
  for (const [code, site] of [
    ['PLACE-A', 'Lyon'],
    ['PLACE-B', 'Pau'],
  ] as const)
    await flow.stock.addLocation(simon, { code, label: `Coffre de ${site}`, site, threshold: 20 });
  await flow.stock.receive(thomas, {
    reference: 'BL-L',
    model: 'Twin',
    batch: 'L-1',
    location: 'PLACE-A',
    tokens: ['L-0001', 'L-0002', 'L-0003'].map((serial) => ({ serial, soPin: `sopin-${serial}` })),
  });
  const { transfer } = await flow.stock.transfer(theo, { to: 'PLACE-B', serials: ['L-0001'] });
  await flow.stock.count(theo, { location: 'PLACE-A', serials: ['L-0002'] });
  await flow.stockWatch.watch();
  return transfer?.id ?? '';
}

/** A campaign with machines that have a day, and one that is blocked: the one that is there, or a new one. */
async function campaigning(hall: Hall): Promise<string> {
  const [standing] = await hall.reads.find('campaign', { kind: 'selection' });
  if (standing) return standing.id;
  const old = (number: string) => ({ ...machine(number), image: 'SPAN-2025.1' });
  await takeOver(hall.flow, [hall.adele, hall.olga], old('PN-150'), old('PN-151'), old('PN-152'));
  await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-151', action: 'loan' });
  const { campaign } = await hall.flow.campaign.open(hall.simon, {
    fromImage: 'SPAN-2025.1',
    targetImage: 'SPAN-2026.3',
    tokens: 'replace',
    checklist: 'any',
    technicians: 1,
    perTechnician: 1,
    startsOn: dayOf(hall.clock.now()),
  });
  await hall.flow.campaign.ended();
  return campaign.id;
}

/** A campaign that exchanges machines: one whose token is to be bound, and one that is blocked. */
async function exchanging(hall: Hall): Promise<string> {
  const [standing] = await hall.reads.find('campaign', { kind: 'exchange' });
  if (standing) return standing.id;
  await takeOver(hall.flow, [hall.adele, hall.olga], ...['PN-160', 'PN-161', 'PN-162', 'PN-163'].map(machine));
  await hall.flow.record.assign(hall.thomas, { workstation: 'PN-160', person: 'M-ALICE', reason: 'handed-out' });
  const { campaign } = await hall.flow.campaign.openExchange(hall.simon, {
    exchanges: [
      { workstation: 'PN-160', replacedBy: 'PN-161' },
      { workstation: 'PN-162', replacedBy: 'PN-163' },
    ],
    technicians: 1,
    perTechnician: 1,
    startsOn: dayOf(hall.clock.now()),
  });
  await hall.flow.campaign.ended();
  return campaign.id;
}

/** The incident that is open. */
const reported = async (hall: Hall): Promise<string> => (await hall.reads.find('incident', {}))[0]?.id ?? '';
/** The number of the last entry of its act. */
const sealed = async (hall: Hall): Promise<string> =>
  String((await hall.opened.lists.entries({ action: 'production.seal' }, { limit: 1 })).items[0]?.seq);

/** Something of everything: requests in each state, tokens, letters, a proposal. */
async function fill(hall: Hall): Promise<void> {
  await hall.flow.views.keep(hall.thomas, { list: 'stock', name: 'Neufs', query: 'etat=in_stock&tri=-model' });
  await hall.flow.views.keep(hall.thomas, { list: 'postes', name: 'Perdus', query: 'etat=lost' });
  await severalNodes(hall);
  const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
  expect(tokenId).toBe('B-0001');
  await hall.flow.record.assign(hall.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
  await hall.flow.rebinding.check(hall.vincent, { serial: tokenId, workstation: 'PN-2', document: 'passport' });
  const ask = (who: 'alice' | 'bruno' | 'eve' | 'valerie', workstation: string, priority = 0) =>
    hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority });
  await hall.flow.incident.report(hall.alice, { kind: 'phishing', workstation: 'PN-1' });
  const question = await ask('alice', 'PN-2');
  await hall.flow.approval.askInformation(hall.valerie, {
    requestId: question.id,
    contentHash: question.contentHash,
    text: 'Pour quel usage\u202f?',
  });
  await ask('bruno', 'PN-2', 1);
  await ask('valerie', 'PN-3', 2);
  await hall.produced(hall.bruno, 'PN-3');
  const leased = await ask('eve', 'PN-1', 2);
  await hall.approve(leased.id);
  await hall.approve((await ask('eve', 'PN-2')).id);
  await hall.flow.production.takeNext(hall.thomas, { count: 1 });
  // all roles come due within 30 days, one was reviewed, and another review waits
  await hall.dual('policy.set', { id: 'access.reviewDays', value: 30 });
  const of = async (who: 'thomas' | 'theo') => {
    const [grant] = await hall.reads.find('grant', { personId: hall[who].personId, role: 'technician' });
    return { grantId: grant!.id, personId: grant!.personId, role: 'technician', outcome: 'confirmed' } as const;
  };
  await hall.dual('access.review', { grants: [await of('thomas')] });
  await hall.flow.dualControl.propose(hall.adele, { act: 'access.review', args: { grants: [await of('theo')] } });
  await hall.identity.endSessionsFor(hall.adele, hall.alice.personId);
  await hall.flow.dualControl.propose(hall.adele, {
    act: 'role.grant',
    args: { personId: hall.eve.personId, role: 'approver', scope: 'PREF-59' },
  });
  // one parcel is on its way, the other is here
  for (const [holder, workstation] of [
    ['alice', 'PN-3'],
    ['bruno', 'PN-1'],
  ] as const) {
    const { id: requestId } = await hall.produced(hall[holder], workstation);
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'LP-42' });
    if (holder === 'bruno') await hall.flow.handover.receiveParcel(hall.corinne, { requestId });
    await hall.flow.pickupCodes.issueForMail(requestId);
  }
}

/** Somebody who has left with a token, suggested roles, a reading that was stopped, e-mails that did not leave. */
async function fillDirectory(hall: Hall, fake: ReturnType<typeof createFake>): Promise<void> {
  const many = Array.from({ length: 60 }, (_, i) => record(person(`M-${1000 + i}`, { familyName: `Vi ${i}` })));
  const read = () => hall.flow.directory.read(hall.adele, { manyLeft: false });
  fake.holds(...cast(), ...many);
  await read();
  fake.groups({ role: 'approver', scope: 'PREF-33', members: ['M-VERA', 'M-EVE', 'M-ARMAND'] });
  fake.holds(...cast(['alice']), ...many);
  await read();
  fake.holds(...cast());
  await expect(read()).rejects.toMatchObject({ code: 'limit_reached' });
  fake.holds(...many);
  let tries = 0;
  const send = async () => ({
    outcome: tries++ % 2 ? ('later' as const) : ('never' as const),
    failure: 'EENVELOPE 550',
  });
  await openOffice(hall.opened, hall.clock, { send, close: () => {} }).deliver();
}

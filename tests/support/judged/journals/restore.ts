import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FROM, letIn, PASSWORD } from '../../world/come-in.ts';
import { callerOf, found, together, welcome } from './cast.ts';
import { backUp } from './ceremonies.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, make, plug } from './steps.ts';

/** Records of yesterday are put back: what was revoked since stays so, nobody keeps a power, two persons let it issue again. */
export const restore: Journey = {
  name: 'restore',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = ['thomas', 'theo', 'vincent', 'vera', 'odile', 'alice', 'bruno', 'corinne', 'aurore'] as const;
    const { thomas, theo, vincent, vera, odile, alice, bruno, corinne, aurore } = await welcome(
      house,
      founders,
      ...names,
    );
    await deliver(house, thomas, 'BL-16', ['E-0001', 'E-0002', 'E-0003', 'E-0004']);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-97', 'PN-98', 'PN-99');
    const line = { approver: vera, producer: thomas, desk: theo };
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-97', serial: 'E-0001' });
    const waiting = await house.flow.request.submit(bruno, { ...issue, workstation: 'PN-98', priority: 0 });
    await approve(house, vera, waiting);
    plug(house, '2', 'E-0002');
    await house.flow.production.produce(vincent, { requestId: waiting.id, slot: '2' });
    await house.flow.pickupCodes.issueForMail(waiting.id);
    await house.identity.createApiToken(theo, { name: 'banc', scopes: ['technician'], days: 9 });
    const policy = { act: 'policy.set', args: { id: 'purge.years', value: 8 } } as const;
    await house.flow.dualControl.propose(adele, policy);
    await together(house, theo, odile, { act: 'token.releaseSoPin', args: { serial: 'E-0003' } });
    await house.atOurTime(() => backUp(house, 'backup', 'yesterday'));

    // life goes on, and is forgotten
    await make(house, line, { ...issue, holder: corinne, workstation: 'PN-99', serial: 'E-0003' });
    const after = await make(house, line, { kind: 'renewal', holder: corinne, workstation: 'PN-99', serial: 'E-0004' });
    await house.flow.revocation.reportLoss(alice, { serial: 'E-0001', reason: 'lost' });
    house.clock.pass(8 * 86_400_000);
    await house.service.rounds();
    await house.restart(async () => {
      const keys = join(house.env['JETON_DATA'] ?? '', 'keys');
      house.env['JETON_DATA'] = `${house.folder}/data-2`;
      await backUp(house, 'restore', 'yesterday');
      // the keys lie on another disk, and are those of today
      cpSync(keys, `${house.folder}/data-2/keys`, { recursive: true });
    }, 'data-2');
    const links = await house.identity.firstLinks();
    for (const { token } of links.filter((l) => l.person.directoryId !== 'M-ODILE')) {
      await house.identity.enrol({ token, password: 'huit petites portes bleues', former: PASSWORD }, FROM);
    }
    const standing = await house.flow.restore.standing(adele);
    const wanted = [thomas, theo, odile, vera, aurore].map(({ personId }) => personId);
    const grants = (standing?.grants ?? []).filter(({ personId }) => wanted.includes(personId)).map(({ id }) => id);
    await together(house, adele, olga, { act: 'restore.confirm', args: { entries: standing?.entries ?? 0, grants } });
    for (const person of [thomas, theo, vera, aurore]) await letIn(house.identity, founders, person.personId, PASSWORD);
    // a certificate that somebody holds, and of which nothing is known but its number
    await house.flow.revocation.revoke(olga, { serial: after.certificateId, reason: 'key-compromise' });
    await deliver(house, await callerOf(house, 'M-THOMAS'), 'BL-17', ['E-0011']);
    await letIn(house.identity, founders, corinne.personId, PASSWORD);
    const again = {
      ...line,
      approver: await callerOf(house, 'M-VERA'),
      producer: await callerOf(house, 'M-THOMAS'),
      desk: await callerOf(house, 'M-THEO'),
    };
    await make(house, again, { ...issue, holder: corinne, workstation: 'PN-99', serial: 'E-0011' });

    // restored once more, while the disk of the copies is away: what was revoked since is not known until it is back
    await house.atOurTime(() => backUp(house, 'backup', 'today'));
    const [copies, away] = [house.env['JETON_CRL_DIR'] ?? '', `${house.folder}/away`];
    await house.restart(async () => {
      house.env['JETON_DATA'] = `${house.folder}/data-3`;
      await backUp(house, 'restore', 'today');
      renameSync(copies, away);
    }, 'data-3');
    await house.restart(async () => {
      rmSync(copies, { recursive: true });
      renameSync(away, copies);
    });
    for (const { token, person } of await house.identity.firstLinks()) {
      if (person.directoryId === 'M-ODILE') continue;
      await house.identity.enrol({ token, password: PASSWORD, former: 'huit petites portes bleues' }, FROM);
    }
    const second = await house.flow.restore.standing(adele);
    const auditor = (second?.grants ?? []).filter(({ personId }) => personId === aurore.personId).map(({ id }) => id);
    const args = { entries: second?.entries ?? 0, grants: auditor };
    await together(house, adele, olga, { act: 'restore.confirm', args });
    await letIn(house.identity, founders, aurore.personId, PASSWORD);
    return callerOf(house, 'M-AURORE');
  },
};

import { letIn } from '../../world/come-in.ts';
import { callerOf, found, together, welcome } from './cast.ts';
import type { Journey } from './journal.ts';

const HOUR = 3_600_000;

/** The only security officer: objects once, loses every key then, and is brought back by two administrators. */
export const officer: Journey = {
  name: 'officer',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const { odile, armand, aurore } = await welcome(house, founders, 'odile', 'armand', 'valerie', 'aurore');
    const { dualControl, people } = house.flow;
    await together(house, adele, odile, { act: 'policy.set', args: { id: 'officer.waitHours', value: 12 } });
    await people.disable(adele, { personId: odile.personId });
    const bringBack = (reason: 'keys-lost' | 'keys-stolen') =>
      ({ act: 'officer.bringBack', args: { personId: olga.personId, reason } }) as const;
    const objected = await dualControl.propose(armand, bringBack('keys-stolen'));
    await dualControl.cancel(olga, { proposalId: objected.id });
    const forgotten = await dualControl.propose(armand, bringBack('keys-stolen'));
    house.clock.pass(37 * HOUR);
    await dualControl.expire();
    if ((await house.reads.get('proposal', forgotten.id))?.state !== 'expired') throw new Error('it stands still');
    await house.identity.createApiToken(olga, { name: 'alertes', scopes: ['security-officer'], days: 30 });
    const { id: proposalId, argsHash } = await dualControl.propose(adele, bringBack('keys-lost'));
    house.clock.pass(13 * HOUR);
    await dualControl.confirm(armand, { proposalId, argsHash });
    // an administrator has the link, the other one the code, and Olga both: in person
    await letIn(house.identity, { adele, olga: armand }, olga.personId, 'sept vieilles barques vertes');
    const back = await callerOf(house, 'M-OLGA');
    await together(house, adele, back, { act: 'account.recover', args: { personId: odile.personId } });
    await letIn(house.identity, { adele, olga: back }, odile.personId);
    return aurore;
  },
};

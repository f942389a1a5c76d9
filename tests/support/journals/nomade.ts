import { AppError } from '../../../src/errors.ts';
import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, printLetter } from './steps.ts';

/** Software credentials: released, downloaded, its password on a letter; one is made at the second try, and revoked before anybody fetched it. */
export const nomade: Journey = {
  name: 'nomade',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const who = await welcome(house, founders, 'alice', 'bruno', 'valerie', 'thomas', 'theo', 'odile', 'aurore');
    const { alice, bruno, valerie, thomas, theo, odile, aurore } = who;
    const { request, software, handover, revocation, letters } = house.flow;
    const first = await request.submit(alice, { kind: 'nomade', priority: 0 });
    await approve(house, valerie, first);
    await software.release(thomas, { requestId: first.id });
    await software.download(alice, { requestId: first.id, form: 'modern' });
    await printLetter(house, theo, first);
    await handover.confirmReceipt(alice, { requestId: first.id });

    const second = await request.submit(bruno, { kind: 'nomade', priority: 0, comment: 'téléphone' });
    await approve(house, valerie, second);
    house.beforeSignature.push(() => Promise.reject(new AppError('ca_unavailable', 'the key does not answer')));
    await software.release(theo, { requestId: second.id }).catch(() => undefined);
    const { certificateId } = await software.release(theo, { requestId: second.id });
    await revocation.revoke(odile, { serial: certificateId, reason: 'other' });
    await handover.repeat(thomas, { requestId: second.id, reason: 'dead-on-arrival' });
    await software.release(theo, { requestId: second.id });
    await software.download(bruno, { requestId: second.id, form: 'compatible' });
    const [letter] = await house.reads.find('letter', { requestId: second.id, state: 'waiting' });
    await letters.print(thomas, { letterId: letter?.id ?? '' });
    house.clock.pass(16 * 60_000);
    await letters.expire();
    await handover.confirmReceipt(bruno, { requestId: second.id });
    return aurore;
  },
};

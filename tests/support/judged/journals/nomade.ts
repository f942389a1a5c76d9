import { AppError } from '../../../../src/errors.ts';
import { found, together, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, printLetter } from './steps.ts';

const DAY = 86_400_000;

/**
 * Software credentials, each for a personal device: released, downloaded, its password on a letter; one is made at the second
 * try, and again before anybody fetched it. One follows another on its device, one is lost, one is given up, one ends by
 * telephone, one is revoked before it is fetched, one is asked for anew by the service near its end, one ends before it is fetched.
 */
export const nomade: Journey = {
  name: 'nomade',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const who = await welcome(house, founders, 'alice', 'bruno', 'valerie', 'thomas', 'theo', 'odile', 'aurore');
    const { alice, bruno, valerie, thomas, theo, odile, aurore } = who;
    const { request, software, handover, revocation, letters } = house.flow;
    const make = async (wish: Parameters<typeof request.submit>[1]) => {
      const asked = await request.submit(alice, wish);
      await approve(house, valerie, asked);
      return { ...asked, ...(await software.release(thomas, { requestId: asked.id })) };
    };
    const telephoneCode = async (requestId: string): Promise<string> => {
      const [letter] = await house.reads.find('letter', { requestId, state: 'waiting' });
      await letters.print(theo, { letterId: letter?.id ?? '' });
      const paper = house.printed.at(-1);
      return paper?.kind === 'pkcs12-password' ? (paper.revocationCode ?? '') : '';
    };
    const first = await request.submit(alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await approve(house, valerie, first);
    await software.release(thomas, { requestId: first.id });
    await software.download(alice, { requestId: first.id, terms: 1, form: 'modern' });
    await printLetter(house, theo, first);

    const second = await request.submit(bruno, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
      comment: 'téléphone',
    });
    await approve(house, valerie, second);
    house.beforeSignature.push(() => Promise.reject(new AppError('ca_unavailable', 'the key does not answer')));
    await software.release(theo, { requestId: second.id }).catch(() => undefined);
    await software.release(theo, { requestId: second.id });
    await handover.repeat(thomas, { requestId: second.id, reason: 'dead-on-arrival' });
    await software.release(theo, { requestId: second.id });
    await software.download(bruno, { requestId: second.id, terms: 1, form: 'compatible' });
    const [letter] = await house.reads.find('letter', { requestId: second.id, state: 'waiting' });
    await letters.print(thomas, { letterId: letter?.id ?? '' });
    house.clock.pass(16 * 60_000);
    await letters.expire();

    const phone = { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' }, priority: 0 } as const;
    // one device each from now on: the next credential is for the same one
    await together(house, odile, founders.adele, { act: 'policy.set', args: { id: 'nomade.devices', value: 1 } });
    const next = await make(phone);
    await software.download(alice, { requestId: next.id, terms: 1, form: 'modern' });
    const code = await telephoneCode(next.id);
    await revocation.revokeByCode(thomas, { serial: next.number, code });
    const tablet = await make({ ...phone, device: { kind: 'ios', name: 'Tablette' } });
    await software.download(alice, { requestId: tablet.id, terms: 1, form: 'modern' });
    await revocation.giveUp(alice, { serial: tablet.certificateId });
    const unfetched = await make({ ...phone, device: { kind: 'linux', name: 'Portable' } });
    await revocation.revoke(odile, { serial: unfetched.certificateId, reason: 'other' });
    const lost = await make(phone);
    await software.download(alice, { requestId: lost.id, terms: 1, form: 'modern' });
    await revocation.reportLoss(alice, { serial: lost.certificateId, reason: 'stolen' });

    // his ends soon: the service asks for another one for his telephone, whose download takes its place
    for (let asked = 0; asked === 0; asked = await house.flow.renewals.askDue()) house.clock.pass(DAY);
    const [due] = await house.reads.find('request', { holderId: bruno.personId, state: 'submitted' });
    const requestId = due?.id ?? '';
    await approve(house, valerie, { id: requestId });
    await software.release(thomas, { requestId });
    await software.download(bruno, { requestId, terms: 1, form: 'modern' });

    // hers ends before she fetched it, and its request with it: she may ask for another one
    const late = await make(phone);
    const [certificate] = await house.reads.find('certificate', { requestId: late.id });
    house.clock.pass((certificate?.notAfter ?? 0) - house.clock.now() + DAY);
    await house.flow.expiry.expire();
    await request.submit(alice, phone);
    return aurore;
  },
};

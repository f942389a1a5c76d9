import { createFacts } from '../../src/mail/facts.ts';
import { machineRequest, takeOver } from '../support/world/machines.ts';
import { createWorld } from '../support/world/world.ts';
import { HOUSE } from './office.ts';

const DAY = 86_400_000;

/** What technicians read of machines whose certificates end, as it stands when the mail leaves. */
describe('a mail about certificates of machines', () => {
  it('names the first ten and counts them all, and is not sent where none ends any more', async () => {
    const w = await createWorld({ mails: true });
    const told = async () => {
      const tellDay = async () => {
        throw new Error('no report is mailed here');
      };
      const facts = createFacts(w.reads, HOUSE, { tellDay, codeFor: async () => undefined });
      const { personId } = w.thomas;
      const mail = { template: 'machine-ends', personId, address: null, about: 'machineEnds:1998-12-28' } as const;
      return (await facts({ id: 'M', ...mail, queuedAt: w.clock.now(), tries: 0 }, w.clock.now()))?.facts;
    };
    const numbers = Array.from({ length: 12 }, (_, i) => `PN-${50 + i}`);
    await takeOver(w.flow, [w.thomas, w.odile], ...numbers);
    for (const workstation of numbers) await w.flow.machine.certify(w.theo, { workstation, ...machineRequest() });
    expect(await told()).toBeUndefined();
    w.clock.advance(40 * DAY);
    const facts = await told();
    expect(facts?.['count']?.fr).toBe('12');
    expect(facts?.['machines']?.fr).toMatch(/^(PN-\d\d, ){10}et 2 de plus$/);
    expect(facts?.['machines']?.en).toMatch(/^(PN-\d\d, ){10}and 2 more$/);
    for (const workstation of numbers.slice(2))
      await w.flow.enrolment.change(w.thomas, { workstation, action: 'retire' });
    expect((await told())?.['machines']?.fr.split(', ').sort()).toEqual(['PN-50', 'PN-51']);
    await w.close();
  });
});

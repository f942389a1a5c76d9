import type { Caller } from '../../../src/book/rights/roles.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;

/** A holder whose letter nobody prints has a token that they cannot use. */
describe('a letter with a PIN that nobody prints', () => {
  let w: World;
  let requestId: string;
  beforeEach(async () => {
    w = await createWorld();
    requestId = (await w.produced(w.alice, 'PN-1')).id;
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const told = async (who: Caller): Promise<number> =>
    (await w.flow.reading.told(who, { sees: false })).filter(({ template }) => template === 'letters-late').length;
  const daysLater = async (days: number): Promise<void> => {
    w.clock.advance(days * DAY);
    await w.flow.reminders.send();
  };

  it('is told after three days, once a working day, to whoever may print one', async () => {
    await w.accept(requestId);
    await daysLater(2);
    expect(await told(w.vincent)).toBe(0);
    await daysLater(1);
    await w.flow.reminders.send();
    for (const who of [w.vincent, w.valerie, w.odile]) expect(await told(who)).toBe(1);
    for (const who of [w.alice, w.corinne]) expect(await told(who)).toBe(0);
    // a Saturday, then the Monday after it
    await daysLater(1);
    expect(await told(w.vincent)).toBe(1);
    await daysLater(2);
    expect(await told(w.vincent)).toBe(2);
  });

  it('is told to nobody who may not print it: who made the token, who had it in hand, an approver of other services', async () => {
    await w.dual('role.grant', { personId: w.bruno.personId, role: 'approver', scope: 'PREF-99' });
    await w.accept(requestId);
    await daysLater(3);
    expect(await told(w.valerie)).toBe(1);
    for (const who of [w.thomas, w.theo, w.bruno]) expect(await told(who)).toBe(0);
  });

  it('is not told once it was printed', async () => {
    await w.accept(requestId);
    await w.printLetter(requestId);
    await daysLater(3);
    expect(await told(w.vincent)).toBe(0);
  });

  it('is not told while it waits for its holder', async () => {
    await daysLater(3);
    expect(await told(w.vincent)).toBe(0);
  });

  it('is not told of somebody who has left, of whom none is printed any more', async () => {
    await w.accept(requestId);
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await daysLater(3);
    expect(await told(w.vincent)).toBe(0);
    const { id: other } = await w.produced(w.bruno, 'PN-2');
    await w.flow.handover.challenge(w.theo, { requestId: other, slot: '1' });
    await w.accept(other);
    await daysLater(4);
    expect(await told(w.vincent)).toBe(1);
  });

  it('is not told where PINs are only shown', async () => {
    await w.dual('policy.set', { id: 'pin.ways', value: 2 });
    await w.accept(requestId);
    await daysLater(3);
    expect(await told(w.vincent)).toBe(0);
  });
});

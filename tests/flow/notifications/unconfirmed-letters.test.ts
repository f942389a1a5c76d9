import type { Caller } from '../../../src/book/rights/roles.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const QUARTER = 900_000;

/** Its secret is erased here: nobody else knows whether the paper can be read, or was thrown away. */
describe('a letter that was printed and never confirmed', () => {
  let w: World;
  let requestId: string;
  let letterId: string;
  beforeEach(async () => {
    w = await createWorld();
    requestId = (await w.produced(w.alice, 'PN-1')).id;
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    letterId = (await w.pinLetter(requestId)).id;
    await w.flow.letters.print(w.vincent, { letterId });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const told = async (who: Caller) =>
    (await w.flow.reading.told(who, { sees: false })).filter(({ template }) => template === 'letter-unconfirmed');

  it('is told to whoever printed it once its secret is erased, and to nobody else', async () => {
    w.clock.pass(QUARTER);
    await w.flow.letters.expire();
    expect(await told(w.vincent)).toEqual([]);
    w.clock.pass(1);
    await w.flow.letters.expire();
    expect(await told(w.vincent)).toMatchObject([{ number: (await w.reads.get('request', requestId))?.number }]);
    for (const who of [w.alice, w.theo, w.valerie]) expect(await told(who)).toEqual([]);
  });

  it('is told of no letter that was confirmed, or that ended with its token', async () => {
    await w.flow.letters.confirm(w.vincent, { letterId });
    w.clock.pass(QUARTER + 1);
    await w.flow.letters.expire();
    expect(await told(w.vincent)).toEqual([]);
    const other = (await w.produced(w.bruno, 'PN-2')).id;
    await w.flow.handover.challenge(w.theo, { requestId: other, slot: '1' });
    await w.accept(other);
    await w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(other)).id });
    await w.flow.handover.repeat(w.theo, { requestId: other, reason: 'dead-on-arrival' });
    expect((await w.reads.find('letter', { requestId: other, kind: 'pin' }))[0]?.state).toBe('expired');
    expect(await told(w.vincent)).toEqual([]);
  });
});

import { may } from '../../../src/book/rights/authorise.ts';
import type { PersonRow } from '../../../src/book/tables/rows/people.ts';
import { createPlaces } from '../../../src/identity/sessions/bench-session.ts';
import { codeOf, createHouse, FROM, type House, PASSWORD } from '../house.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a shift at the bench', () => {
  let house: House;
  let thomas: PersonRow;
  let theo: PersonRow;
  beforeEach(async () => {
    house = await createHouse();
    thomas = await house.person('thomas', ['technician'], 'active');
    theo = await house.person('theo', ['technician'], 'active');
  });
  const me = async (token: string) => (await house.identity.bySession(token))!;
  const mayProduce = async (token: string) => {
    const { caller } = await me(token);
    const request = { holderId: 'x', askerId: 'x', approverIds: [] };
    return may(caller, 'production.produce', request, house.clock.now());
  };
  const held = () => createPlaces({ records: house.records, clock: house.clock, node: { name: 'jeton' } }).held();
  const open = async (row: PersonRow, place = 'A') => {
    const { token } = await house.signIn(row);
    await house.identity.openBench(token, place, FROM);
    return token;
  };

  it('is opened by one factor, and goes on for as long as something is done', async () => {
    const token = await open(thomas);
    for (let at = 0; at < 50; at += 1) {
      house.clock.pass(9 * MINUTE);
      expect(await mayProduce(token)).toBe(true);
      await house.identity.useBench(token);
    }
    expect(await held()).toEqual([expect.objectContaining({ place: 'A', personId: thomas.id })]);
    const { caller } = await me(token);
    expect(may(caller, 'token.destroy', {}, house.clock.now())).toBe(false); // what is done elsewhere asks anew
  });

  it('is refused without a fresh factor, and to whoever may not produce', async () => {
    const { token } = await house.signIn(thomas);
    house.clock.pass(6 * MINUTE);
    expect(await codeOf(house.identity.openBench(token, 'A', FROM))).toBe('fresh_factor_needed');
    const alice = await house.person('alice', ['agent'], 'active');
    const agent = await house.signIn(alice);
    expect(await codeOf(house.identity.openBench(agent.token, 'A', FROM))).toBe('forbidden');
    expect(await held()).toEqual([]);
  });

  it('locks after ten minutes without a gesture: the session does nothing, and one factor opens it again', async () => {
    const token = await open(thomas);
    house.clock.pass(10 * MINUTE);
    await me(token); // a page that looks is no gesture
    expect(await me(token)).toMatchObject({ locked: true, roles: [] });
    expect(await mayProduce(token)).toBe(false);
    await house.identity.useBench(token);
    expect((await me(token)).locked).toBe(true);
    house.clock.pass(2 * HOUR); // lunch, and more: a locked session waits for its owner
    const { token: again } = await house.identity.refresh(token, PASSWORD, FROM);
    expect(await me(again)).toMatchObject({ locked: false, roles: ['technician'] });
    expect(await mayProduce(again)).toBe(true);
    expect(await house.identity.bySession(token)).toBeUndefined();
  });

  it('ends with the shift, however it was used', async () => {
    const token = await open(thomas);
    for (let at = 0; at < 66; at += 1) {
      house.clock.pass(9 * MINUTE);
      await house.identity.useBench(token);
    }
    expect(await mayProduce(token)).toBe(true);
    house.clock.pass(7 * MINUTE);
    expect(await house.identity.bySession(token)).toBeUndefined();
    expect(await held()).toEqual([]);
  });

  it('is left by its owner, and the session goes on as any other', async () => {
    const token = await open(thomas);
    house.clock.pass(9 * MINUTE);
    await house.identity.leaveBench(token, FROM);
    expect(await mayProduce(token)).toBe(false);
    expect((await me(token)).caller.bench).toBeUndefined();
    house.clock.pass(14 * MINUTE);
    expect(await me(token)).toMatchObject({ locked: false });
    house.clock.pass(15 * MINUTE);
    expect(await house.identity.bySession(token)).toBeUndefined();
  });

  it('holds its place: another technician is told who works there, and takes it once it is locked', async () => {
    const token = await open(thomas);
    const other = await house.signIn(theo);
    const refused = house.identity.openBench(other.token, 'A', FROM);
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      detail: { why: 'place-held', place: 'A', who: 'Thomas Martin' },
    });
    await house.identity.openBench(other.token, 'B', FROM);
    expect((await held()).map(({ place }) => place).sort()).toEqual(['A', 'B']);
    house.clock.pass(10 * MINUTE);
    const { token: back } = await house.identity.refresh(other.token, PASSWORD, FROM);
    await house.identity.openBench(back, 'A', FROM);
    // who left it stays locked, and comes back to no place
    expect(await me(token)).toMatchObject({ locked: true });
    const { token: later } = await house.identity.refresh(token, PASSWORD, FROM);
    expect((await me(later)).caller.bench).toBeUndefined();
    expect(await held()).toEqual([expect.objectContaining({ place: 'A', personId: theo.id })]);
  });

  it('is not given back by a password that was being checked as somebody else took the place', async () => {
    const token = await open(thomas);
    house.clock.pass(10 * MINUTE);
    const other = await house.signIn(theo);
    house.whileVerifying(() => house.identity.openBench(other.token, 'A', FROM));
    const { token: later } = await house.identity.refresh(token, PASSWORD, FROM);
    expect(await held()).toEqual([expect.objectContaining({ place: 'A', personId: theo.id })]);
    expect((await me(later)).caller.bench).toBeUndefined();
    expect(await mayProduce(other.token)).toBe(true);
  });

  it('goes along to another window of its technician, and the first window is as any other', async () => {
    const first = await open(thomas);
    const second = await open(thomas);
    expect((await me(second)).caller.bench).toMatchObject({ place: 'A' });
    expect((await me(first)).caller.bench).toBeUndefined();
    house.clock.pass(12 * MINUTE);
    expect(await me(first)).toMatchObject({ locked: false, roles: ['technician'] });
    expect(await me(second)).toMatchObject({ locked: true });
  });

  it('is one node’s: another node knows nothing of its places, and its factor opens nothing there', async () => {
    await open(thomas);
    const elsewhere = createPlaces({ records: house.records, clock: house.clock, node: { name: 'other' } });
    expect(await elsewhere.held()).toEqual([]);
  });

  it('is in the access log', async () => {
    const token = await open(thomas);
    await house.identity.leaveBench(token, FROM);
    const events = (await house.accesses()).filter(({ personId }) => personId === thomas.id).map(({ event }) => event);
    expect(events.slice(-2)).toEqual(['bench-open', 'bench-leave']);
  });
});

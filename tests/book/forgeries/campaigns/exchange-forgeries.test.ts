import type { Entry } from '../../../../src/journal/entry.ts';
import type { JsonRow } from '../../../../src/journal/entry-changes.ts';
import { changesOf } from '../../../../src/journal/entry-changes.ts';
import { exchanges } from '../../../support/judged/journals/machines/exchange.ts';
import { honest } from '../../../support/judged/journals.ts';
import { judgeAll } from '../../../support/judged/judging.ts';
import { changeIn, type Forged, forge, freshId, insert, rowIn, timeOf } from '../forging.ts';

const read = async (): Promise<Forged> => forge(await honest(exchanges));
const isDone = ({ outcome }: Entry): boolean => outcome === 'done';
const opened = (f: Forged): Entry => f.first('campaign.openExchange', isDone);
const added = (f: Forged): Entry => f.first('campaign.addExchanges', isDone);
/** What is added to it afterwards. */
const second = (f: Forged): Entry => f.last('campaign.addExchanges', (e) => isDone(e) && itemsOf(e).length > 1);
/** The items that an entry makes, or what it makes of them. */
const itemsOf = (entry: Entry): JsonRow[] =>
  changesOf(entry).flatMap((change) => {
    if (change.table !== 'campaignItem') return [];
    return [('insert' in change ? change.insert : change.set) as JsonRow];
  });
const machineOf = (f: Forged, assetNumber: string): string =>
  f
    .first('workstation.takeOver', (e) => JSON.stringify(e).includes(`"${assetNumber}"`))
    .subject.replace('workstation:', '');
/** The journal up to this entry is refused there, for this. */
function refusedAt(f: Forged, entry: Entry, why: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())?.sentence).toContain(why);
}
const rebound = (f: Forged): Entry => f.first('token.rebind', isDone);
const takenBack = (f: Forged): Entry => f.first('workstation.takeBack', isDone);
const given = (f: Forged): Entry => f.first('workstation.assign', (e) => isDone(e) && itemsOf(e).length > 0);

describe('a campaign that exchanges machines', () => {
  it('is honest in its journal', async () => {
    const f = await read();
    expect(judgeAll(f.signed())).toBeUndefined();
  });

  it('is opened by a technician', async () => {
    const f = await read();
    const entry = opened(f);
    Object.assign(entry, { actor: f.person('M-THEO'), role: 'technician' });
    rowIn(entry, 'campaign')['openerId'] = f.person('M-THEO');
    refusedAt(f, entry, 'campaign.openExchange');
  });

  it.each([
    ['another way of tokens', 'tokens', 'keep'],
    ['an image to reach', 'targetImage', 'SPAN-2026.3'],
    ['a site', 'site', 'Bordeaux'],
    ['another kind of list', 'kind', 'list'],
  ])('is opened with %s', async (_, column, value) => {
    const f = await read();
    const entry = opened(f);
    rowIn(entry, 'campaign')[column] = value;
    f.isWrong(entry);
  });

  it('is opened as a migration, without an image', async () => {
    const f = await read();
    const entry = opened(f);
    entry.action = 'campaign.open';
    f.isWrong(entry);
  });

  it.each([
    ['the machine that comes for another', (items: JsonRow[]) => items[0]!['otherId']!],
    ['a machine that is exchanged itself', (items: JsonRow[]) => items[0]!['workstationId']!],
    ['nothing', () => null],
  ])('puts %s in the place of a second one', async (_, other) => {
    const f = await read();
    const entry = added(f);
    const items = itemsOf(entry);
    items[1]!['otherId'] = other(items);
    f.isWrong(entry);
  });

  it('exchanges a machine that takes the place of another in it', async () => {
    const f = await read();
    const [entry, before] = [second(f), added(f)];
    const earlier = itemsOf(before)[0]!;
    itemsOf(entry)[1]!['workstationId'] = earlier['otherId']!;
    f.isWrong(entry);
  });

  it.each([
    ['an old machine', 'workstationId', 'workstationId'],
    ['an old machine as a new one', 'workstationId', 'otherId'],
    ['a new machine', 'otherId', 'otherId'],
    ['a new machine as an old one', 'otherId', 'workstationId'],
  ])('takes %s into a second campaign while it stands in an exchange', async (_, from, to) => {
    // what is added afterwards goes to a campaign of its own
    const apart = async (): Promise<[Forged, Entry]> => {
      const f = await read();
      const [open, entry] = [opened(f), second(f)];
      const [id, at] = [freshId(), timeOf(entry)];
      const made = { ...rowIn(open, 'campaign'), id, openedAt: at, enrolledAt: at };
      const { actor, role } = open;
      const changes = [insert('campaign', made)];
      f.before(entry, { at: entry.at, actor, role, action: open.action, subject: `campaign:${id}`, changes } as never);
      entry.subject = `campaign:${id}`;
      for (const one of itemsOf(entry)) one['campaignId'] = id;
      return [f, entry];
    };
    const [honestly, last] = await apart();
    honestly.cut(last);
    expect(judgeAll(honestly.signed())).toBeUndefined();
    const [f, entry] = await apart();
    const before = itemsOf(added(f))[0]!;
    const item = itemsOf(entry)[0]!;
    item[to] = before[from]!;
    // its place in the order and its number are right too, so that nothing else is wrong
    const assetNumber = from === 'otherId' ? 'PN-65' : 'PN-60';
    const rank = String(before['rank']).replace('PN-60', assetNumber);
    if (to === 'workstationId') Object.assign(item, { rank, assetNumber });
    f.isWrong(entry, `campaignItem.${to} is not`);
  });

  it.each([
    ['a list', 'campaign.add', 'PN-60'],
    ['a list, as a new one', 'campaign.add', 'PN-65'],
    ['a selection', 'campaign.enrol', 'PN-61'],
  ])('lets a machine that stands in an exchange into %s', async (_, action, assetNumber) => {
    const f = await read();
    const isIts = (one: JsonRow): boolean => String(one['rank']).includes('PN-79');
    const entry = f.first(action, (e) => isDone(e) && itemsOf(e).some(isIts));
    const item = itemsOf(entry).find(isIts);
    // its place in the order and its number are right too, so that nothing else is wrong
    Object.assign(item!, {
      workstationId: machineOf(f, assetNumber),
      rank: String(item!['rank']).replace('PN-79', assetNumber),
      assetNumber,
    });
    f.isWrong(entry, 'is of no exchange that goes on');
  });

  it('says another thing of what blocks an exchange', async () => {
    for (const blocked of [null, 'new-of-another', 'incident']) {
      const f = await read();
      const isIt = (one: JsonRow): boolean => one['blocked'] === 'new-not-in-service';
      const entry = f.first('campaign.plan', (e) => itemsOf(e).some(isIt));
      itemsOf(entry).find(isIt)!['blocked'] = blocked;
      refusedAt(f, entry, 'campaignItem.blocked is not what blocks it, as it is');
    }
  });

  it.each([
    ['somebody else', 'M-EVE'],
    ['nobody', null],
  ])('gives a day to %s, and not to whom it is for', async (_, number) => {
    const f = await read();
    const isIt = (one: JsonRow): boolean => typeof one['toldId'] === 'string';
    const entry = f.first('campaign.plan', (e) => itemsOf(e).some(isIt));
    itemsOf(entry).find(isIt)!['toldId'] = number === null ? null : f.person(number);
    refusedAt(f, entry, 'campaignItem.toldId is not the person whom it is for, where it has a day');
  });

  it('forgets who had a machine last that is taken back', async () => {
    const f = await read();
    const entry = takenBack(f);
    delete rowIn(entry, 'workstation')['formerHolderId'];
    refusedAt(f, entry, 'workstation.formerHolderId');
  });

  it('says of another person that the machine was taken back from them', async () => {
    const f = await read();
    const entry = takenBack(f);
    rowIn(entry, 'workstation')['formerHolderId'] = f.person('M-EVE');
    refusedAt(f, entry, 'workstation.formerHolderId');
  });

  it.each([
    ['nobody, whose token tells for whom it is', 'PN-70', null, 'no-holder'],
    ['nobody, whose last holder is known', 'PN-71', null, 'no-holder'],
    ['one of two with a token on it', 'PN-72', 'several-holders', null],
    ['somebody, whom nobody had', 'PN-73', 'no-holder', null],
  ])('exchanges a machine for %s', async (_, assetNumber, blocker, said) => {
    const f = await read();
    const id = machineOf(f, assetNumber);
    const added = f.first('campaign.addExchanges', (e) => itemsOf(e).some((one) => one['workstationId'] === id));
    const itemId = itemsOf(added).find((one) => one['workstationId'] === id)!['id'];
    const changesIt = (e: Entry) => changesOf(e).find((one) => one.table === 'campaignItem' && one.id === itemId);
    const entry = f.first('campaign.plan', (e) => changesIt(e) !== undefined);
    const set = (changesIt(entry) as unknown as { set: JsonRow }).set;
    expect(set['blocked'] ?? null).toBe(blocker);
    set['blocked'] = said;
    refusedAt(f, entry, 'campaignItem.blocked is not what blocks it, as it is');
  });

  it('goes on with a machine whose token was bound to the new one', async () => {
    const f = await read();
    const entry = rebound(f);
    f.without(entry, ({ table }) => table === 'campaignItem');
    refusedAt(f, entry, 'is left as it was');
  });

  it('is done by the binding of a token with a machine that no token leaves', async () => {
    const f = await read();
    const entry = rebound(f);
    const other = changeIn(given(f), 'campaignItem').id;
    changeIn(entry, 'campaignItem').id = other;
    f.isWrong(entry);
  });

  it('goes on with a machine whose holder was given the new one and has no token', async () => {
    const f = await read();
    const entry = given(f);
    f.without(entry, ({ table }) => table === 'campaignItem');
    refusedAt(f, entry, 'is left as it was');
  });

  it('is done with a machine whose holder was given the new one, and has a token to bind', async () => {
    const f = await read();
    const machine = machineOf(f, 'PN-65');
    const entry = f.first('workstation.assign', ({ subject }) => subject === `workstation:${machine}`);
    const { id } = changeIn(rebound(f), 'campaignItem');
    const set = { endedAt: Date.parse(entry.at), outcome: 'exchanged' };
    f.with(entry, { table: 'campaignItem', id, set, expect: { endedAt: null } } as never);
    f.isWrong(entry);
  });

  it('finds that a machine is exchanged whose holder has not the new one', async () => {
    const f = await read();
    const settled = f.first('campaign.settle', (e) => itemsOf(e).some((one) => one['outcome'] === 'exchanged'));
    const machine = machineOf(f, 'PN-67');
    f.drop(f.first('workstation.assign', ({ subject }) => subject === `workstation:${machine}`));
    refusedAt(f, settled, 'it is exchanged with no token to bind');
  });

  it('is taken out with a part that is over', async () => {
    const f = await read();
    const entry = f.first('campaign.takeOut');
    const { id } = changeIn(rebound(f), 'campaignItem');
    entry.subject = `campaignItem:${id}`;
    changeIn(entry, 'campaignItem').id = id;
    f.isWrong(entry);
  });

  it.each([
    ['by a technician', (f: Forged, e: Entry) => Object.assign(e, { actor: f.person('M-THEO'), role: 'technician' })],
    ['as exchanged', (_: Forged, e: Entry) => Object.assign(itemsOf(e)[0]!, { outcome: 'exchanged' })],
    ['with its day', (_: Forged, e: Entry) => Object.assign(itemsOf(e)[0]!, { day: null })],
  ])('is taken out %s', async (_, change) => {
    const f = await read();
    const entry = f.first('campaign.takeOut');
    change(f, entry);
    f.isWrong(entry);
  });

  it('takes in a second time what was not taken out', async () => {
    const f = await read();
    const entry = f.last('campaign.addExchanges', isDone);
    f.drop(f.first('campaign.takeOut'));
    f.isWrong(entry, 'is of no exchange that goes on');
  });

  it('calls a machine migrated that was exchanged', async () => {
    const f = await read();
    for (const entry of [rebound(f), given(f)]) {
      const g = await read();
      const same = g.entries[f.entries.indexOf(entry)]!;
      itemsOf(same)[0]!['outcome'] = 'migrated';
      g.isWrong(same);
    }
  });
});

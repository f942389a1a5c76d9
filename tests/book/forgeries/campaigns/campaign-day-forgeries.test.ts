import { yearOf } from '../../../../src/book/rules/calendar/roster.ts';
import { changesOf, type JsonRow } from '../../../../src/journal/entry-changes.ts';
import { type Forged, rowIn, set } from '../forging.ts';
import { itemsOf, openedCampaigns as opened, planned, refusedAt } from './campaign-forging.ts';

const gives = (items: readonly JsonRow[]): boolean => items.filter(({ day }) => typeof day === 'number').length > 1;
/** A machine that has its first day still after the campaign was planned anew. */
const isKept = ({ plan, day, times }: JsonRow): boolean => plan === 2 && typeof day === 'number' && times === 1;
const DAY =
  'a working day to come that is not closed, the one before where days are kept and it has room; nothing where the machine is blocked or the campaign paused';
const CAPACITY =
  'no day takes more machines than the campaign has capacity for; a day that is given anew takes no more than the technicians planned on it can handle; machines that have begun to migrate are left out';

describe('a campaign gives days by its plan', () => {
  it('has more machines come on a day than there is capacity for', async () => {
    const f = await opened();
    const entry = planned(f, gives);
    const items = itemsOf(entry).filter(({ day }) => typeof day === 'number');
    const [first] = items;
    for (const item of items) item['day'] = first!['day']!;
    refusedAt(f, entry, `campaign.plan: ${CAPACITY}`);
  });

  describe('of which the roster has somebody away', () => {
    /** The workshop is not closed on the day of the roster, but that day has so many technicians on it. */
    const rosterOf = (f: Forged): JsonRow =>
      rowIn(
        f.first('roster.plan', (entry) => rowIn(entry, 'roster')['reason'] === 'closure'),
        'roster',
      );

    it('gives a machine a day on which the workshop is closed', async () => {
      const f = await opened();
      const entry = planned(f, gives);
      itemsOf(entry).find(({ day }) => typeof day === 'number')!['day'] = rosterOf(f)['firstDay']!;
      refusedAt(f, entry, `campaign.plan: ${CAPACITY}`);
    });

    it('gives more machines a day than those who work on it can lead', async () => {
      const f = await opened();
      const entry = planned(f, gives);
      const placed = itemsOf(entry).filter(({ day }) => typeof day === 'number');
      const { day } = placed.find((one, at) => placed.some((other, then) => then > at && other['day'] === one['day']))!;
      const campaign = f.first('campaign.open', ({ outcome }) => outcome === 'done');
      Object.assign(rowIn(campaign, 'campaign'), { technicians: 2, perTechnician: 1 });
      Object.assign(rosterOf(f), { firstDay: day, lastDay: day, technicians: 1, reason: 'absence' });
      refusedAt(f, entry, `campaign.plan: ${CAPACITY}`);
    });

    it('moves a machine to a day on which the workshop is closed', async () => {
      const f = await opened();
      const entry = f.first('campaign.moveDay');
      const { day } = itemsOf(entry)[0]!;
      const year = yearOf(Number(day));
      Object.assign(rosterOf(f), { year, firstDay: day, lastDay: day });
      refusedAt(f, entry, `campaign.moveDay: ${CAPACITY}`);
    });
  });

  it.each([
    ['a Sunday', (day: number) => day + ((10 - (day % 7)) % 7)],
    ['a day that is past', (day: number) => day - 28],
    ['no day, although nothing blocks it', () => null],
    ['a day of which no date can be made', () => 1e9],
    ['a day that is no whole one', (day: number) => day + 0.5],
  ])('gives a machine %s', async (_, other) => {
    const f = await opened();
    const entry = planned(f, gives);
    const item = itemsOf(entry).find(({ day }) => typeof day === 'number')!;
    item['day'] = other(Number(item['day']));
    refusedAt(f, entry, `campaign.plan: campaignItem.day is not ${DAY}`);
  });

  it.each([
    [
      'a Sunday',
      'day',
      (day: number) => day + ((10 - (day % 7)) % 7),
      'another working day to come, which the campaign has not closed',
    ],
    ['another reason', 'reason', () => 'missed', '"by-hand"'],
    ['no count of it', 'times', (times: number) => times - 1, 'one more where its day is new'],
  ] as const)('moves a machine by hand to %s', async (_, column, other, asked) => {
    const f = await opened();
    const entry = f.first('campaign.moveDay');
    const [item] = itemsOf(entry);
    item![column] = other(Number(item![column]));
    refusedAt(f, entry, `campaign.moveDay: campaignItem.${column} is not ${asked}`);
  });

  it('moves a machine whose day fits the new plan, where days are kept', async () => {
    const f = await opened();
    const entry = planned(f, (items) => items.some(isKept));
    const item = itemsOf(entry).find(isKept)!;
    Object.assign(item, { day: Number(item['day']) + 7, times: 2, reason: 'days-closed' });
    refusedAt(f, entry, `campaign.plan: campaignItem.day is not ${DAY}`);
  });

  it('keeps more machines on a day than those who are left can lead', async () => {
    const f = await opened();
    const entry = planned(f, (items) => items.some(isKept));
    // as the campaign was planned anew, one technician fewer was said
    rowIn(f.first('campaign.replan'), 'campaign')['technicians'] = 1;
    const days = itemsOf(entry)
      .filter(isKept)
      .map(({ day }) => day);
    expect(new Set(days).size).toBeLessThan(days.length);
    refusedAt(f, entry, `campaign.plan: ${CAPACITY}`);
  });

  it('moves machines by hand to a day that is full with them', async () => {
    const f = await opened();
    const entry = f.first('campaign.moveDay');
    const [item] = itemsOf(entry);
    const before = f.entries.slice(0, f.entries.indexOf(entry)).flatMap(changesOf);
    const others = before.flatMap((one) =>
      one.table === 'campaignItem' && 'insert' in one && `campaign:${one.insert['campaignId']}` === entry.subject
        ? [one.id]
        : [],
    );
    /** Whom they are for, as was said when they got their day. */
    const toldOf = (id: string): JsonRow[string] =>
      before
        .flatMap((one) => (one.id === id && 'set' in one && 'toldId' in one.set ? [one.set['toldId'] ?? null] : []))
        .at(-1) ?? null;
    const moved = { plan: item!['plan']!, day: item!['day']!, reason: 'by-hand', times: 2 };
    const own = changesOf(entry)[0]?.id;
    const added = others
      .filter((id) => id !== own)
      .map((id) => set('campaignItem', id, { ...moved, toldId: toldOf(id) }));
    f.with(entry, ...added);
    expect(others.length).toBeGreaterThan(2);
    refusedAt(f, entry, `campaign.moveDay: ${CAPACITY}`);
  });

  it('gives a machine a day in another century', async () => {
    const f = await opened();
    const entry = planned(f, gives);
    const item = itemsOf(entry).find(({ day }) => typeof day === 'number')!;
    item['day'] = Number(item['day']) + 7 * 1000;
    refusedAt(f, entry, `campaign.plan: campaignItem.day is not ${DAY}`);
  });
});

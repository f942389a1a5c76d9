import { letterWaitsFor } from '../../../src/book/rules/handover/secret-letters.ts';
import { type Change, create } from '../../../src/book/tables/lifecycle.ts';
import type { HandoverRow, LetterRow } from '../../../src/book/tables/rows/handovers.ts';
import { SECRET_LETTERS } from '../../../src/book/tables/states.ts';
import { NOT_YET } from '../../../src/flow/handover/handover.ts';
import { entry, person, request } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

/** Every mode that a row may have: one more does not compile until it stands here. */
const EVERY_MODE: Readonly<Record<HandoverRow['mode'], true>> = { desk: true, shipment: true, download: true };
const MODES = Object.keys(EVERY_MODE) as HandoverRow['mode'][];
const TIMES = [null, START];

type Way = Pick<HandoverRow, 'mode' | 'challengedAt' | 'acceptedAt' | 'receiptAt'>;
/** How far a hand-over may be, whether or not the book lets it come about; undefined: there is none. */
const WAYS: readonly (Way | undefined)[] = [
  undefined,
  ...MODES.flatMap((mode) =>
    TIMES.flatMap((challengedAt) =>
      TIMES.flatMap((acceptedAt) => TIMES.map((receiptAt): Way => ({ mode, challengedAt, acceptedAt, receiptAt }))),
    ),
  ),
];

const handover = (requestId: string, way: Way): HandoverRow => ({
  id: `h${requestId}`,
  requestId,
  tokenId: null,
  operatorId: 'p0',
  ...NOT_YET,
  ...way,
});
const letter = (id: string, requestId: string, kind: LetterRow['kind']): LetterRow => ({
  id,
  kind,
  requestId,
  tokenId: null,
  secretId: null,
  state: 'waiting',
  printedBy: null,
  printedAt: null,
  sentTo: null,
  confirmedAt: null,
  shownAt: null,
  shownTo: null,
});

/** The list asks the database for what the book says of one letter: both have to say the same of every letter. */
describe('the letters that may be printed', () => {
  let t: TestStore;
  const letters = WAYS.flatMap((way, i) => SECRET_LETTERS.map((kind) => ({ id: `${kind}-${i}`, i, kind, way })));

  beforeEach(async () => {
    const rows: Change[] = WAYS.flatMap((way, i) => [
      create('person', person(`p${i}`)),
      create('request', request(`r${i}`, `p${i}`)),
      ...(way ? [create('handover', handover(`r${i}`, way))] : []),
    ]);
    const waiting = letters.map(({ id, i, kind }) => create('letter', letter(id, `r${i}`, kind)));
    t = await openTestStore();
    await t.store.transact((unit) => unit.record(entry('x.y', 'x', [...rows, ...waiting])));
  });

  it.each([true, false])('are those of which the book says so, in every way (PINs printed: %s)', async (pinsPrint) => {
    const listed = (which: 'ready' | 'early') => t.lists.waitingLetters({ visible: 'all', which, pinsPrint }, 500);
    const isReady = ({ kind, way }: (typeof letters)[number]): boolean =>
      letterWaitsFor(kind, way) === null && (kind !== 'pin' || pinsPrint);
    const idsOf = (of: typeof letters): string[] => of.map(({ id }) => id).sort();
    expect(await listed('ready')).toEqual(idsOf(letters.filter(isReady)));
    expect(await listed('early')).toEqual(idsOf(letters.filter((one) => !isReady(one))));
    // both answers come about, so that neither list is right by being empty
    expect(letters.some(isReady)).toBe(true);
    expect(letters.every(isReady)).toBe(false);
  });
});

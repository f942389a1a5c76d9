import { openHall } from '../../console/hall.ts';
import { type Doors, openDoors } from '../../support/asking-doors.ts';
import { collectStatements, stepsOn, tablesReadWhole } from '../../support/records/query-plans.ts';

/** Tables that a house fills with a few rows and no more, whatever it makes. */
const SMALL = [
  'setting',
  'authority',
  'delivery',
  'stockLocation',
  'tokenCount',
  'import',
  'roleSuggestion',
  'dismissedSuggestion',
];
/** Statements that read a growing table as a whole, and why they may. */
const ALLOWED: readonly [RegExp, string][] = [
  [/^select \* from "difference" order by/, 'each thing that differs once, until it is repaired'],
  [/^select \* from "journalTip"/, 'stretches of the journal: one more with each restore'],
  [/^select count\(\*\) as n from "(person|account)" where 1 = 1/, 'whether there is anybody, when a house is founded'],
  [
    /^select count\(\*\) as n from "workstation" where 1 = 1/,
    'a campaign of an image alone: behind the door it goes through every machine once, and sees here whether one was left out',
  ],
  [
    /^select .* from "(token|approval)" where "(deliveryId|requestId)" is null/,
    'a column that is never null: the database looks at no row',
  ],
];
describe('what the doors ask the database', () => {
  const collected = collectStatements();
  let doors: Doors;
  beforeAll(async () => {
    doors = await openDoors();
  }, 60_000);
  afterAll(async () => {
    collected.stop();
    await doors.close();
  });

  it('reads no table as a whole that grows with the work', async () => {
    const { answered, never } = await doors.ask();
    const reads = [...collected.texts].filter(
      (text) => /^\s*(select|with)\b/i.test(text) && !/sqlite_schema/.test(text),
    );
    const whole = reads.flatMap((text) => {
      const tables = tablesReadWhole(doors.hall.opened.path, text).filter((table) => !SMALL.includes(table));
      return tables.length === 0 || ALLOWED.some(([may]) => may.test(text)) ? [] : [`${tables}: ${text}`];
    });
    expect(whole).toEqual([]);
    expect(never).toEqual([]);
    expect(answered).toBeGreaterThan(150);
    expect(reads.length).toBeGreaterThan(100);
  }, 600_000);
});

describe("a person's sheet", () => {
  it('walks what is open of its person, and a page of what is over, by their states', async () => {
    const hall = await openHall();
    const collected = collectStatements();
    await hall.flow.reading.personSheet(hall.thomas, hall.alice.personId);
    collected.stop();
    const held = [...collected.texts].filter((text) => /"r"\."holderId" = \?/.test(text));
    const steps = held.map((text) => stepsOn(hall.opened.path, text, 'r').join('\n'));
    await hall.close();
    expect(held.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatch(/INDEX requestByHolderAndState \(holderId=\? AND state=\?/);
  });
});

describe('what somebody asked for others', () => {
  it('is walked by its state, however much of it is over', async () => {
    const hall = await openHall();
    const collected = collectStatements();
    await hall.flow.reading.requests(hall.corinne, { state: ['needs_information'] }, { limit: 50 });
    collected.stop();
    const asked = [...collected.texts].filter((text) => /"r"\."askerId" = \?/.test(text));
    const steps = asked.map((text) => stepsOn(hall.opened.path, text, 'r').join('\n'));
    await hall.close();
    expect(asked.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatch(/INDEX requestByAskerAndState \(askerId=\? AND state=\?/);
  });
});

describe('the machines that somebody may name in a request', () => {
  it('are walked by their site and service', async () => {
    const hall = await openHall();
    const collected = collectStatements();
    await hall.flow.reading.myWorkstations(hall.bruno);
    collected.stop();
    const asked = [...collected.texts].filter((text) => /from "workstation" where .*"site" = \?/.test(text));
    const steps = asked.map((text) => stepsOn(hall.opened.path, text, 'workstation').join('\n'));
    await hall.close();
    expect(asked).toHaveLength(1);
    expect(steps[0]).toMatch(/INDEX workstation\w+ \((site=\? AND service=\?|state=\? AND (site|service)=\?)/);
  });
});

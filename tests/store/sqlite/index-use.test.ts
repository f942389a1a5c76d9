import Database from 'better-sqlite3';
import { PROPOSAL_OVER } from '../../../src/book/tables/states.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { proposalsAboutPeople } from '../../../src/flow/reading/people/proposals-about-people.ts';
import { collectStatements, stepsOn, tablesReadWhole } from '../../support/records/query-plans.ts';
import { entry } from '../../support/records/rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';
import { endingMachine } from '../../support/world/ending-machine.ts';
import { createWorld } from '../../support/world/world.ts';

/** What the review of roles and one's own page ask of journal and access log. */
describe('what people did, and what was done about them', () => {
  it('is found by an index, however long the journal is', async () => {
    const t = await openTestStore();
    const db = new Database(t.path, { readonly: true });
    const plan = (sql: string) =>
      (db.prepare(`explain query plan ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).join();
    expect(
      plan(`select "at" from "journalEntry" where "actor" = 'p' and "role" = 'auditor' and "outcome" = 'done'
        order by "seq" desc limit 1`),
    ).toMatch(/^SEARCH journalEntry USING INDEX journalEntryRole \(actor=\? AND role=\?\)$/);
    expect(plan(`select "line" from "journalEntry" where "actor" = 'p' order by "seq" desc limit 50`)).toMatch(
      /^SEARCH journalEntry USING INDEX journalEntryActor \(actor=\?\)$/,
    );
    expect(
      plan(`select max("at") from "accessLog" where "personId" = 'p' and "event" = 'sign-in' and "outcome" = 'done'`),
    ).toContain('USING COVERING INDEX accessLogByPerson');
    expect(
      plan(`select "line" from "journalEntry" where "subject" in ('a', 'b') and "action" in ('c', 'd')
        and "outcome" = 'done' and "actor" != 'p' and "at" >= 1 order by "seq" desc limit 200`),
    ).toContain('USING INDEX journalEntrySubject');
    expect(
      plan(`select * from "proposal" where "act" in ('a', 'b') and "state" = 'executed' order by "proposedAt" desc`),
    ).toContain('USING INDEX proposalByAct');
    db.close();
  });
});

/** What one's own page asks of what was proposed. */
describe('proposals that somebody else refused', () => {
  it('are found by the index of who proposed, and that of what an entry is about', async () => {
    const w = await createWorld();
    const collected = collectStatements();
    await w.opened.lists.refusedProposals('p', 20);
    collected.stop();
    const asked = [...collected.texts].filter((text) => /from "proposal"/.test(text));
    expect(asked).toHaveLength(1);
    expect(tablesReadWhole(w.opened.path, asked[0]!)).toEqual([]);
    const db = new Database(w.opened.path, { readonly: true });
    const plan = db.prepare(`explain query plan ${asked[0]!}`).all('p', 'p') as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('USING INDEX proposalByProposer'),
      expect.stringContaining('USING INDEX journalEntrySubject'),
      'USE TEMP B-TREE FOR LAST TERM OF ORDER BY',
    ]);
    db.close();
    await w.close();
  });
});

/** What the life of a person is told from, besides their own rows. */
describe('proposals that are about people', () => {
  it('are found by the index of what is proposed', async () => {
    const w = await createWorld();
    const collected = collectStatements();
    await proposalsAboutPeople(w.reads, ['p']);
    collected.stop();
    const asked = [...collected.texts].filter((text) => /from "proposal"/.test(text));
    expect(asked).toHaveLength(2);
    const db = new Database(w.opened.path, { readonly: true });
    for (const text of asked) {
      expect(tablesReadWhole(w.opened.path, text)).toEqual([]);
      const values = Array.from({ length: text.split('?').length - 1 }, () => '[]');
      const plan = db.prepare(`explain query plan ${text}`).all(...values) as { detail: string }[];
      expect(plan.map(({ detail }) => detail).join()).toContain('USING INDEX proposalByAct (act=?)');
    }
    db.close();
    await w.close();
  });
});

/** What rounds and people ask, however many wait and are booked. */
describe('dates that were promised, and places of a slot', () => {
  it('are counted along an index', async () => {
    const w = await createWorld();
    const collected = collectStatements();
    await w.opened.lists.promisedWaits();
    await w.reads.bookedSlots('Paris', 20_784, 'request');
    collected.stop();
    const counted = [...collected.texts].filter((text) => /group by/.test(text));
    expect(counted.length).toBe(2);
    for (const text of counted) expect(tablesReadWhole(w.opened.path, text)).toEqual([]);
    await w.close();
  });
});

/** The menu asks it on every page of an approver, however many letters wait in the country. */
describe('letters that wait', () => {
  it('are walked by their state, their requests looked up one by one', async () => {
    const w = await createWorld();
    const collected = collectStatements();
    const walks = { ready: 7, early: 2 };
    for (const which of ['ready', 'early'] as const) {
      await w.opened.lists.waitingLetters({ visible: 'all', which, pinsPrint: true }, 10);
      const visible = { services: ['PREF-33'], holderId: 'p', askerId: '' };
      await w.opened.lists.waitingLetters({ visible, which, pinsPrint: true }, 10);
    }
    collected.stop();
    const asked = [...collected.texts].filter((text) => /from "letter"/.test(text));
    expect(asked.length).toBe(4);
    const counts: number[] = [];
    const db = new Database(w.opened.path, { readonly: true });
    for (const text of asked) {
      expect(tablesReadWhole(w.opened.path, text)).toEqual([]);
      const values = Array.from({ length: (text.match(/\?/g) ?? []).length }, () => '[]');
      const plan = (db.prepare(`explain query plan ${text}`).all(...values) as { detail: string }[]).map(
        ({ detail }) => detail,
      );
      const walked = plan.filter((one) => one.includes('letterByState'));
      const kept = walked.map(() => expect.stringContaining('(state=? AND kind=?)'));
      expect(walked).toEqual(kept);
      counts.push(walked.length);
      for (const one of plan.filter((detail) => /\br\b/.test(detail)))
        expect(one).toMatch(/^SEARCH r USING .*\(id=\?\)/);
      for (const one of plan.filter((detail) => /\bh\b/.test(detail)))
        expect(one).toMatch(/^SEARCH h (EXISTS )?USING .*handoverByRequest \(requestId=\?\)/);
    }
    expect(counts).toEqual(Object.values(walks).flatMap((each) => [each, each]));
    db.close();
    await w.close();
  });
});

/** Technicians look at it, and a house has a certificate for each token as well. */
describe('certificates of machines that end', () => {
  it('are walked by their end or by their machines, and counted by their end, whatever else has one', async () => {
    const t = await openTestStore();
    const machines = Array.from({ length: 1001 }, (_, i) => endingMachine(String(i), 1 + i / 100)).flat();
    await t.store.transact(async (unit) => {
      for (let i = 0; i < machines.length; i += 50) await unit.record(entry('x.y', 'x', machines.slice(i, i + 50)));
    });
    const collected = collectStatements();
    const page = { limit: 50 };
    await t.lists.machineEnds(START, START + 60 * DAY_MS, {}, page);
    await t.lists.machineEnds(START, START + 60 * DAY_MS, { sort: { by: 'site', descending: true } }, page);
    collected.stop();
    const stepsOf = (statement: RegExp, alias: string): string[] =>
      [...collected.texts].filter((one) => statement.test(one)).flatMap((one) => stepsOn(t.path, one, alias));
    const byEnd = expect.stringMatching(
      /INDEX certificateOfMachineByState \(state=\? AND notAfter>\? AND notAfter<\?\)/,
    );
    expect(stepsOf(/from "certificate" as "r"/, 'r')).toEqual([byEnd]);
    expect(stepsOf(/from "workstation" as "w" cross join/, 'c')).toEqual([
      expect.stringMatching(/INDEX certificateByWorkstation \(workstationId=\?\)/),
    ]);
    expect(stepsOf(/from "certificate" as "c"/, 'c')).toEqual([byEnd]);
    expect(stepsOf(/from "certificate" as "c"/, 'w')).toEqual([expect.stringMatching(/^SEARCH w .*\(id=\?\)/)]);
    expect(stepsOf(/from "workstation" as "w" cross join/, 'e')).toEqual([
      expect.stringMatching(/INDEX certificateByWorkstation \(workstationId=\?\)/),
    ]);
    await t.close();
  }, 120_000);
});

/** A relay that is down for a day leaves thousands of them, among all that people were told for weeks. */
describe('mails that did not leave', () => {
  it('are walked and counted by their state', async () => {
    const t = await openTestStore();
    const collected = collectStatements();
    await t.lists.undelivered({}, { limit: 50 });
    await t.lists.undelivered({ text: 'beart', sort: { by: 'age', descending: true } }, { limit: 50 });
    await t.lists.totals.undelivered({ template: 'ready' });
    collected.stop();
    const asked = [...collected.texts].filter((text) => /"outbox"/.test(text));
    expect(asked).toHaveLength(3);
    const [page = '', ofFew = '', counted = ''] = asked;
    for (const text of asked) expect(tablesReadWhole(t.path, text)).not.toContain('outbox');
    // what is shown is looked up by its id
    const found = (text: string) => stepsOn(t.path, text, 'r').filter((step) => !step.endsWith('(id=?)'));
    const byState = expect.stringMatching(/INDEX outboxByState \(state=\?\)/);
    const failed = expect.stringMatching(/INDEX outboxFailed \(state=\?\)/);
    for (const text of [page, counted]) expect(found(text)).toEqual([byState, failed]);
    expect(found(ofFew)).toEqual([
      expect.stringMatching(/INDEX outboxOfPerson \(personId=\?\)/),
      expect.stringMatching(/INDEX outboxToAddress \(<expr>>\? AND <expr><\?\)/),
    ]);
    await t.close();
  });
});

/** A campaign of a ministry has tens of thousands of them. */
describe('the machines of a campaign', () => {
  it('are walked in each order and as they stand, however many they are, and looked up by their machines', async () => {
    const t = await openTestStore();
    const stepsOf = async (...asked: Parameters<typeof t.lists.campaignMachines>): Promise<string[]> => {
      const collected = collectStatements();
      await t.lists.campaignMachines(...asked);
      collected.stop();
      const page = [...collected.texts].filter((text) => /left join "request" q/.test(text));
      expect(page).toHaveLength(1);
      expect(tablesReadWhole(t.path, page[0]!)).not.toContain('campaignItem');
      return stepsOn(t.path, page[0]!, 'r').filter((step) => !step.endsWith('(id=?)'));
    };
    const page = { limit: 50 };
    const by = (index: string) => [expect.stringMatching(new RegExp(`INDEX ${index} \\(campaignId=\\?`))];
    expect(await stepsOf('c', {}, page)).toEqual(by('campaignItemByRank'));
    expect(await stepsOf('c', { sort: { by: 'number', descending: true } }, page)).toEqual(by('campaignItemByNumber'));
    expect(await stepsOf('c', { sort: { by: 'day', descending: false } }, page)).toEqual(by('campaignItemByDay'));
    expect(await stepsOf('c', { state: 'blocked' }, page)).toEqual([
      expect.stringMatching(/INDEX campaignItemByStanding \(campaignId=\? AND <expr>=\?\)/),
    ]);
    expect(await stepsOf('c', { day: 20_000 }, page)).toEqual([
      expect.stringMatching(/INDEX campaignItemByDay \(campaignId=\? AND <expr>=\?\)/),
    ]);
    expect(await stepsOf('c', { text: 'beart' }, page)).toEqual([
      expect.stringMatching(/INDEX campaignItemOfMachine \(campaignId=\? AND workstationId=\?\)/),
      expect.stringMatching(/INDEX campaignItemOfOther \(campaignId=\? AND otherId=\?\)/),
    ]);
    expect(await stepsOf('c', { state: 'begun' }, page)).toEqual(by('campaignItemOfMachine'));
    const collected = collectStatements();
    await t.lists.totals.campaignMachines('c', {});
    await t.lists.totals.campaignMachines('c', { state: 'blocked' });
    await t.lists.campaignDays('c', 20_000, 60);
    await t.lists.lastCampaignDay('c');
    collected.stop();
    const counted = [...collected.texts].flatMap((text) => stepsOn(t.path, text, 'r'));
    expect(counted).toEqual([
      ...by('campaignItem\\w+'),
      ...by('campaignItemByStanding'),
      ...by('campaignItemByDay'),
      ...by('campaignItemByDay'),
    ]);
    await t.close();
  });
});

/** Two persons decide every day, and what they decided stays. */
describe('proposals that are over', () => {
  it('are walked by their state, the newest first, and those of one person by theirs', async () => {
    const t = await openTestStore();
    const stepsOf = async (proposerId?: string): Promise<string[]> => {
      const collected = collectStatements();
      await t.lists.proposals({ states: PROPOSAL_OVER, proposerId }, { limit: 50 });
      collected.stop();
      const [page = ''] = [...collected.texts].filter((text) => /from "proposal"/.test(text));
      expect(tablesReadWhole(t.path, page)).not.toContain('proposal');
      return stepsOn(t.path, page, 'r').filter((step) => !step.endsWith('(id=?)'));
    };
    expect(await stepsOf()).toEqual([expect.stringMatching(/INDEX proposalByState \(state=\?\)/)]);
    expect(await stepsOf('p')).toEqual([
      expect.stringMatching(/INDEX proposalByProposer \(proposerId=\? AND state=\?\)/),
    ]);
    await t.close();
  });
});

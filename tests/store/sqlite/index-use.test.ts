import Database from 'better-sqlite3';
import { collectStatements, tablesReadWhole } from '../../support/query-plans.ts';
import { openTestStore } from '../../support/store.ts';
import { createWorld } from '../../support/world.ts';

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
    const walks = { all: 7, ready: 7, early: 2 };
    for (const which of ['all', 'ready', 'early'] as const) {
      await w.opened.lists.waitingLetters({ visible: 'all', which, pinsPrint: true }, 10);
      const visible = { services: ['PREF-33'], holderId: 'p', askerId: '' };
      await w.opened.lists.waitingLetters({ visible, which, pinsPrint: true }, 10);
    }
    collected.stop();
    const asked = [...collected.texts].filter((text) => /from "letter"/.test(text));
    expect(asked.length).toBe(6);
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
  it('are walked by state and end, their machines looked up one by one', async () => {
    const w = await createWorld();
    const collected = collectStatements();
    await w.opened.lists.machineEnds(1, 2, { limit: 50 });
    collected.stop();
    const [text] = [...collected.texts].filter((one) => /from "certificate" as "c"/.test(one));
    const db = new Database(w.opened.path, { readonly: true });
    const values = Array.from({ length: (text?.match(/\?/g) ?? []).length }, () => 1);
    const plan = db.prepare(`explain query plan ${text}`).all(...values) as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^SEARCH c USING INDEX certificateByState \(state=\? AND notAfter>\? AND notAfter<\?\)/),
      expect.stringMatching(/^SEARCH w USING INDEX \w+ \(id=\?\)/),
    ]);
    db.close();
    await w.close();
  });
});

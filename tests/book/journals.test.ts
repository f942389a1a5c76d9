import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS } from '../../src/book/book.ts';
import { rules } from '../../src/book/judge/replay.ts';
import { type Entry, encodeEntry } from '../../src/journal/entry.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { exportSigned } from '../journal/forged-export.ts';
import { year } from '../support/judged/journals/year.ts';
import { honest, honestJournals, JOURNEYS, type Journal } from '../support/judged/journals.ts';
import { judgeAll } from '../support/judged/judging.ts';
import { countOf, judgeMutation } from '../support/judged/mutation-report.ts';
import { createMutations, KINDS, type Mutation } from '../support/judged/mutations.ts';
import { REASONS } from '../support/judged/same-procedure.ts';
import { counts, seed } from '../support/runs/long.ts';

/** Names that the sources put together from parts. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  request: ['reject', 'askInformation', 'export'],
  token: [
    'scrap',
    'miss',
    'find',
    'return',
    'revoke',
    'reportLoss',
    'unblock',
    'destroy',
    'releaseSoPin',
    'revealSoPin',
  ],
  workstation: [
    ...['migrate', 'loan', 'giveBack', 'sendToRepair', 'backFromRepair', 'retire', 'block'],
    ...['change', 'certify', 'export'],
    ...['takeBackCleaned', 'takeBackFound'],
  ],
  handover: ['accept', 'confirmReceipt', 'takeCode'],
  mail: ['again', 'giveUp'],
  pin: ['showByCode'],
  account: ['endSessions'],
  session: ['endAll'],
  promise: ['late', 'kept'],
  import: ['finish'],
  row: ['distrust', 'trust', 'repair'],
  service: ['start', 'stop'],
  configuration: ['adopt', 'changed'],
  checklist: ['adopt'],
  ca: ['begin', 'ceremony', 'renew', 'root-crl', 'revoke'],
  vault: ['begin', 'rotate'],
  directory: ['read'],
  entry: ['export'],
  person: ['read', 'export'],
  stock: ['export', 'takeBack'],
  campaign: [
    ...['enrol', 'enrolled', 'plan', 'settle', 'end', 'pause', 'resume', 'close'],
    ...['openExchange', 'add', 'addExchanges'],
    ...['replaceToken', 'followRequest', 'leaveToken', 'export'],
  ],
  incident: ['export'],
  recall: ['hit', 'revoke', 'replace', 'repeat', 'follow', 'leave'],
};

/** Every action that the sources name where something is recorded or refused. */
function actionsInSources(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const patterns = [/\baction: '(\w+\.[\w-]+)'/g, /\b(?:act|recorded\w*)\(\s*deps,\s*caller,\s*'(\w+\.[\w-]+)'/g];
  const found = files.flatMap((name) => {
    const text = readFileSync(join('src', name), 'utf8');
    return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, action]) => action ?? ''));
  });
  const composed = Object.entries(COMPOSED).flatMap(([table, verbs]) => verbs.map((verb) => `${table}.${verb}`));
  return [...new Set([...found, ...composed])].sort();
}

/** Under which names an entry's act may stand in the book. */
function keysOf({ action, outcome, detail }: Entry): string[] {
  const kinds = [detail['act'], detail['kind'], detail['proof']].filter((kind) => typeof kind === 'string');
  const suffix = outcome === 'failed' ? '!failed' : '';
  return outcome === 'refused' ? [] : [action, ...kinds.map((kind) => `${action} ${kind}`)].map((key) => key + suffix);
}

let journals: Journal[];
beforeAll(async () => {
  journals = await honestJournals();
}, 300_000);

describe('the journals of work by the book', () => {
  it.each(JOURNEYS.map((journey) => [journey.name, journey] as const))('are accepted: %s', async (_, journey) => {
    const { entries, openings } = await honest(journey);
    expect(judgeAll(entries)).toBeUndefined();
    expect(entries.at(-1)).toMatchObject({ action: 'journal.export', detail: { openings: true } });
    expect(openings.length).toBeGreaterThan(0);
  });

  it('are accepted: a year of work, and what is purged seven years later', async () => {
    const { entries } = await honest(year);
    expect(judgeAll(entries)).toBeUndefined();
    const [first, last] = [
      entries[0]?.at ?? '',
      entries.findLast(({ action }) => action === 'certificate.expire')?.at ?? '',
    ];
    expect(Date.parse(last) - Date.parse(first)).toBeGreaterThan(365 * 86_400_000);
  }, 120_000);

  it('hold every act that the service records, done, failed or refused', () => {
    const entries = journals.flatMap((journal) => journal.entries);
    expect([...new Set(entries.map(({ action }) => action))].sort()).toEqual(actionsInSources());
  });

  it('hold every act of the book', () => {
    const keys = new Set(journals.flatMap(({ entries }) => entries.flatMap(keysOf)));
    expect([...ACTS.keys()].filter((key) => !keys.has(key))).toEqual([]);
  });
});

describe('an honest journal in which one thing of one entry is another', () => {
  const some = (journal: Journal, count: number): Mutation[] => {
    const mutations = createMutations(journal.entries, seed());
    return Array.from({ length: count }, () => mutations.next());
  };

  it('is one that could have been signed: numbered, in order of time, each line an entry', () => {
    const kinds = new Set<string>();
    for (const journal of journals) {
      for (const { kind, seq, entries } of some(journal, 100)) {
        kinds.add(kind);
        expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, at) => at));
        const times = entries.map(({ at }) => at);
        expect(times.toSorted()).toEqual(times);
        expect(entries.slice(0, seq)).toEqual(journal.entries.slice(0, seq));
        const line = (entry: (typeof entries)[number] | undefined) => entry && encodeEntry(entry);
        expect(line(entries[seq])).not.toBe(line(journal.entries[seq]));
      }
    }
    expect([...kinds].sort()).toEqual([...KINDS].sort());
  });

  it('is refused, at the entry that is wrong, unless it is the same procedure', () => {
    const judged = journals.flatMap((journal) =>
      some(journal, counts(25, 700)).map((mutation) => judgeMutation(mutation, journal)),
    );
    const { refusedShare, rightPlaceShare, survivors, threw } = countOf(judged);
    const shown = survivors.map(
      ({ journal, mutation }) => `${journal} ${mutation.act} ${mutation.kind} ${mutation.what}`,
    );
    expect(shown.length > judged.length * 0.005 ? shown : []).toEqual([]);
    expect(threw).toEqual([]);
    expect(refusedShare).toBeGreaterThanOrEqual(0.995);
    expect(rightPlaceShare).toBeGreaterThanOrEqual(0.99);
  });

  it('has each of its reasons in the decision', () => {
    const decision = readFileSync('docs/decisions/mutations.md', 'utf8').replace(/\s+/g, ' ');
    expect(REASONS.filter((why) => !decision.includes(why))).toEqual([]);
  });

  it('is judged so by the verifier too, signed anew with the true key', async () => {
    for (const journal of journals) {
      const { entries, policy, openings } = journal;
      const honest = await exportSigned(entries, { policy, openings });
      await verifyExport(honest.dir, { vkey: honest.vkey, rules });
      for (const mutation of some(journal, counts(3, 50))) {
        const { dir, vkey } = await exportSigned(mutation.entries, { policy, openings });
        const said = await verifyExport(dir, { vkey, rules }).catch((error: unknown) => error);
        const refused = judgeAll(mutation.entries);
        // of a commitment that is another, the openings tell before the rules are asked
        const step = expect.stringMatching(/^(rules|openings)$/);
        if (refused) expect(said).toMatchObject({ code: 'journal_broken', detail: { step, seq: refused.seq } });
        else expect(said).toMatchObject({ size: mutation.entries.length });
      }
    }
  });
});

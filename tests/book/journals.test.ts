import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS } from '../../src/book/book.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { honest, honestJournals, JOURNEYS } from '../support/journals.ts';
import { judgeAll } from '../support/judging.ts';

/** Names that the sources put together from parts. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  request: ['reject', 'askInformation'],
  token: ['scrap', 'miss', 'return', 'revoke', 'reportLoss', 'unblock', 'destroy', 'releaseSoPin', 'revealSoPin'],
  workstation: [
    ...['commission', 'migrate', 'loan', 'giveBack', 'sendToRepair', 'backFromRepair', 'retire', 'block', 'lose'],
    ...['change', 'certify'],
  ],
  mail: ['again', 'giveUp'],
  service: ['start', 'stop'],
  configuration: ['adopt', 'changed'],
  ca: ['begin', 'ceremony', 'renew', 'root-crl', 'revoke'],
  vault: ['begin', 'rotate'],
  directory: ['read', 'search'],
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
  const kinds = [detail['act'], detail['kind']].filter((kind) => typeof kind === 'string');
  const suffix = outcome === 'failed' ? '!failed' : '';
  return outcome === 'refused' ? [] : [action, ...kinds.map((kind) => `${action} ${kind}`)].map((key) => key + suffix);
}

describe('the journals of work by the book', () => {
  it.each(JOURNEYS.map((journey) => [journey.name, journey] as const))('are accepted: %s', async (_, journey) => {
    const { entries, openings } = await honest(journey);
    expect(judgeAll(entries)).toBeUndefined();
    expect(entries.at(-1)).toMatchObject({ action: 'journal.export', detail: { openings: true } });
    expect(openings.length).toBeGreaterThan(0);
  });

  it('hold every act that the service records, done, failed or refused', async () => {
    const entries = (await honestJournals()).flatMap((journal) => journal.entries);
    expect([...new Set(entries.map(({ action }) => action))].sort()).toEqual(actionsInSources());
  });

  it('hold every act of the book', async () => {
    const keys = new Set((await honestJournals()).flatMap(({ entries }) => entries.flatMap(keysOf)));
    expect([...ACTS.keys()].filter((key) => !keys.has(key))).toEqual([]);
  });
});

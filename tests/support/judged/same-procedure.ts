import { ACTS } from '../../../src/book/book.ts';
import { SLACK_MS } from '../../../src/book/language/sources.ts';
import { SENTENCES as RIGHTS_OF } from '../../../src/book/rights/sentences.ts';
import { COLUMNS } from '../../../src/book/tables/columns.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { CHOICES, choiceOf } from './choices.ts';
import type { Mutation } from './mutations.ts';

type Made = Omit<Mutation, 'entries'>;

/** A mutation that leads to another journal by the book, and why nobody could tell. */
interface Argument {
  why: string;
  fits(mutation: Made, journal: readonly Entry[]): boolean;
}

/** The rows that an entry writes. */
const written = (entry: Entry): string[] => changesOf(entry).map(({ table, id }) => `${table}:${id}`);
const writesAny = (entry: Entry, rows: readonly string[]): boolean => written(entry).some((row) => rows.includes(row));
const isActor = (kind: string): boolean => kind === 'actor' || kind === 'actor everywhere in it';
/** Of columns that hold what nobody could say beforehand: ids, hashes, commitments. */
const UNFORESEEN = ['id', 'hash', 'personal'];

/** The value that an entry has in a mutated column or word of the detail. */
function valueIn(entry: Entry, what: string): unknown {
  const [table = '', column = ''] = what.split('.');
  if (table === 'detail') return entry.detail[column];
  const changes = changesOf(entry).filter((change) => change.table === table);
  const rows = changes.map((change) => ('insert' in change ? change.insert : change.set));
  return rows.map((row) => row[column]).find((value) => value !== undefined);
}
const kindOf = (what: string): string => {
  const [table = '', column = ''] = what.split('.');
  const columns: Readonly<Record<string, string>> = COLUMNS[table as keyof typeof COLUMNS] ?? {};
  return columns[column] ?? '';
};

/** It makes a row under another id, hash or commitment, which nobody had before. */
function isUnforeseen(made: Made, journal: readonly Entry[]): boolean {
  const { kind, what, before, after } = made;
  if (kind === 'another row') return changesOf(after ?? before).some((c) => 'insert' in c && what === `${c.table}.id`);
  if (kind !== 'column' || !UNFORESEEN.includes(kindOf(what))) return false;
  const value = valueIn(after ?? before, what);
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return false;
  const text = JSON.stringify(value);
  return !journal.slice(0, before.seq).some((earlier) => JSON.stringify(earlier).includes(text));
}

/** Nothing that an entry at this place writes is written by those from here to there. */
function leftAlone(entry: Entry, between: readonly Entry[]): boolean {
  const rows = written(entry);
  return !between.some((other) => writesAny(other, rows));
}

/** Whether every right to the act is one of whoever holds the role, whatever part they have in it. */
function isAnybodys({ act, before }: Made): boolean {
  const rights = ACTS.get(act)?.by.map(({ right }) => right) ?? [];
  const sentences = RIGHTS_OF.filter((one) => one.role === before.role && rights.includes(one.act));
  return sentences.length > 0 && sentences.every(({ relations }) => String(relations) === 'anyone');
}

/** Somebody who had no part before in what the entry is about. */
function isStranger({ before, after }: Made, journal: readonly Entry[]): boolean {
  const id = before.subject.slice(before.subject.indexOf(':') + 1);
  const parts = journal.slice(0, before.seq).map((entry) => JSON.stringify(entry));
  return !parts.some((entry) => entry.includes(id) && entry.includes(after?.actor ?? ''));
}

const ARGUMENTS: readonly Argument[] = [
  {
    why: 'a refusal changes nothing: the journal tells that somebody was refused something, and cannot tell whether it was that',
    fits: ({ before, after, kind }) =>
      before.outcome === 'refused' && after?.outcome === 'refused' && !['move', 'drop'].includes(kind),
  },
  {
    why: 'no later entry writes a row that this one wrote: kept checkpoints and witnesses show that it is gone, no rule can',
    fits: ({ kind, before }, journal) => kind === 'drop' && leftAlone(before, journal.slice(before.seq + 1)),
  },
  {
    why: 'a letter that was printed again stands as it stood before',
    fits: ({ kind, before }) => kind === 'drop' && before.action === 'letter.print' && before.detail['again'] === true,
  },
  {
    why: 'a reading of the directory that was stopped changes as little as one that failed',
    fits: ({ kind, before, after }) =>
      kind === 'outcome' && before.action === 'directory.read' && ![before.outcome, after?.outcome].includes('done'),
  },
  {
    why: 'two acts that say and write the same differ by their name alone',
    fits: ({ kind, before, after }) => kind === 'act' && areAlike(before.action, after?.action ?? ''),
  },
  {
    why: 'those that it was moved past write none of its rows, and it says no time',
    fits: ({ kind, before, to }, journal) => {
      if (kind !== 'move' || to === undefined) return false;
      const [from, until] = to < before.seq ? [to, before.seq] : [before.seq + 1, to + 1];
      return leftAlone(before, journal.slice(from, until));
    },
  },
  {
    why: 'done a second time it writes what stands already, or no row at all',
    fits: ({ kind, before, to = 0 }, journal) =>
      kind.startsWith('used again') && leftAlone(before, journal.slice(before.seq + 1, to)),
  },
  {
    why: 'a link or a code is given as often as somebody asks for one, while the account waits',
    fits: ({ kind, before }) =>
      kind.startsWith('used again') && ['account.invite', 'account.vouch'].includes(before.action),
  },
  {
    why: 'an id, a hash or a commitment that nobody had before is as good as any other',
    fits: isUnforeseen,
  },
  {
    why: 'the moment differs by no more than the clock may have moved between its reading and the commit',
    fits: ({ kind, what, before, after }) => {
      const [then, now] = [valueIn(before, what), valueIn(after ?? before, what)];
      const near = typeof then === 'number' && typeof now === 'number' && Math.abs(now - then) <= 2 * SLACK_MS;
      return kind === 'column' && kindOf(what) === 'time' && near;
    },
  },
  {
    why: 'another person of the same role may do it as well: they had no part in it, or any part allows it',
    fits: (made, journal) => isActor(made.kind) && (isAnybodys(made) || isStranger(made, journal)),
  },
  {
    why: 'the actor held that role too, which allows the act as well: everybody is an agent',
    fits: ({ kind, before, after }, journal) =>
      kind === 'role' &&
      (after?.role === 'agent' || journal.some((e) => e.actor === before.actor && e.role === after?.role)),
  },
  {
    why: 'of two who approved, each may take it back for both',
    fits: ({ kind, before, after }, journal) =>
      isActor(kind) &&
      before.action === 'request.takeBackApproval' &&
      journal.some(
        (e) => e.action === 'request.approve' && e.subject === before.subject && e.actor === (after?.actor ?? ''),
      ),
  },
  {
    why: 'two people stand by for an act of the root or of the vault as often as they like, and it may come to nothing',
    fits: ({ kind, before }) =>
      (kind.startsWith('used again') && ['ca.begin', 'vault.begin'].includes(before.action)) ||
      (kind === 'drop' && before.subject === 'ca'),
  },
];

/** Acts that say and write the same: which of the two it was, only their name tells. */
const ALIKE = [
  ['workstation.register', 'workstation.import'],
  ['passkey.register', 'passkey.remove'],
  ['mail.again', 'mail.giveUp'],
];
const areAlike = (one: string, other: string): boolean =>
  ALIKE.some((acts) => acts.includes(one) && acts.includes(other));

/** Every reason that is given, for docs/decisions/mutations.md. */
export const REASONS: readonly string[] = [...CHOICES, ...ARGUMENTS].map(({ why }) => why);

/** Why what passes is the same procedure; undefined where nobody has argued it. */
export function sameProcedure(made: Made, journal: readonly Entry[]): string | undefined {
  const choice =
    ['column', 'column added', 'detail', 'detail left out', 'subject'].includes(made.kind) &&
    choiceOf(made.before.action, made.what);
  return choice || ARGUMENTS.find((argument) => argument.fits(made, journal))?.why;
}

/** What is done in pieces, as many rows an entry as there is room for: the last one has to find that nothing is left. */
const IN_PIECES = ['restore.end', 'crl.takeOver'];

/** Whether the entry itself could be so, and only a later one shows that it was not. */
export const showsLater = (made: Made, journal: readonly Entry[]): boolean =>
  ['drop', 'move', 'used again', 'used again with new ids'].includes(made.kind) ||
  (made.kind === 'change left out' && IN_PIECES.includes(made.before.action)) ||
  sameProcedure(made, journal) !== undefined;

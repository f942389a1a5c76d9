import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { BOOK_NUMBER, BOOK_STEPS } from './book.ts';
import { ALWAYS } from './judge/always.ts';
import type { ActRule, Source, Words, Write } from './language/language.ts';
import { OPERATOR_ROLES } from './rights/roles.ts';
import { SENTENCES } from './rights/sentences.ts';
import { LIMITS } from './rules/limits.ts';
import { FIRST_CHECKLISTS } from './rules/workstation/checklists.ts';
import { COLUMNS } from './tables/columns.ts';
import { INDEXES } from './tables/indexes.ts';
import { INITIAL, LIFECYCLE } from './tables/lifecycle.ts';

const words = ({ fr, en }: Words): Words => ({ fr, en });
const cells = (sources: Readonly<Record<string, Source>>) =>
  Object.fromEntries(Object.entries(sources).map(([column, source]) => [column, words(source)]));

function writeData({ as, table, kind, moves, begins, id, how, when, each, ...write }: Write) {
  return {
    as,
    table,
    kind,
    moves,
    how,
    cells: cells({ ...(id ? { id } : {}), ...(begins ? { state: begins } : {}), ...write.cells }),
    when: when ? words(when) : null,
    each: each.map(words),
  };
}

const actData = ({ key, by, on, named, says, writes, before, ...act }: ActRule) => ({
  key,
  ...words(act),
  by: by.map(({ right, ...way }) => ({ ...words(way), right: right ?? null })),
  on: { table: on.table ?? null, word: on.word ?? null, fresh: on.fresh === true, any: on.any ?? null },
  named: Object.fromEntries(Object.entries(named).map(([name, { table }]) => [name, table])),
  says: cells(says),
  writes: writes.map(writeData),
  before: before.map(words),
});

/** The book as plain JSON: what policy.json carries, so that a second verifier can be written from it. */
export function bookData() {
  return {
    number: BOOK_NUMBER,
    tables: COLUMNS,
    lifecycle: LIFECYCLE,
    initial: INITIAL,
    indexes: INDEXES,
    rights: SENTENCES.map(({ role, act, relations, fresh }) => ({
      role,
      right: act,
      relations,
      fresh: fresh === true,
    })),
    operatorRoles: OPERATOR_ROLES,
    limits: LIMITS,
    checklists: FIRST_CHECKLISTS,
    steps: BOOK_STEPS.map(({ acts, ...step }) => ({ ...words(step), acts: acts.map(actData) })),
    always: Object.fromEntries(Object.entries(ALWAYS).map(([table, rules]) => [table, rules.map(words)])),
  };
}

let known: string | undefined;
/** SHA-256 (hex) of the book's canonical JSON: what `service.start` names beside its number. Counted once, for it is slow. */
export function bookHash(): string {
  known ??= hash('sha256', canonicalize(bookData()) ?? '');
  return known;
}

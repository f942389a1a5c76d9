import type { OPERATIONS } from '../api/operations.ts';
import { effectText } from './proposal-effect.ts';
import type { Shell } from './shell.ts';
import { when } from './table.ts';

export type Proposal = Awaited<ReturnType<typeof OPERATIONS.listProposals.call>>['items'][number];
type Cells = Readonly<Record<string, unknown>>;

/** Arguments that are a moment, in epoch milliseconds. */
const MOMENTS = new Set(['from', 'until', 'validFrom', 'validUntil', 'revokeAt']);
/** The words of codes, by the argument; where it is another thing in each act, by both. */
const CODES: Readonly<Record<string, string>> = {
  role: 'role',
  'surge.start.reason': 'surge.reason',
  'recall.open.kind': 'recall.kind',
  'recall.open.way': 'recall.way',
};

/** Lists of ids that stand in a table of their own, with what each is. */
const NAMED_APART = new Set(['restore.confirm.grants']);
/** Rows that are read at once before somebody is asked. */
const PAGE = 20;

/** Holders of machines that one line names; the others are counted. */
const FEW = 3;

const holderText = ({ assetNumber, name, directoryId }: Proposal['holders'][number]): string =>
  `${assetNumber}: ${name} (${directoryId ?? '–'})`;

/** Whom a proposal is about, or who has the machines that it names: namesakes are told apart by their id. */
export function aboutText(shell: Shell, { subjectName, subjectDirectoryId, holders }: Proposal): string | null {
  if (holders.length > 0) {
    const more = holders.length > FEW ? [shell.t`and ${holders.length - FEW} more`] : [];
    return [...holders.slice(0, FEW).map(holderText), ...more].join(', ');
  }
  return subjectDirectoryId === null ? subjectName : `${subjectName} (${subjectDirectoryId})`;
}

const isRow = (value: unknown): value is Cells => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The arguments of a proposal by name; whom it is about is said by name already. */
const argumentsOf = ({ args, subjectName }: Proposal): [string, unknown][] =>
  Object.entries(JSON.parse(args) as Cells).filter(([name]) => name !== 'personId' || subjectName === null);

/** One value in words: rows by their count, for they stand in a table of their own. */
function valueText(shell: Shell, act: string, name: string, value: unknown): string {
  if (Array.isArray(value))
    return value.some(isRow) || NAMED_APART.has(`${act}.${name}`) ? `${value.length}` : value.join(', ');
  if (typeof value === 'number' && MOMENTS.has(name)) return when(value);
  if (name === 'scope' && value === '*') return shell.text('everything');
  const group = CODES[`${act}.${name}`] ?? CODES[name];
  return group === undefined ? String(value) : shell.word(group, String(value));
}

/** As many as fit with the question on a screen, and how many more there are. */
export function cut<R>(shell: Shell, rows: readonly R[], all: boolean, draw: (rows: readonly R[]) => string): string {
  const [shown, left] = all ? [rows, 0] : [rows.slice(0, PAGE), rows.length - PAGE];
  return draw(shown) + (left > 0 ? shell.t`and ${left} more: --all shows them\n` : '');
}

/** Rows of an argument in a table, a column for each name that one of them has. */
function rowsText(shell: Shell, act: string, rows: readonly Cells[]): string {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const cell = (row: Cells, name: string) => (row[name] === undefined ? '' : valueText(shell, act, name, row[name]));
  return shell.table(
    names.map((name) => shell.argument(act, name)),
    rows.map((row) => names.map((name) => cell(row, name))),
  );
}

/** What was proposed, in one line: what act, and about whom. */
export function proposalTitle(shell: Shell, proposal: Proposal): string {
  const subject = aboutText(shell, proposal);
  const act = `${shell.act(proposal.act)} (${proposal.act})`;
  return subject === null ? act : shell.t`${act} about ${subject}`;
}

/** The arguments of a proposal in one cell of a table; rows by their count. */
export const argumentsText = (shell: Shell, proposal: Proposal): string =>
  argumentsOf(proposal)
    .map(([name, value]) => {
      const [called, said] = [shell.argument(proposal.act, name), valueText(shell, proposal.act, name, value)];
      return shell.t`${called}: ${said}`;
    })
    .join(', ');

/** All that a proposal says and what it changes, for the second person to read before they confirm; long lists cut, unless `all`. */
export function proposalText(shell: Shell, proposal: Proposal, all: boolean): string {
  const { act } = proposal;
  const given = argumentsOf(proposal);
  const facts = given.map(([name, value]) => [shell.argument(act, name), valueText(shell, act, name, value)]);
  const tables = given.map(([, value]) => value).filter((value) => Array.isArray(value) && value.some(isRow));
  return (
    `${proposalTitle(shell, proposal)}\n` +
    (facts.length > 0 ? shell.facts(Object.fromEntries(facts)) : '') +
    (tables as Cells[][]).map((rows) => cut(shell, rows, all, (few) => rowsText(shell, act, few))).join('') +
    cut(shell, proposal.holders, all, (few) => few.map((one) => `${holderText(one)}\n`).join('')) +
    effectText(shell, proposal.effect)
  );
}

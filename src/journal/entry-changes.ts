import { AppError } from '../errors.ts';
import type { Entry } from './entry.ts';

/** A value as an entry shows it: in clear, or as the commitment that stands for personal data. */
export type JsonValue = string | number | boolean | null | { commitment: string };
export type JsonRow = Record<string, JsonValue>;

/** A row's change as `detail.changes` carries it. `from` is the state before, where the change sets a new one. */
export type JsonChange =
  | { table: string; id: string; insert: JsonRow }
  | { table: string; id: string; from?: string; set: JsonRow };

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const COMMITMENT_LENGTH = 43;

/** In clear, or a commitment and nothing beside it. */
function isValue(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return true;
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  const { commitment } = value;
  return typeof commitment === 'string' && commitment.length === COMMITMENT_LENGTH;
}
/** No column has the name of what every object has: a row with it would be read differently once it is copied. */
const isRow = (row: unknown): boolean =>
  isObject(row) && !Object.hasOwn(row, '__proto__') && Object.values(row).every(isValue);
function isChange(change: unknown): boolean {
  if (!isObject(change) || typeof change['table'] !== 'string' || typeof change['id'] !== 'string') return false;
  const { from, insert, set } = change;
  const fields = Object.keys(change).length;
  if (Object.hasOwn(change, 'insert')) return fields === 3 && isRow(insert);
  if (!isRow(set)) return false;
  return Object.hasOwn(change, 'from') ? fields === 4 && typeof from === 'string' : fields === 3;
}
/** By hand: a schema of zod's, which copies each row, took a fifth of the time of a journal that is counted. */
const areChanges = (value: unknown): value is JsonChange[] => Array.isArray(value) && value.every(isChange);

/** The rows that an entry changed, in order. Attacker-controlled: another shape is refused with `journal_broken`. */
export function changesOf(entry: Pick<Entry, 'detail'>): JsonChange[] {
  const carried = entry.detail['changes'];
  if (carried === undefined) return [];
  if (!areChanges(carried))
    throw new AppError('journal_broken', 'the changes this entry carries have an unknown shape');
  return carried;
}

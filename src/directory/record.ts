import type { Entry } from 'ldapts';
import { PersonInput } from '../flow/inputs.ts';
import type { DirectoryRecord } from '../flow/ports.ts';
import type { DirectoryMap, Disabled } from './settings.ts';

/** 100 ns since 1601, as Active Directory counts; 0 and the largest number mean never. */
const FILE_TIME_EPOCH_MS = 11_644_473_600_000n;
const NEVER = ['0', '9223372036854775807'];

/** The first value of an attribute as text, whatever the case of its name; empty when there is none. */
function firstOf(entry: Entry, attribute: string): string {
  const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
  const value = name === undefined ? undefined : entry[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? '' : first.toString();
}

function isDisabled(entry: Entry, rule: Disabled, now: number): boolean {
  const value = firstOf(entry, rule.attribute);
  if ('equals' in rule) return rule.equals.some((one) => one.toLowerCase() === value.toLowerCase());
  if (!/^-?\d{1,19}$/.test(value)) return false;
  if ('bit' in rule) return (Number(value) & rule.bit) !== 0;
  return !NEVER.includes(value) && BigInt(value) / 10_000n - FILE_TIME_EPOCH_MS <= BigInt(now);
}

/** Names of the attributes that a search asks for. */
export function attributesOf({ attributes, disabled }: DirectoryMap): string[] {
  return [...new Set([...Object.values(attributes), ...disabled.map((rule) => rule.attribute)])];
}

/**
 * Reads an entry by the same rules as a CSV import; the directory's administrators are not ours, so nothing is taken on
 * trust. Undefined for an entry without an id.
 */
export function recordOf(
  entry: Entry,
  { attributes, disabled }: DirectoryMap,
  now: number,
): DirectoryRecord | undefined {
  const given = Object.fromEntries(
    Object.entries(attributes).map(([field, attribute]) => [field, firstOf(entry, attribute)]),
  );
  const id = given['directoryId']?.trim() ?? '';
  if (id === '') return undefined;
  const parsed = PersonInput.safeParse(given);
  return {
    directoryId: parsed.success ? parsed.data.directoryId : id,
    enabled: !disabled.some((rule) => isDisabled(entry, rule, now)),
    person: parsed.success ? parsed.data : undefined,
    problems: parsed.success ? [] : [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))],
  };
}

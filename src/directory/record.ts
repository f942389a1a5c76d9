import type { Entry } from 'ldapts';
import { PersonInput } from '../flow/inputs.ts';
import type { DirectoryRecord } from '../flow/ports/directory.ts';
import type { DirectoryMap, Disabled } from './settings.ts';

/** 100 ns since 1601, as Active Directory counts; 0 and the largest number mean never. */
const FILE_TIME_EPOCH_MS = 11_644_473_600_000n;
const NEVER = ['0', '9223372036854775807'];

/** The first value of an attribute, whatever the case of its name. */
function firstValue(entry: Entry, attribute: string): string | Buffer | undefined {
  const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
  const value = name === undefined ? undefined : entry[name];
  return Array.isArray(value) ? value[0] : value;
}
/** The same as text; empty when there is none. */
const firstOf = (entry: Entry, attribute: string): string => firstValue(entry, attribute)?.toString() ?? '';

/**
 * Active Directory's SID in octets (MS-DTYP 2.4.2.2): revision 1, how many numbers, the authority (48 bits, big-endian), then
 * each number (32 bits, little-endian). What is none comes back as text, for the rules of an import to refuse.
 */
function sidOf(entry: Entry, attribute: string): string {
  const value = firstValue(entry, attribute);
  if (!Buffer.isBuffer(value) || value[0] !== 1 || value.length !== 8 + 4 * (value[1] ?? 0))
    return value?.toString() ?? '';
  const numbers = Array.from({ length: value[1] ?? 0 }, (_, i) => value.readUInt32LE(8 + 4 * i));
  return ['S-1', value.readUIntBE(2, 6), ...numbers].join('-');
}

function isDisabled(entry: Entry, rule: Disabled, now: number): boolean {
  const value = firstOf(entry, rule.attribute);
  if ('equals' in rule) return rule.equals.some((one) => one.toLowerCase() === value.toLowerCase());
  if (!/^-?\d{1,19}$/.test(value)) return false;
  if ('bit' in rule) return (Number(value) & rule.bit) !== 0;
  return !NEVER.includes(value) && BigInt(value) / 10_000n - FILE_TIME_EPOCH_MS <= BigInt(now);
}

/** Those of them whose values are octets and no text. */
export const octetsOf = ({ attributes: { securityIdentifier: sid } }: DirectoryMap): string[] => (sid ? [sid] : []);

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
    Object.entries(attributes).map(([field, attribute]) => [
      field,
      (field === 'securityIdentifier' ? sidOf : firstOf)(entry, attribute),
    ]),
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

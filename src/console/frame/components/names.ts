import type { PersonRow } from '../../../book/tables/rows/people.ts';
import { fullName } from '../../../flow/people/person-name.ts';

/** A person's name, or a dash once it was purged. */
export function nameOf(person: Pick<PersonRow, 'givenName' | 'familyName'> | null | undefined): string {
  return fullName(person ?? undefined) || '—';
}

/** A hexadecimal serial number as people read it: groups of four. Others are as their maker writes them. */
export function grouped(serial: string): string {
  return !/^[\dA-Fa-f]{9,}$/.test(serial) ? serial : serial.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The first of many numbers: a notice is read at a glance. */
export const shortened = (numbers: readonly string[]): string =>
  numbers.length > 20 ? `${numbers.slice(0, 20).join(', ')} … (${numbers.length})` : numbers.join(', ');

import canonicalize from 'canonicalize';
import type { Scene } from '../../language/scene.ts';
import { CONFIRMING, RESTORE, type Restored, readRestored } from '../../rules/service/restored.ts';
import type { RowOf } from '../../tables/row.ts';

/** The restore that a setting's value tells of; undefined for none, or a value that is none. */
export function readValue(value: unknown): Restored | undefined {
  try {
    return typeof value === 'string' ? readRestored(value) : undefined;
  } catch {
    return undefined;
  }
}
/** The restore that waits. */
export const waiting = (s: Scene): Restored | undefined => readValue(s.get('setting', RESTORE)?.value);
/** Whether two values are written alike. */
export const same = (a: unknown, b: unknown): boolean => canonicalize(a) === canonicalize(b);

export type Grant = RowOf<'grant'>;
/** Roles that stand of those who may confirm a restore. */
export const confirmingGrants = (s: Scene): readonly Grant[] =>
  CONFIRMING.flatMap((role) => s.find('grantsOfRole', role));

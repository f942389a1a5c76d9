import type { Surge } from '../../book/rules/limits.ts';
import type { Restored } from '../../book/rules/service/restored.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { ReviewedGrant } from '../../flow/reading/people/access-review.ts';
import type { OfferedGrant } from '../../flow/restore/confirm-restore.ts';
import type { Unconfirmed } from '../../flow/two-persons/read-policies.ts';

/** What stands now, for people who may propose or end it. */
export interface Standing {
  surge: Surge | undefined;
  unconfirmed: readonly Unconfirmed[];
  restore: (Restored & { grants: OfferedGrant[] }) | undefined;
  /** People whose data may be purged. */
  due: readonly PersonRow[];
  /** The roles that people hold, where a review of some waits. */
  reviewed: readonly ReviewedGrant[];
  /** What policies say now, and their bounds. */
  policies: readonly { id: string; value: number; least: number; most: number }[];
}

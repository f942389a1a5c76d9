import { z } from 'zod';
import { contentOf } from '../../book/rules/request/content.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { commitTo, SALT_OCTETS } from '../../journal/commitment.ts';
import { type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';

/** A request as somebody read it who now decides on it, or changes it. */
export const SeenRequest = {
  requestId: Ref,
  /** The content that they read: another one by now is refused with `changed_since`. */
  contentHash: z.string().max(64),
};

type BoundBy = Pick<RequestRow, 'contentHash' | 'contentSalt'>;
/** Of a request what its hash is of, and the hash. */
export type BoundContent = BoundBy & Parameters<typeof bind>[1];

/** Commits under a fresh salt to what is asked, and to what a certificate may say of the holder: what is approved is that. */
export function bind(
  chance: Deps['chance'],
  asked: Pick<
    RequestRow,
    'kind' | 'profile' | 'reason' | 'holderId' | 'workstationId' | 'deviceId' | 'deliverySite' | 'priority' | 'comment'
  >,
  holder: PersonRow,
): BoundBy {
  const salt = chance.bytes(SALT_OCTETS);
  return { contentHash: commitTo(contentOf(asked, holder), salt), contentSalt: Buffer.from(salt).toString('hex') };
}

/** Whether a request and its holder are what its hash says. */
export function isBound(row: BoundContent, holder: PersonRow): boolean {
  const salt = Buffer.from(row.contentSalt ?? '', 'hex');
  return salt.length === SALT_OCTETS && commitTo(contentOf(row, holder), salt) === row.contentHash;
}

/**
 * Checks that a request and its holder are what its hash says: they stand in two rows, of which one may have been changed.
 * Throws `changed_since`.
 */
export async function checkContent(reads: Pick<Reads, 'get'>, row: RequestRow): Promise<void> {
  if (isBound(row, await need(reads.get('person', row.holderId), 'person'))) return;
  throw new AppError('changed_since', 'request and holder are not what the hash says: have the request amended', {
    detail: { why: 'holder' },
  });
}

/** Throws `changed_since` where the request says something else by now than what was read. `then`: what to do after reading it again. */
export function checkUnamended(
  { contentHash }: Pick<RequestRow, 'contentHash'>,
  seen: { contentHash: string },
  then: 'then decide' | 'then amend it',
): void {
  if (seen.contentHash === contentHash) return;
  throw new AppError('changed_since', `the request was amended since you read it: read it again, ${then}`, {
    detail: { why: 'amended' },
  });
}

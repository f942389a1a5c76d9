import { contentOf } from '../../book/rules/request/content.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { commitTo } from '../../journal/commitment.ts';
import { type Deps, need } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** Commits under a fresh salt to what is asked, and to what a certificate may say of the holder: what is approved is that. */
export function bind(
  chance: Deps['chance'],
  asked: Pick<
    RequestRow,
    'kind' | 'profile' | 'reason' | 'holderId' | 'workstationId' | 'deviceId' | 'deliverySite' | 'priority' | 'comment'
  >,
  holder: PersonRow,
): Pick<RequestRow, 'contentHash' | 'contentSalt'> {
  const salt = chance.bytes(32);
  return { contentHash: commitTo(contentOf(asked, holder), salt), contentSalt: Buffer.from(salt).toString('hex') };
}

/**
 * Checks that a request and its holder are what its hash says: they stand in two rows, of which one may have been changed.
 * Throws `changed_since`.
 */
export async function checkContent(reads: Pick<Reads, 'get'>, row: RequestRow): Promise<void> {
  const holder = await need(reads.get('person', row.holderId), 'person');
  const salt = Buffer.from(row.contentSalt ?? '', 'hex');
  if (salt.length === 32 && commitTo(contentOf(row, holder), salt) === row.contentHash) return;
  throw new AppError('changed_since', 'request and holder are not what the hash says: have the request amended', {
    detail: { why: 'holder' },
  });
}

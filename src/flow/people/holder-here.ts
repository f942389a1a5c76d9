import { isThere } from '../../book/rules/is-there.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import type { DirectoryStanding } from '../ports/directory.ts';
import type { Reads, Unit } from '../ports/store.ts';

/**
 * What is refused once the holder of a request has left: to make it, to go on with its making, to give its token, to take in its
 * parcel, to tell its secret, or to give it to themselves. What is to be done then is another thing each time.
 */
export type HolderGone =
  | 'holder-gone'
  | 'holder-gone-making'
  | 'holder-gone-token'
  | 'holder-gone-parcel'
  | 'holder-gone-letter'
  | 'holder-gone-own';

const NEXT: Readonly<Record<HolderGone, string>> = {
  'holder-gone': 'an approver rejects the request',
  'holder-gone-making': 'nothing of this production is good, and an approver rejects the request',
  'holder-gone-token': 'keep the token, have it revoked, then take it back into the stock',
  'holder-gone-parcel': 'give the parcel to nobody and send it back to the workshop',
  'holder-gone-letter': 'nobody is to have this secret, and the token is to be revoked',
  'holder-gone-own': 'where that is wrong, the directory is to be corrected first',
};

/** Whether the directory had somebody, and does not have them as ours any more. */
export const hasLeftDirectory = (standing: Pick<DirectoryStanding, 'state'> | undefined): boolean =>
  standing !== undefined && standing.state !== 'present';

/** Whether somebody has left: their account is closed, or the directory, by what it said last, does not have them any more. */
export async function hasLeft(
  reads: Pick<Reads, 'get'>,
  personId: string,
  standing: DirectoryStanding | undefined,
): Promise<boolean> {
  const isKnown = isThere(await reads.get('person', personId), await reads.get('account', personId));
  return !isKnown || hasLeftDirectory(standing);
}

/**
 * Nothing is made for somebody who left, and nothing of theirs is given to anybody. They left where their account is closed, as the
 * book says, or where the directory does not have them any more, which no entry tells. Throws `wrong_state`.
 */
export async function checkHolderIsHere(
  unit: Pick<Unit, 'get' | 'directoryStanding'>,
  { holderId, number }: Pick<RequestRow, 'holderId' | 'number'>,
  why: HolderGone,
): Promise<void> {
  if (!(await hasLeft(unit, holderId, await unit.directoryStanding(holderId)))) return;
  throw new AppError('wrong_state', `the holder of ${number} has left: ${NEXT[why]}`, { detail: { why, number } });
}

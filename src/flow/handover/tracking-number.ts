import { codeOf, otherThanTracking } from '../../book/rules/handover/tracking-numbers.ts';
import { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';

const IS = {
  request: 'the number of a request',
  product: 'the bar code of a product',
  token: 'the serial number of a token',
  workstation: 'the number of a workstation',
} as const;

/** Refuses what a scanner reads beside a carrier's number: a label, the box, the token itself, a machine. */
export async function checkTracking(reads: Pick<Reads, 'get' | 'find'>, text: string): Promise<void> {
  const is = otherThanTracking(text) ?? (await knownAs(reads, [text.replace(/\s+/g, ''), codeOf(text)]));
  if (is === undefined) return;
  throw new AppError('invalid_input', `this is ${IS[is]}: scan the number of the carrier’s label`, {
    detail: { why: `tracking-${is}`, field: 'trackingNumber' },
  });
}

async function knownAs(
  reads: Pick<Reads, 'get' | 'find'>,
  codes: readonly string[],
): Promise<'token' | 'workstation' | undefined> {
  const id = [...new Set(codes)];
  if ((await reads.find('token', { id })).length > 0) return 'token';
  return (await reads.find('workstation', { assetNumber: id })).length > 0 ? 'workstation' : undefined;
}

import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';

/** Refuses a token that is on the way to another location: it is received there first. Throws `wrong_state`. */
export function checkHere({ id, state, transferId }: TokenRow): void {
  if (transferId === null) return;
  throw new AppError('wrong_state', `token ${id} is on the way to another location: receive it there first`, {
    detail: { serial: id, kind: 'token', from: state, why: 'on-the-way' },
  });
}

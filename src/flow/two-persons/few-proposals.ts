import { type DecisionName, MOST_PROPOSED } from '../../book/rules/decisions.ts';
import { AppError } from '../../errors.ts';
import type { Act } from '../act.ts';

type Looks = Pick<Act, 'unit' | 'now'>;

/**
 * Throws `limit_reached` once as many proposals of the person wait as an entry that cancels them all can hold: an account
 * that somebody stole could not be given back otherwise.
 */
export async function checkFew({ unit }: Pick<Act, 'unit'>, personId: string): Promise<void> {
  if ((await unit.count('proposal', { proposerId: personId, state: 'proposed' })) < MOST_PROPOSED) return;
  throw new AppError('limit_reached', `${MOST_PROPOSED} proposals of yours wait: cancel some, or have them confirmed`);
}

/** Throws `duplicate` where another proposal of this act waits: whom it is about could overlook one of several. */
export async function checkAlone({ unit, now }: Looks, name: DecisionName): Promise<void> {
  const waiting = await unit.find('proposal', { act: name, state: 'proposed' });
  if (waiting.every(({ expiresAt }) => expiresAt < now)) return;
  throw new AppError('duplicate', 'this is proposed already: one of the two confirms that, or cancels it');
}

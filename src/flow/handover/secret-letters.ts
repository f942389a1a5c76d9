import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';

/** Whether a letter tells a secret. */
export const isSecret = ({ kind }: Pick<LetterRow, 'kind'>): boolean => SECRET_LETTERS.includes(kind);

/** A paper without a secret has nothing that is erased once it is readable. Throws `wrong_state`. */
export function checkSecret(letter: LetterRow): void {
  if (isSecret(letter)) return;
  throw new AppError('wrong_state', 'this paper holds no secret: there is nothing to confirm', {
    detail: { kind: 'letter', from: letter.state },
  });
}

/**
 * A letter that was printed is in one hand, which the row names: whoever printed it again would have the PIN, and could take
 * the token in hand. Throws `same_person`.
 */
export function checkHand(letter: LetterRow, personId: string): void {
  const { state, printedBy } = letter;
  if (!isSecret(letter) || state !== 'printed' || printedBy === personId) return;
  throw new AppError('same_person', 'somebody else printed this letter: they print it again, and confirm it');
}

import { createHash } from 'node:crypto';
import { isRequestNumber } from '../../book/rules/request/request-number.ts';

/** Letters that every keyboard has in one place: a scanner set to another one types them right. */
const LETTERS = 'BCDEFGHJKLNPRSTUVXY';

/** One letter by a token's serial. It tells a label from the work order, and from the label of a token that was made before. */
export const letterOf = (serial: string): string =>
  LETTERS.charAt((createHash('sha256').update(serial).digest()[0] ?? 0) % LETTERS.length);

/** What the bar code of a token's label says: the request's number and the token's letter. A second one would not fit on it. */
export const labelCode = (number: string, serial: string): string => `${number}${letterOf(serial)}`;

/** What a scanner read, as the number of a request and the letter of a label; without one it is the work order, or typed. */
export function readLabel(read: string): { number: string; letter?: string } {
  const [number, letter] = [read.slice(0, -1), read.slice(-1)];
  return isRequestNumber(number) && LETTERS.includes(letter) ? { number, letter } : { number: read };
}

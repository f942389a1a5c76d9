import { createHash } from 'node:crypto';

/** Letters that every keyboard has in one place: a scanner set to another one types them right. */
const LETTERS = 'BCDEFGHJKLNPRSTUVXY';
const LABEL = /^(DEM-\d{4}-\d{1,9})([BCDEFGHJKLNPRSTUVXY])$/;

/** One letter by a token's serial. It tells a label from the work order, and from the label of a token that was made before. */
export const letterOf = (serial: string): string =>
  LETTERS.charAt((createHash('sha256').update(serial).digest()[0] ?? 0) % LETTERS.length);

/** What the bar code of a token's label says: the request's number and the token's letter. A second one would not fit on it. */
export const labelCode = (number: string, serial: string): string => `${number}${letterOf(serial)}`;

/** What a scanner read, as the number of a request and the letter of a label; without one it is the work order, or typed. */
export function readLabel(read: string): { number: string; letter?: string } {
  const [, number, letter] = LABEL.exec(read) ?? [];
  return number === undefined || letter === undefined ? { number: read } : { number, letter };
}

import { readLabel } from '../../flow/production/label-code.ts';

/** Keys of a US layout as a French one shows them: what a scanner set to US types on an AZERTY machine. */
const AZERTY: Readonly<Record<string, string>> = {
  à: '0',
  '&': '1',
  é: '2',
  '"': '3',
  "'": '4',
  '(': '5',
  '-': '6',
  è: '7',
  _: '8',
  ç: '9',
  ')': '-',
  Q: 'A',
  A: 'Q',
  Z: 'W',
  W: 'Z',
  '?': 'M',
  ',': 'M',
};

/**
 * What a scanner or a person typed, as the number it means: spaces gone, capitals, and the mis-typing of a scanner that
 * takes the keyboard for an American one put right. `471` alone is left as it is.
 */
export function readScan(text: string): string {
  const typed = text.replace(/\s+/g, '');
  const plain = typed.toUpperCase();
  if (/^[A-Z0-9.:_-]*$/.test(plain) && !/^DE[,?]/i.test(typed)) return /^DEM-/.test(plain) ? plain : typed;
  const corrected = asOnAzerty(typed);
  return isLineNumber(corrected) ? corrected : typed;
}

/** What a scanner meant that takes a French keyboard for an American one, in capitals. */
export const asOnAzerty = (typed: string): string =>
  [...typed].map((key) => AZERTY[key] ?? AZERTY[key.toUpperCase()] ?? key.toUpperCase()).join('');

/** Whether what a scanner read is what work orders and labels say. */
export const isLineNumber = (read: string): boolean => /^DEM-\d{4}-\d{1,9}$/.test(readLabel(read).number);
/** The number of the request that was scanned, of its work order or of a label; anything else as it was read. */
export const readNumber = (text: string): string => readLabel(readScan(text)).number;

import { isRequestNumber, looksLikeNumber } from '../../../book/rules/request/request-number.ts';
import { looksLikeRecoveryKey } from '../../../book/rules/workstation/check-values.ts';
import { readLabel } from '../../../flow/production/label-code.ts';
import { grouped } from '../components/names.ts';
import type { Visit } from '../visit.ts';
import { single } from './forms.ts';

/** The field that a scanner types into, by the name of its form. */
export const SCAN_FIELDS: Readonly<Record<string, string>> = {
  begin: 'scan',
  commission: 'scan',
  line: 'scan',
  one: 'requestId',
  parcels: 'scan',
  scan: 'number',
  scanner: 'scan',
  ship: 'trackingNumber',
};

/**
 * What was scanned and refused, to be said: its field is empty again. Undefined where the refusal says it itself, and for what may
 * be a recovery key.
 */
export function refusedScan({ failure, values }: Visit): string | undefined {
  if (failure === undefined || failure.detail['read'] !== undefined) return undefined;
  const read = single(values, SCAN_FIELDS[single(values, '_form')] ?? '');
  return read === '' || looksLikeRecoveryKey(read) ? undefined : read;
}

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
  if (/^[A-Z0-9.:_-]*$/.test(plain) && !/^DE[,?]/i.test(typed)) return looksLikeNumber(plain) ? plain : typed;
  const corrected = asOnAzerty(typed);
  return isLineNumber(corrected) ? corrected : typed;
}

/** What a scanner meant that takes a French keyboard for an American one, in capitals. */
export const asOnAzerty = (typed: string): string =>
  [...typed].map((key) => AZERTY[key] ?? AZERTY[key.toUpperCase()] ?? key.toUpperCase()).join('');

/** Digits of a US layout as a French keyboard shows them: none of them is a digit, and a carrier's number has none of these. */
const DIGIT_SIGNS = /[à&é"'(è_ç]/;
const ON_AZERTY = /^[A-Za-z à&é"'(\-è_ç),?]+$/;

/**
 * A carrier's number as its label has it: put right where it holds only letters and signs of the digit row, at least one of them none
 * but such a sign; else as it was read.
 */
export function readTracking(text: string): string {
  const typed = text.trim();
  return ON_AZERTY.test(typed) && DIGIT_SIGNS.test(typed) ? asOnAzerty(typed) : typed;
}

/** Whether what a scanner read is what work orders and labels say. */
export const isLineNumber = (read: string): boolean => isRequestNumber(readLabel(read).number);
/** The number of the request that was scanned, of its work order or of a label; anything else as it was read. */
export const readNumber = (text: string): string => readLabel(readScan(text)).number;

/**
 * What was typed or scanned into a search, as the text and as the number that it may mean. A serial number in the groups in which
 * pages show it, and the number of a request as a scanner reads it, are looked for as they are kept.
 */
export function lookedFor(typed: string): { text: string; code: string } {
  const code = readNumber(typed);
  const isShownSo = code !== typed && grouped(code) === typed.trim().replace(/\s+/g, ' ');
  return { text: isLineNumber(code) || isShownSo ? code : typed, code };
}

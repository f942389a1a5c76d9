/** A request's number, alone or with the letter of a token's label. */
const REQUEST = /^DEM-\d{4}-\d{1,9}[A-Z]?$/;
const EAN_13 = /^\d{13}$/;

/** The last digit of an EAN makes its sum a multiple of ten: every other digit counts three times (GS1). */
function isEan(text: string): boolean {
  if (!EAN_13.test(text)) return false;
  const sum = [...text].reduce((before, digit, place) => before + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** A scanned text as codes are compared: without blanks, in capitals. */
export const codeOf = (text: string): string => text.replace(/\s+/g, '').toUpperCase();

/**
 * What a text is by its form, where it is no carrier's number: the work order or label of a request, or the bar code of a product's
 * box. A parcel that leaves under one of them is found by nobody.
 */
export function otherThanTracking(text: string): 'request' | 'product' | undefined {
  const code = codeOf(text);
  if (REQUEST.test(code)) return 'request';
  return isEan(code) ? 'product' : undefined;
}

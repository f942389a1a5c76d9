/** What an asset number, or a serial number, looks like: with a digit, and no blank in it. */
const NUMBER = /^(?=.*\d)[A-Z0-9][A-Z0-9._-]{0,39}$/;

/** The numbers of a line: all of its fields where each looks like one, else the first, as in a CSV file. */
function numbersOf(line: string): string[] {
  const fieldsAt = (separator: RegExp) =>
    line
      .split(separator)
      .map((field) => field.replaceAll('"', '').trim().toUpperCase())
      .filter((field) => field !== '');
  const typed = fieldsAt(/[\s,;]+/);
  if (typed.every((field) => NUMBER.test(field))) return typed;
  return /^\s*[;,\t]/.test(line) ? [] : fieldsAt(/[;,\t]/).slice(0, 1);
}

/**
 * The asset numbers of a CSV file or of what somebody pasted, each once, in capitals: one a line, or several with blanks,
 * commas or semicolons between them. A first line without a digit is the headings. Attacker-controlled: whether there are
 * such machines is asked afterwards.
 */
export function assetNumbersOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const numbers = lines.map(numbersOf).filter((some) => some.length > 0);
  const [first = [], ...more] = numbers;
  return [...new Set([...(first.some((field) => /\d/.test(field)) ? first : []), ...more.flat()])];
}

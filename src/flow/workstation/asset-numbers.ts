/** What an asset number, or a serial number, looks like: with a digit, and no blank in it. */
const NUMBER = /^(?=.*\d)[A-Z0-9][A-Z0-9._-]{0,39}$/;

/** The numbers of a line: all of its fields where each looks like one and the text is no table, else the first. */
function numbersOf(line: string, isTable: boolean): string[] {
  const fieldsAt = (separator: RegExp) =>
    line
      .split(separator)
      .map((field) => field.replaceAll('"', '').trim().toUpperCase())
      .filter((field) => field !== '');
  const typed = fieldsAt(/[\s,;]+/);
  if (!isTable && typed.every((field) => NUMBER.test(field))) return typed;
  return /^\s*[;,\t]/.test(line) ? [] : fieldsAt(/[;,\t]/).slice(0, 1);
}

/**
 * The asset numbers of a CSV file or of what somebody pasted, each once, in capitals: one a line, or several with blanks,
 * commas or semicolons between them. A first line without a digit is the headings of a table, whose first column counts. Attacker-controlled: whether there are
 * such machines is asked afterwards.
 */
export function assetNumbersOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const isTable = !/\d/.test(lines.find((line) => line.trim() !== '') ?? '');
  const numbers = lines.map((line) => numbersOf(line, isTable)).filter((some) => some.length > 0);
  const [first = [], ...more] = numbers;
  return [...new Set([...(first.some((field) => /\d/.test(field)) ? first : []), ...more.flat()])];
}

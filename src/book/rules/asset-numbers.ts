/**
 * The asset numbers of a CSV file or of what somebody pasted: the first field of each line, each once, in capitals. A first line
 * without a digit is the headings. Attacker-controlled: whether there are such machines is asked afterwards.
 */
export function assetNumbersOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const fields = lines.map((line) => (line.split(/[;,\t]/)[0] ?? '').replaceAll('"', '').trim().toUpperCase());
  const first = fields.findIndex((field) => field !== '');
  const numbers = fields.filter((field, i) => field !== '' && (i !== first || /\d/.test(field)));
  return [...new Set(numbers)];
}

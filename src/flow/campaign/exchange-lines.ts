import type { ExchangeLine } from './exchange-list.ts';

/** The two numbers of a line: its first two columns, or what stands on both sides of blanks or an arrow. */
function pairOf(line: string): ExchangeLine {
  const columns = line.split(/[;,\t]/);
  const fields = columns.length > 1 ? columns : line.trim().split(/\s*(?:->|→)\s*|\s+/);
  const [workstation = '', replacedBy = ''] = fields.map((field) => field.replaceAll('"', '').trim().toUpperCase());
  return { workstation, replacedBy };
}

/**
 * The exchanges of a CSV file or of what somebody pasted, one a line, in capitals: the old number, then the new one. A first line
 * without a digit is the headings. A line that lacks a number is kept, so that it is refused by name. Attacker-controlled: whether
 * there are such machines is asked afterwards.
 */
export function exchangesOf(text: string): ExchangeLine[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => /[^\s;,"]/.test(line));
  const [first = ''] = lines;
  return lines.slice(/\d/.test(first) ? 0 : 1).map(pairOf);
}

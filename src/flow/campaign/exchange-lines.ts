import { type ExchangeLine, MOST_EXCHANGES } from './exchange-list.ts';

/** The two numbers of a line: its first two columns, or what stands on both sides of blanks or an arrow. */
function pairOf(line: string): ExchangeLine {
  const columns = line.split(/[;,\t]/, 2);
  const fields = columns.length > 1 ? columns : line.trim().split(/\s*(?:->|→)\s*|\s+/, 2);
  const [workstation = '', replacedBy = ''] = fields.map((field) => field.replaceAll('"', '').trim().toUpperCase());
  return { workstation, replacedBy };
}

/** Lines that say something, one after the other. No line twice over: a large file may be empty but for its last line. */
function* linesIn(text: string): Generator<string> {
  let end = 0;
  for (const { 0: said, index } of text.matchAll(/[^\s;,"][^\r\n]*/g)) {
    // the old number may be missing: what stands before the first sign of the line belongs to it
    const before = text.slice(end, index).split(/[\r\n]/);
    yield `${before.at(-1)}${said}`;
    end = index + said.length;
  }
}

/**
 * The exchanges of a CSV file or of what somebody pasted, one a line, in capitals: the old number, then the new one. A first line
 * without a digit is the headings. A line that lacks a number is kept, so that it is refused by name. Attacker-controlled: whether
 * there are such machines is asked afterwards, and a text is read to one line behind the most of a list, which is then refused.
 */
export function exchangesOf(text: string): ExchangeLine[] {
  const exchanges: ExchangeLine[] = [];
  let isFirst = true;
  for (const line of linesIn(text.replace(/^\ufeff/, ''))) {
    if (!isFirst || /\d/.test(line)) exchanges.push(pairOf(line));
    isFirst = false;
    if (exchanges.length > MOST_EXCHANGES) break;
  }
  return exchanges;
}

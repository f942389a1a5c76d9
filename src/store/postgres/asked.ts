type Row = Readonly<Record<string, unknown>>;
type IsAsked = (row: Row) => boolean;
/** Of a question's values, whether a row is one of those that were asked for. */
export type Asked = (values: readonly unknown[]) => IsAsked;

/** Whole rows of one table, and under which condition. */
const WHOLE = /^ ?(?:select \* from|delete from) "(\w+)"(?: as "(\w+)")? where /;
const RETURNS_WHOLE = / returning \*/;
const COMPARED = /^(?:"(\w+)"\.)?"(\w+)" (=|!=|<>|<|<=|>|>=) \$(\d+)$/;
const AMONG = /^(?:"(\w+)"\.)?"(\w+)" in \((\$\d+(?:, ?\$\d+)*)\)$/;
/** Codes of the book stand in the text (store/statements/codes.ts). */
const WRITTEN = /^(?:"(\w+)"\.)?"(\w+)" in \(('[\w.-]+'(?:, ?'[\w.-]+')*)\)$/;
const NULLS = /^(?:"(\w+)"\.)?"(\w+)" is (not )?null$/;
const END = /^ (?:order by|limit|offset|for|union|group by|having|returning) /;

const COMPARISONS: Readonly<Record<string, (cell: string | number, value: string | number) => boolean>> = {
  '=': (cell, value) => String(cell) === String(value),
  '!=': (cell, value) => String(cell) !== String(value),
  '<>': (cell, value) => String(cell) !== String(value),
  '<': (cell, value) => Number(cell) < Number(value),
  '<=': (cell, value) => Number(cell) <= Number(value),
  '>': (cell, value) => Number(cell) > Number(value),
  '>=': (cell, value) => Number(cell) >= Number(value),
};

/** The text of a condition cut at each "and" that stands in no brackets; undefined where an "or" stands there. */
function conjuncts(text: string): string[] | undefined {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  let at = 0;
  for (; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth > 0 || text[at] !== ' ') continue;
    const rest = text.slice(at, at + ' returning '.length);
    if (rest.startsWith(' or ')) return undefined;
    if (rest.startsWith(' /*') || END.test(rest)) break;
    if (!rest.startsWith(' and ')) continue;
    parts.push(text.slice(start, at));
    start = at + ' and '.length;
  }
  return [...parts, text.slice(start, at)].map((part) => part.trim());
}

/** Octets and lists are not compared; texts only whether they are the same. */
function compares(operator: string, cell: unknown, value: unknown): boolean {
  if (cell === null || cell === undefined) return false;
  const [isText, isNumber] = ['string', 'number'].map((type) => typeof value === type);
  const holds = COMPARISONS[operator];
  if (!holds || (!isNumber && !(isText && /^(?:=|!=|<>)$/.test(operator)))) return true;
  return holds(cell as string | number, value as string | number);
}

/** Whether one of these values is the cell's: looked up, for an answer may have as many rows as its question had values. */
function among(values: readonly unknown[]): (cell: unknown) => boolean {
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number'))
    return (cell) => values.some((value) => compares('=', cell, value));
  const texts = new Set(values.map(String));
  return (cell) => cell !== null && cell !== undefined && texts.has(String(cell));
}

function conditionOf(part: string, names: readonly (string | undefined)[]): Asked | undefined {
  const [, of, column = '', operator = '', at] = COMPARED.exec(part) ?? [];
  if (at !== undefined && names.includes(of))
    return (values) => (row) => compares(operator, row[column], values[Number(at) - 1]);
  const [, ofList, listed = '', places] = AMONG.exec(part) ?? [];
  if (places !== undefined && names.includes(ofList)) {
    const several = places.split(',').map((place) => Number(place.trim().slice(1)) - 1);
    return (values) => {
      const isOne = among(several.map((one) => values[one]));
      return (row) => isOne(row[listed]);
    };
  }
  const [, ofWritten, coded = '', codes] = WRITTEN.exec(part) ?? [];
  if (codes !== undefined && names.includes(ofWritten)) {
    const isOne = among(codes.split(',').map((code) => code.trim().slice(1, -1)));
    return () => (row) => isOne(row[coded]);
  }
  const [, ofNull, known, not] = NULLS.exec(part) ?? [];
  if (known === undefined || !names.includes(ofNull)) return undefined;
  return () => (row) => (row[known] === null) === (not === undefined);
}

/**
 * What whole rows of one table are held against once the server has answered them, by the text of the question: that a
 * column is one of some values, or null. Whoever runs the server can have it answer other rows than were asked for, each
 * with a seal that fits: the session, the role or the password of somebody else. Undefined where the text says nothing
 * that can be held against a row.
 */
export function askedBy(text: string): Asked | undefined {
  const line = text.replaceAll(/\s+/g, ' ');
  const [head, table, alias] = WHOLE.exec(line) ?? [];
  if (head === undefined || (head.includes('delete') && !RETURNS_WHOLE.test(line))) return undefined;
  const parts = conjuncts(line.slice(head.length)) ?? [];
  const conditions = parts.flatMap((part) => conditionOf(part, [undefined, table, alias]) ?? []);
  if (conditions.length === 0) return undefined;
  return (values) => {
    const all = conditions.map((condition) => condition(values));
    return (row) => all.every((holds) => holds(row));
  };
}

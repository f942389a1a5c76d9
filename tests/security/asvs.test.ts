import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ITEMS as FIRST, type Item } from './asvs.ts';
import { LEVELS } from './asvs-ids.ts';
import { NOT_APPLICABLE, REST } from './asvs-rest.ts';

/** Tests of sign-in and security that show no requirement of the table by themselves, and why. */
const SHOW_NONE: Readonly<Record<string, string>> = {
  'security/asvs.test.ts': 'it is the table itself',
};

const byNumber = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id, 'en', { numeric: true });
const ITEMS = [...FIRST, ...REST].sort(byNumber);

const DOCUMENT = 'docs/asvs.md';
const BEGIN = '<!-- table: tests/security/asvs.test.ts -->';
const END = '<!-- end of table -->';

const shownBy = ({ shown }: Item): string =>
  Object.entries(shown)
    .map(([file, names]) => [file.replace('../docs/security.md', 'security.md'), names] as const)
    .flatMap(([file, names]) => (names.length === 0 ? [`${file}`] : names.map((name) => `${file}: ${name}`)))
    .join('<br>');
const cells = (item: Item): string[] => [item.id, String(item.level), item.what, shownBy(item), item.but ?? ''];
/** Requirements that ask for nothing here, by reason. */
const notHere = (): string => {
  const reasons = [...new Set(Object.values(NOT_APPLICABLE))];
  const of = (why: string) => Object.keys(NOT_APPLICABLE).filter((id) => NOT_APPLICABLE[id] === why);
  const lines = reasons.map((why) => `- ${of(why).join(', ')}: ${why}`);
  return ['Of levels 1 and 2, these ask for nothing here:', '', ...lines].join('\n');
};
/** Columns as wide as their widest cell, as the formatter wants them. */
const table = (): string => {
  const rows = [['ASVS', 'level', 'what', 'shown by', 'but'], ...ITEMS.map(cells)];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: string[], fill = ' ') =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(['', '', '', '', ''], '-'), ...body.map((row) => line(row)), '', notHere()].join('\n');
};

/** Whether a test or a heading of that name stands there: a part of a name is none. */
const stands = (file: string, text: string, name: string): boolean =>
  file.endsWith('.md')
    ? text.split('\n').includes(name)
    : ["'", '"', '`'].some((quote) => text.includes(quote + name + quote));

describe('the table of ASVS requirements', () => {
  it('names every test of sign-in and security, or why one shows none of them', () => {
    const files = ['identity', 'security'].flatMap((folder) =>
      readdirSync(`tests/${folder}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => `${folder}/${file}`),
    );
    const named = new Set(ITEMS.flatMap(({ shown }) => Object.keys(shown)));
    expect(files.filter((file) => !named.has(file) && SHOW_NONE[file] === undefined)).toEqual([]);
    expect(Object.keys(SHOW_NONE).filter((file) => named.has(file) || !files.includes(file))).toEqual([]);
  });

  it('names tests that are there', () => {
    const missing = ITEMS.flatMap(({ id, shown }) =>
      Object.entries(shown).flatMap(([file, names]) => {
        const text = readFileSync(`tests/${file}`, 'utf8');
        return names.filter((name) => !stands(file, text, name)).map((name) => `${id}: ${file}: ${name}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  it('says for each requirement what shows it, or what is missing', () => {
    const silent = ITEMS.filter(({ shown, but }) => Object.keys(shown).length === 0 && but === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
    expect(new Set(ITEMS.map(({ id }) => id)).size).toBe(ITEMS.length);
  });

  it('is complete: every requirement of levels 1 and 2 has its row, or a reason why it asks for nothing here', () => {
    const here = new Set(ITEMS.map(({ id }) => id));
    const needed = [...LEVELS].filter(([, level]) => level < 3).map(([id]) => id);
    expect(needed.filter((id) => !here.has(id) && NOT_APPLICABLE[id] === undefined)).toEqual([]);
    expect(Object.keys(NOT_APPLICABLE).filter((id) => here.has(id) || !LEVELS.has(id))).toEqual([]);
    expect(ITEMS.filter(({ id, level }) => LEVELS.get(id) !== level).map(({ id }) => id)).toEqual([]);
  });

  it('stands in the document as it is here (JETON_WRITE_DOCS=1 writes it)', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const [before = '', rest = ''] = text.split(BEGIN);
    const after = rest.split(END)[1] ?? '';
    const wanted = `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`;
    if (process.env['JETON_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, wanted);
    else expect(text).toBe(wanted);
  });
});

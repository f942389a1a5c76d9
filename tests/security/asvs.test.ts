import { readFileSync, writeFileSync } from 'node:fs';
import { ITEMS, type Item } from './asvs.ts';

const DOCUMENT = 'docs/security.md';
const BEGIN = '<!-- table: tests/security/asvs.test.ts -->';
const END = '<!-- end of table -->';

const shownBy = ({ shown }: Item): string =>
  Object.entries(shown)
    .flatMap(([file, names]) => (names.length === 0 ? [`${file}`] : names.map((name) => `${file}: ${name}`)))
    .join('<br>');
const row = (item: Item): string =>
  `| ${item.id} | ${item.level} | ${item.what} | ${shownBy(item)} | ${item.but ?? ''} |`;
const table = (): string =>
  ['| ASVS | level | what | shown by | but |', '|---|---|---|---|---|', ...ITEMS.map(row)].join('\n');

describe('the table of ASVS requirements', () => {
  it('names tests that are there', () => {
    const missing = ITEMS.flatMap(({ id, shown }) =>
      Object.entries(shown).flatMap(([file, names]) => {
        const text = readFileSync(`tests/${file}`, 'utf8');
        return names.filter((name) => !text.includes(name)).map((name) => `${id}: ${file}: ${name}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  it('says for each requirement what shows it, or what is missing', () => {
    const silent = ITEMS.filter(({ shown, but }) => Object.keys(shown).length === 0 && but === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
    expect(new Set(ITEMS.map(({ id }) => id)).size).toBe(ITEMS.length);
  });

  it('stands in the document as it is here (JETON_WRITE_DOCS=1 writes it)', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const [before = '', rest = ''] = text.split(BEGIN);
    const after = rest.split(END)[1] ?? '';
    const wanted = `${before}${BEGIN}\n${table()}\n${END}${after}`;
    if (process.env['JETON_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, wanted);
    else expect(text).toBe(wanted);
  });
});

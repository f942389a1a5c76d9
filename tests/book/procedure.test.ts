import { readFileSync, writeFileSync } from 'node:fs';
import { ACTS, BOOK_STEPS } from '../../src/book/book.ts';
import { bookData } from '../../src/book/data.ts';
import { procedureText } from '../../src/book/procedure.ts';
import { COLUMNS } from '../../src/book/tables/columns.ts';
import { policyText } from '../../src/flow/reading/journal/policy-text.ts';

const DOCUMENT = 'docs/procedure.md';
const acts = BOOK_STEPS.flatMap((step) => step.acts);

describe('the book', () => {
  it('is docs/procedure.md, in French (JETON_WRITE_DOCS=1 writes it)', () => {
    const wanted = procedureText();
    if (process.env['JETON_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, wanted);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(wanted);
  });

  it('is what an export carries in policy.json', () => {
    const text = policyText({ origin: 'jeton.example/1', profiles: [] });
    expect(JSON.parse(text)).toMatchObject({ book: JSON.parse(JSON.stringify(bookData())) });
  });

  it('has each act once, in both languages', () => {
    expect(ACTS.size).toBe(acts.length);
    const silent = acts.filter(({ fr, en }) => fr.trim() === '' || en.trim() === '' || fr === en);
    expect(silent.map(({ key }) => key)).toEqual([]);
  });

  it('writes columns that there are, and no column twice', () => {
    const wrong = acts.flatMap(({ key, writes }) =>
      writes.flatMap(({ table, cells }) =>
        Object.keys(cells).flatMap((column) =>
          Object.hasOwn(COLUMNS[table], column) ? [] : [`${key}: ${table}.${column}`],
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

import { ACTS } from '../../../src/book/book.ts';
import { COLUMNS } from '../../../src/book/tables/columns.ts';
import { hasText } from '../../../src/console/frame/translate.ts';

/** Words that an entry's page has for a column or a member of the detail, or its own name where it has none. */
const without = (names: readonly string[]): string[] =>
  names.filter((name) => !hasText(`column.${name}`) && !hasText(`label.${name}`));

describe('the page of an entry', () => {
  it.each([...ACTS.values()].map((act) => [act.key, act] as const))('has a word for all that %s says', (_, act) => {
    expect(without(Object.keys(act.says))).toEqual([]);
    expect([act.fr, act.en].join()).not.toContain('`');
  });
  it.each(Object.entries(COLUMNS))('has a word for each column of %s', (_, columns) => {
    expect(without(Object.keys(columns))).toEqual([]);
  });
});

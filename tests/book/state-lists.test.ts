import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(import.meta.dirname, '../../src');
const STATES = 'book/tables/states.ts';
/** The one lifecycle table says which steps there are, and with which states a row begins. */
const LIFECYCLE = 'book/tables/lifecycle.ts';

/** The names that each kind of state has. */
const kinds = [...readFileSync(join(SRC, STATES), 'utf8').matchAll(/export type (\w+State) =([^;]+);/g)].map(
  ([, , names = '']) => new Set([...names.matchAll(/'(\w+)'/g)].map(([, name]) => name)),
);

/** Arrays of two or more states of one kind, whatever is spread into them. */
function listsIn(text: string): string[] {
  return [...text.matchAll(/\[\s*((?:(?:'[a-z_]+'|\.\.\.\w+)(?:\s*,\s*)?)+)\]/g)].flatMap(([whole, said = '']) => {
    const names = [...said.matchAll(/'([a-z_]+)'/g)].map(([, name]) => name);
    return names.length > 1 && kinds.some((kind) => names.every((name) => kind.has(name))) ? [whole] : [];
  });
}

describe('a list of states', () => {
  it('is recognised', () => {
    expect(kinds.length).toBeGreaterThan(10);
    for (const list of ["['active', 'suspended']", "[...TOKEN_IN_USE, 'revoked',\n  'expired',\n]"])
      expect(listsIn(list)).toEqual([list]);
    for (const list of ["['active']", "['find', 'miss']", "['active', 'nobody']"]) expect(listsIn(list)).toEqual([]);
  });

  it('stands beside the others, so that what is "in use", "open" or "live" is said once', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && file !== STATES && file !== LIFECYCLE,
    );
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap((file) =>
      listsIn(readFileSync(join(SRC, file), 'utf8')).map((list) => `${file}: ${list}`),
    );
    expect(found).toEqual([]);
  });
});

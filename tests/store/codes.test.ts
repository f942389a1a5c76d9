import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { REQUEST_KINDS } from '../../src/book/tables/codes.ts';
import { LIFECYCLE, type Stateful, statesOf } from '../../src/book/tables/lifecycle.ts';
import { REQUEST_OPEN, TOKEN_ACTIVATED, TOKEN_WITH_HOLDER } from '../../src/book/tables/states.ts';
import { listed } from '../../src/store/engine.ts';
import { among } from '../../src/store/lists/walk/text.ts';
import { areNamed, codeOrValue, written } from '../../src/store/statements/codes.ts';
import type { AllTables } from '../../src/store/tables.ts';

const db = new Kysely<AllTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (of) => new PostgresIntrospector(of),
  },
});
const compiled = (part: Parameters<typeof among>[0]) => {
  const { sql: text, parameters } = sql`${part}`.compile(db);
  return [text, parameters];
};
const state = sql.ref('state');

describe('codes of the book in a statement', () => {
  it('stand in its text: a group that the book names', () => {
    expect(compiled(among(state, ['submitted']))).toEqual([`"state" in ('submitted')`, []]);
    expect(compiled(among(state, TOKEN_WITH_HOLDER))).toEqual([
      `"state" in ('handed_over', 'active', 'suspended')`,
      [],
    ]);
    expect(compiled(listed(db, TOKEN_ACTIVATED, 'b'))).toEqual([
      `(values ('active'), ('suspended')) as "b"("value")`,
      [],
    ]);
  });

  it.each([
    ['one that somebody chose', ['approved']],
    ['several, of which there are thousands', ['submitted', 'closed']],
    ['a group in another order', REQUEST_OPEN.toReversed()],
    ['what somebody wrote', ["x' or '1' = '1"]],
    ['a service', ['PREF-33/DCL']],
  ])('are parameters otherwise: %s', (_, values) => {
    const places = values.map((_, i) => `$${i + 1}`).join(', ');
    expect(compiled(among(state, values))).toEqual([`"state" in (${places})`, values]);
    expect(compiled(listed(db, values, 'b'))).toEqual(['unnest($1::text[]) as "b"("value")', [values]]);
    expect(areNamed(values)).toBe(false);
  });

  it('are no other words', () => {
    for (const word of ["'", 'PREF-33', '', 'submitted closed', 'constructor'])
      expect(() => written(word)).toThrow('no code of the book');
    expect(compiled(codeOrValue('PREF-33'))).toEqual(['$1', ['PREF-33']]);
  });

  it('have no quote in them', () => {
    const codes = [...(Object.keys(LIFECYCLE) as Stateful[]).flatMap((table) => statesOf(table)), ...REQUEST_KINDS];
    expect(codes.length).toBeGreaterThan(50);
    for (const code of codes) expect(compiled(written(code))).toEqual([`'${code}'`, []]);
    expect(codes.filter((code) => !/^[a-z][a-z0-9_-]*$/.test(code))).toEqual([]);
  });
});

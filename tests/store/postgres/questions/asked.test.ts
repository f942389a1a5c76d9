import { askedBy } from '../../../../src/store/postgres/asked.ts';

const row = { id: 'g', personId: 'alice', at: 5, revokedAt: null, seal: 's' };

describe('what a question says of its rows', () => {
  it.each([
    ['select * from "grant" where "id" = $1', ['g'], ['h']],
    ['select * from "grant" where "grant"."id" = $1 limit 1', ['g'], ['h']],
    ['select * from "grant" as "x" where "x"."id" = $1', ['g'], ['h']],
    [
      'select * from "grant" where "at" = $2 and "id" = $1 order by "id" asc limit 1000 /* leave out */',
      ['g', 5],
      ['g', 6],
    ],
    ['select * from "grant" where "personId" in ($1, $2)', ['bob', 'alice'], ['bob', 'carol']],
    [`select * from "grant" where "personId" in ('alice', 'b-1') and "at" = $1`, [5], [6]],
    ['select * from "grant" where ("at" > $1 or "at" is null) and "id" = $2', [1, 'g'], [1, 'h']],
    ['select * from "grant" where lower("id") = $1 and "personId" = $2', ['g', 'alice'], ['g', 'bob']],
    ['select * from "grant"\n  where "id" != $1', ['h'], ['g']],
    ['select * from "grant" where "at" > $1 and "at" <= $2', [4, 5], [4, 4]],
    ['delete from "grant" where "id" = $1 and "at" >= $2 returning *', ['g', 5], ['g', 6]],
    ['select * from "grant" where "id" = $1 and "revokedAt" is null', ['g'], ['h']],
  ])('%s', (text, fitting, others) => {
    const asked = askedBy(text);
    expect([asked?.(fitting)(row), asked?.(others)(row)]).toEqual([true, false]);
  });

  it('is one of the codes that stand in the text', () => {
    expect(askedBy(`select * from "grant" where "personId" in ('carol', 'bob')`)?.([])(row)).toBe(false);
    expect(askedBy(`select * from "grant" where "personId" in ('alice')`)?.([])(row)).toBe(true);
    expect(askedBy(`select * from "grant" where "revokedAt" in ('alice')`)?.([])(row)).toBe(false);
  });

  it('is whether a column is null', () => {
    expect(askedBy('select * from "grant" where "revokedAt" is not null')?.([])(row)).toBe(false);
    expect(askedBy('select * from "grant" where "personId" is null')?.([])(row)).toBe(false);
    expect(askedBy('select * from "grant" where "revokedAt" = $1')?.([7])(row)).toBe(false);
  });

  it('is nothing where it cannot be known of one row', () => {
    for (const text of [
      'select * from "grant"',
      'select count(*) as n from "grant" where "id" = $1',
      'select * from "grant" where "id" = $1 or "personId" = $2',
      'select * from "grant" where lower("id") = $1',
      'select * from "grant" where "other"."id" = $1',
      'delete from "grant" where "id" = $1',
      'insert into "grant" ("id") values ($1)',
    ]) {
      expect([text, askedBy(text)]).toEqual([text, undefined]);
    }
  });

  it('leaves octets, and the order of texts, to the server', () => {
    expect(askedBy('select * from "grant" where "seal" = $1')?.([Buffer.from('x')])(row)).toBe(true);
    expect(askedBy('select * from "grant" where "id" > $1')?.(['z'])(row)).toBe(true);
    expect(askedBy('select * from "grant" where "seal" in ($1, $2)')?.(['x', Buffer.from('x')])(row)).toBe(true);
    expect(askedBy('select * from "grant" where "revokedAt" in ($1, $2)')?.([7, 8])(row)).toBe(false);
  });
});

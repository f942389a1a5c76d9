import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LIFECYCLE, nextState, type Stateful } from '../../src/book/tables/lifecycle.ts';
import * as lists from '../../src/book/tables/states.ts';

const everyState = (table: Stateful): string[] => [
  ...new Set(
    Object.values<Record<string, string>>(LIFECYCLE[table]).flatMap((step) => [
      ...Object.keys(step),
      ...Object.values(step),
    ]),
  ),
];

describe('states in use', () => {
  it('are each in one list: no other file of the house writes them again', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    const written = Object.values(lists)
      .filter((list) => Array.isArray(list))
      .flatMap((list) => {
        const states = list.map((state) => `'${state}'`).join(', ');
        // a call that has one state, as constant('submitted') is, writes no list
        return [`[${states}]`, list.length > 1 ? `(${states})` : ` in (${states})`];
      });
    const copies = files
      .filter((file) => !['book/tables/states.ts', 'book/tables/lifecycle.ts', 'flow/inputs.ts'].includes(file))
      .filter((file) => {
        const text = readFileSync(path.join('src', file), 'utf8').replace(/\s+/g, ' ');
        return written.some((list) => text.includes(list));
      });
    expect(copies).toEqual([]);
  });

  it('of a token are those that can be revoked', () => {
    const revocable = everyState('token').filter((state) => nextState('token', state as never, 'revoke') !== undefined);
    expect(revocable.sort()).toEqual([...lists.TOKEN_IN_USE].sort());
  });
  it('of a certificate are those that can be revoked', () => {
    const live = everyState('certificate').filter((s) => nextState('certificate', s as never, 'revoke') !== undefined);
    expect(live.sort()).toEqual([...lists.CERTIFICATE_LIVE].sort());
  });
  it('of a request, a job and a letter are those from which a step leads on', () => {
    const leadsOn = (table: Stateful): string[] =>
      everyState(table)
        .filter((state) => Object.values<Record<string, string>>(LIFECYCLE[table]).some((step) => state in step))
        .sort();
    expect(leadsOn('request')).toEqual([...lists.REQUEST_OPEN].sort());
    expect(leadsOn('job')).toEqual([...lists.JOB_OPEN].sort());
    // a checked label may be printed again: it waits for nothing, and holds no secret
    expect(leadsOn('letter')).toEqual(['confirmed', ...lists.LETTER_OPEN].sort());
  });
});

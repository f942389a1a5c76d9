import type { Request } from 'express';
import type { Right } from '../../../book/rights/sentences.ts';
import type { Handler, PageRouter } from '../page-router.tsx';
import { part } from '../screen-parts.ts';
import type { Key } from '../translate.ts';
import type { Member } from '../visit.ts';

/** What an act does with the request of this number. */
type Run = (member: Member, number: string, req: Request) => Promise<unknown>;

/**
 * Adds acts on one request, each behind a button of the page `path/:number`: afterwards that page says `done`; `show` shows
 * it again when the act fails.
 */
export const requestActs =
  (on: PageRouter, path: string, show: Handler<Member>) =>
  (name: string, right: Right, done: Key | ((member: Member) => Key), run: Run): void =>
    on.post(
      `${path}/:number/${name}`,
      async (member, req) => {
        const number = part(req, 'number');
        await run(member, number, req);
        const text = typeof done === 'string' ? done : done(member);
        return { to: `${path}/${number}`, notice: { kind: 'success', text, params: { number } } };
      },
      { show, act: right },
    );

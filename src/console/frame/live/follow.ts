import type { Request, Response, Router } from 'express';
import type { VNode } from 'preact';
import { AppError, isAppError } from '../../../errors.ts';
import type { Clock } from '../../../flow/ports/clock.ts';
import type { Identity } from '../../../identity/identity.ts';
import type { Render } from '../render.tsx';
import { statusOf } from '../shell/failures.ts';
import { isMember, type Member, type Visit } from '../visit.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import type { Live, Topic, Watcher } from './live.ts';

/** A piece of a page that its script follows at this address, drawn for its reader as they are now; undefined once there is none. */
export type Follow = (
  path: string,
  topicOf: (member: Member, req: Request) => Topic,
  piece: (member: Member, req: Request) => Promise<VNode | undefined> | VNode | undefined,
) => void;
interface FollowParts {
  router: Router;
  identity: Pick<Identity, 'glance'>;
  clock: Clock;
  live: Live;
  render: Render;
  receive(req: Request, res: Response, how: 'glance'): Promise<Visit>;
  warn(error: unknown): void;
}

const over = (): AppError => new AppError('session_expired', 'this page is not followed any more: open it again');

/**
 * Pieces of pages that are sent whenever they changed, by the rights and the session of the page that they are of. What a reader
 * may not see (any more) is told to the page as `over`, and it opens itself anew: its answer says why.
 */
export function createFollow({ router, identity, clock, live, render, receive, warn }: FollowParts): Follow {
  const answerFault = (res: Response, error: unknown): void => {
    const code = isAppError(error) ? error.code : 'internal';
    if (statusOf(code) < 500) {
      openEventStream(res, () => {}).end('over');
    } else {
      if (code !== 'overloaded') warn(error);
      res.status(statusOf(code)).end();
    }
  };

  return (path, topicOf, piece) => {
    const begin = async (visit: Visit, req: Request, res: Response): Promise<void> => {
      if (!isMember(visit) || visit.me.locked) throw over();
      const { token, me } = visit;
      let [stream, html, ended]: [EventStream | undefined, string, boolean] = [undefined, '', false];
      let [begun, shown] = [0, 0];
      const draw = async (): Promise<string> => {
        const now = await identity.glance(token);
        if (!now || now.locked) throw over();
        const member = { ...visit, me: now, now: clock.now() };
        const drawn = await piece(member, req);
        if (!drawn) throw over();
        return render.fragment(member, drawn);
      };
      const watcher: Watcher = {
        session: { token, place: me.caller.bench?.place ?? '' },
        personId: me.person.id,
        redraw: async () => {
          begun += 1;
          const turn = begun;
          const drawn = await draw();
          if (turn < shown) return; // one that began later has ended sooner, and has read what came since
          [shown, html] = [turn, drawn];
          stream?.state(html);
        },
        // why it is over is told to whoever comes back
        end: (why) => {
          ended = true;
          stream?.end(why === 'elsewhere' ? why : undefined);
        },
      };
      const leave = live.join(topicOf(visit, req), watcher);
      await watcher.redraw().catch((error: unknown) => {
        leave();
        throw error;
      });
      stream = openEventStream(res, leave);
      if (ended) stream.end();
      else stream.state(html);
    };
    router.get(path, async (req, res) => {
      try {
        await begin(await receive(req, res, 'glance'), req, res);
      } catch (error) {
        answerFault(res, error);
      }
    });
  };
}

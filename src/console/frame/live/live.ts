import { AppError } from '../../../errors.ts';
import type { Identity } from '../../../identity/identity.ts';
import { pause } from '../../../within.ts';

/** What several pages show, and a sign of it: one look serves all who watch it. */
export interface Topic {
  name: string;
  /** Another text whenever the pages may show something else. */
  sign(): Promise<string>;
  /** One that says something else whenever this one may, and is looked at once for many: this one is looked at after it alone. */
  within?: Topic;
  /** So many streams are left to others: what everybody may open takes no place from those who work at a bench. */
  spare?: number;
}
/** A page that somebody has open. */
export interface Watcher {
  /** The session's secret, and the place of the bench that it had when the page was asked for. */
  session: { token: string; place: string };
  personId: string;
  /** Draws the page's piece anew, and sends it where it differs. Rejects where its reader may not see it any more. */
  redraw(): Promise<void>;
  /** `elsewhere`: newer pages of the same session took its place. */
  end(why: 'over' | 'elsewhere'): void;
}
export interface Live {
  /** Begins to watch; answers how to leave. Throws `overloaded` beyond what the service holds, and at its end. */
  join(topic: Topic, watcher: Watcher): () => void;
  /** Ends every stream: nobody waits for a browser at the service's end. */
  close(): void;
}
export interface LiveSettings {
  /** Between two looks at what is watched, ms. */
  lookMs: number;
  /** Between two looks at the sessions of all who watch, ms. */
  sessionsMs: number;
  /** Streams in all. */
  most: number;
}
const SETTINGS: LiveSettings = { lookMs: 500, sessionsMs: 1_000, most: 500 };
/** Of one session. A browser opens six connections to one server over HTTP/1.1: two are left for everything else. */
const EACH = 4;
/** Of one person, in however many sessions. */
const EACH_PERSON = 16;
/** Signs do not tell that a role or a deadline ended by the clock: who watches is looked after this often whatever they say. */
const ANYWAY_MS = 5_000;
/** The same for a topic within another that says the same as before: many pages are open while nobody does anything. */
const ANYWAY_WITHIN_MS = 60_000;

interface Audience {
  topic: Topic;
  watchers: Set<Watcher>;
}

/**
 * Who watches what. However many watch a bench, it is looked at once, and only while somebody does; each watcher is drawn anew
 * when the sign is another one. A session that ends, is locked or loses its place ends its streams.
 */
export function createLive(identity: Pick<Identity, 'standings'>, settings: Partial<LiveSettings> = {}): Live {
  const { lookMs, sessionsMs, most } = { ...SETTINGS, ...settings };
  const audiences = new Map<string, Audience>();
  /** All of them, the oldest first. */
  const watchers = new Set<Watcher>();
  let closed = false;
  let guarding = false;

  const end = (watcher: Watcher, why: 'over' | 'elsewhere'): void => {
    if (!watchers.delete(watcher)) return;
    for (const audience of audiences.values()) audience.watchers.delete(watcher);
    watcher.end(why);
  };
  const redraw = (watcher: Watcher): Promise<void> => watcher.redraw().catch(() => end(watcher, 'over'));

  const around = new Map<string, { lookedAt: number; sign: Promise<string> }>();
  /** The sign of a topic that others are within: one look for all of them. */
  const signAround = (topic: Topic): Promise<string> => {
    const last = around.get(topic.name);
    if (last && performance.now() - last.lookedAt < lookMs) return last.sign;
    const sign = topic.sign();
    around.set(topic.name, { lookedAt: performance.now(), sign });
    return sign;
  };

  const follow = async (audience: Audience): Promise<void> => {
    const { topic } = audience;
    let [known, looks]: [string, number] = ['', 0];
    let [outer, isAroundNew]: [string | undefined, boolean] = [undefined, true];
    const look = async (): Promise<string> => {
      if (!topic.within) return topic.sign();
      const now = await signAround(topic.within); // before this one: what comes between is looked at next
      if (now === outer) return known;
      const sign = await topic.sign();
      [outer, isAroundNew] = [now, true];
      return sign;
    };
    while (audience.watchers.size > 0) {
      await pause(lookMs);
      looks += 1;
      const sign = await look().catch(() => undefined);
      // what cannot be looked at is no state: whoever comes back is told why
      if (sign === undefined) for (const watcher of [...audience.watchers]) end(watcher, 'over');
      else if (sign !== known || looks * lookMs >= (isAroundNew ? ANYWAY_MS : ANYWAY_WITHIN_MS)) {
        [known, looks, isAroundNew] = [sign, 0, topic.within === undefined];
        for (const watcher of [...audience.watchers]) await redraw(watcher);
      }
    }
    audiences.delete(audience.topic.name);
  };

  /** One question for all sessions that watch. */
  const guard = async (): Promise<void> => {
    guarding = true;
    while (watchers.size > 0) {
      await pause(sessionsMs);
      const asked = [...watchers];
      const now = await identity.standings(asked.map(({ session }) => session.token)).catch(() => []);
      for (const [index, watcher] of asked.entries()) if (now[index] !== watcher.session.place) end(watcher, 'over');
    }
    guarding = false;
  };

  return {
    join(topic, watcher) {
      if (closed || watchers.size >= most - (topic.spare ?? 0))
        throw new AppError('overloaded', 'too many pages follow: look again later');
      const own = [...watchers].filter(({ session }) => session.token === watcher.session.token);
      for (const old of own.slice(0, Math.max(0, own.length - EACH + 1))) end(old, 'elsewhere');
      const theirs = [...watchers].filter(({ personId }) => personId === watcher.personId);
      for (const old of theirs.slice(0, Math.max(0, theirs.length - EACH_PERSON + 1))) end(old, 'elsewhere');
      watchers.add(watcher);
      if (!guarding) void guard();
      const audience = audiences.get(topic.name);
      if (audience) audience.watchers.add(watcher);
      else {
        const fresh = { topic, watchers: new Set([watcher]) };
        audiences.set(topic.name, fresh);
        void follow(fresh);
      }
      return () => {
        watchers.delete(watcher);
        for (const each of audiences.values()) each.watchers.delete(watcher);
      };
    },
    close() {
      closed = true;
      for (const watcher of [...watchers]) end(watcher, 'over');
    },
  };
}

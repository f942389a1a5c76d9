import type { Hall } from './hall.ts';
import type { Visitor } from './visitor.ts';

export interface Followed {
  status: number;
  headers: Headers;
  /** The next state, as the page's script puts it in place; undefined once the stream has ended. */
  next(): Promise<string | undefined>;
  /** The first state, from the next on, that has this text in it. */
  until(text: string | RegExp): Promise<string>;
  /** Names of the events heard so far that are no states, and ids of states. */
  events: string[];
  ids: string[];
  /** Answers once the server has ended it. */
  ended(): Promise<void>;
  leave(): void;
}

/** A page's stream as a browser's EventSource reads it, with the visitor's cookies. */
export async function follow(
  hall: Pick<Hall, 'url'>,
  visitor: Pick<Visitor, 'jar'>,
  path: string,
  headers: Record<string, string> = {},
): Promise<Followed> {
  const gone = new AbortController();
  const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(hall.url + path, {
    headers: { accept: 'text/event-stream', cookie, ...headers },
    signal: gone.signal,
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const [events, ids]: [string[], string[]] = [[], []];

  /** One event's fields; undefined at the end. */
  const event = async (): Promise<string[] | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        return lines;
      }
      const { done, value } = (await reader?.read().catch(() => undefined)) ?? { done: true, value: undefined };
      if (done) return undefined;
      text += value;
    }
  };
  const next = async (): Promise<string | undefined> => {
    for (;;) {
      const lines = await event();
      if (!lines) return undefined;
      const field = (name: string) =>
        lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
      const [name] = field('event');
      if (name !== undefined) events.push(name);
      else if (field('data').length > 0) {
        ids.push(...field('id'));
        return field('data').join('\n');
      }
    }
  };
  return {
    status: answer.status,
    headers: answer.headers,
    next,
    async until(wanted) {
      for (;;) {
        const state = await next();
        if (state === undefined) throw new Error(`the stream ended without ${wanted}`);
        if (typeof wanted === 'string' ? state.includes(wanted) : wanted.test(state)) return state;
      }
    },
    events,
    ids,
    async ended() {
      while ((await next()) !== undefined);
    },
    leave: () => gone.abort(),
  };
}

import { createHash } from 'node:crypto';
import type { Response } from 'express';

/** How soon a browser comes back after its stream ended, ms. */
const RETRY_MS = 500;
/** An event and no comment, which no script hears: a page learns by it that a silent line still stands. Proxies do too. */
const BEAT_MS = 5_000;

/** Server-sent events on one response (HTML standard, 9.2). */
export interface EventStream {
  /** Sends a state of the page, unless it is the one that was sent last. */
  state(html: string): void;
  /** Ends it, with an event of that name where the page has to know. */
  end(event?: 'over' | 'elsewhere'): void;
}

/**
 * Begins a stream that no proxy keeps (`no-store`, as every page) or holds back. Every state is whole, so whoever comes back after a gap is sent the one that
 * is true now: `Last-Event-ID`, which is the client's word, decides nothing.
 */
export function openEventStream(response: Response, gone: () => void): EventStream {
  let [latest, sent]: [string | undefined, string] = [undefined, ''];
  response.status(200).type('text/event-stream');
  response.setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
  response.write(`retry: ${RETRY_MS}\n\n`);
  // a line that takes nothing in is left to fall silent: it is dropped a minute later (listen/transport.ts)
  const beat = setInterval(() => response.writableNeedDrain || response.write('event: beat\ndata:\n\n'), BEAT_MS);
  beat.unref();
  const leave = (): void => {
    clearInterval(beat);
    gone();
  };
  const send = (): void => {
    if (latest === undefined || response.writableEnded || response.writableNeedDrain) return;
    const id = createHash('sha256').update(latest).digest('base64url').slice(0, 16);
    if (id === sent) return;
    sent = id;
    response.write(`id: ${id}\n${linesOf(latest)}\n\n`);
  };
  // who takes nothing in is sent nothing more: once they do, the state that is true then
  response.on('drain', send);
  if (response.closed) leave();
  else response.once('close', leave);
  return {
    state(html) {
      latest = html;
      send();
    },
    end(event) {
      if (!response.writableEnded) response.end(event ? `event: ${event}\ndata:\n\n` : '');
    },
  };
}

/** A line break of whatever kind would end a field, and what came after it would be one of the page's own. */
function linesOf(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}`)
    .join('\n');
}

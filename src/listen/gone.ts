import type { ServerResponse } from 'node:http';

/** Aborts once whoever waits for this answer has gone before all of it was sent: nobody is left to do the work for. */
export function whenGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/**
 * Asks for what it is told, one thing after another, and answers the status once the whole answer is there. In a process of its own: what a
 * browser makes and drops is no garbage of the server's.
 */
import http, { type OutgoingHttpHeaders } from 'node:http';

/** What it is told. */
export interface Wanted {
  url: string;
  headers: OutgoingHttpHeaders;
}
/** What it answers. */
export interface Heard {
  /** Undefined where the connection was lost. */
  status: number | undefined;
}

const agent = new http.Agent({ keepAlive: true });

process.on('message', ({ url, headers }: Wanted) => {
  const tell = (heard: Heard) => process.send?.(heard);
  const asked = http.get(url, { agent, headers }, (answer) => {
    answer.once('end', () => tell({ status: answer.statusCode }));
    answer.resume();
  });
  asked.once('error', () => tell({ status: undefined }));
});

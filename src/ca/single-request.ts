import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { OCSP_REQUEST } from './status-answer.ts';

/** As long as a request may be, with head and body, to be looked at here. */
const LONGEST = 4096;
const START = /^POST \/ocsp HTTP\/1\.([01])$/;
/** A name, and a value of printable ASCII: no folded line, no octet (nor a tab at the end) on which readers differ. */
const FIELD = /^([A-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?) *$/;
/** What OCSP clients send. Any other field may change what the request means: it is for Node's parser to read. */
const KNOWN = new Set([
  ...['host', 'user-agent', 'accept', 'connection', 'content-type', 'content-length', 'cache-control', 'pragma'],
]);

/** The fields by their names in lower case; undefined where one is unknown, malformed or there twice. */
function fieldsOf(lines: readonly string[]): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    const known = name.toLowerCase();
    if (!KNOWN.has(known) || fields.has(known)) return undefined;
    fields.set(known, value);
  }
  return fields;
}

/**
 * The body of an OCSP request by POST that came whole and leaves nothing open: plain fields, a stated length that is
 * exactly what follows, and a connection that ends with it (RFC 9112 9.6). Undefined for everything else, which is no
 * refusal: Node's parser reads it from its first octet. Attacker-controlled.
 */
export function readSingleRequest(octets: Buffer): Buffer | undefined {
  if (octets.length > LONGEST) return undefined;
  const text = octets.toString('latin1');
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [start = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const minor = START.exec(start)?.[1];
  const fields = minor === undefined ? undefined : fieldsOf(lines);
  if (!fields) return undefined;
  const connection = fields.get('connection')?.toLowerCase();
  const ends = connection === 'close' || (minor === '0' && connection === undefined);
  const isAddressed = minor === '0' || fields.has('host');
  const body = octets.subarray(headEnd + 4);
  const isWhole = body.length > 0 && fields.get('content-length') === String(body.length);
  const isOcsp = fields.get('content-type')?.toLowerCase() === OCSP_REQUEST;
  return ends && isAddressed && isWhole && isOcsp ? body : undefined;
}

export interface SingleRequests {
  /** Ends the connections that have said nothing yet; who waits for an answer gets it. */
  close(): void;
}

/**
 * Looks at the first octets of each connection before the server does. Who opens a connection for one OCSP request, as
 * most gateways do, is answered for less than Node's server takes with nothing behind it
 * (docs/decisions/single-requests.md); every other connection goes on to the server with its first octets, as if nobody had looked.
 * @param patience milliseconds a client may be silent
 * @param answer called with the body; `give` takes the whole response and ends the connection
 */
export function takeSingleRequests(
  server: Server,
  patience: number,
  answer: (body: Buffer, give: (response: string) => void) => void,
): SingleRequests {
  const serve = server.listeners('connection');
  server.removeAllListeners('connection');
  const silent = new Set<Socket>();

  const ignore = (): void => undefined; // a client that resets its connection: 'close' follows
  function end(this: Socket): void {
    this.destroy();
  }
  function leave(this: Socket): void {
    silent.delete(this);
  }
  function look(this: Socket, octets: Buffer): void {
    silent.delete(this);
    this.setTimeout(0); // from here on it waits for us
    this.off('end', end); // who has asked may say no more and still wait
    const body = readSingleRequest(octets);
    if (body) answer(body, (response) => endWith(this, response, patience));
    else handOver(this, octets);
  }
  function handOver(socket: Socket, octets: Buffer): void {
    socket.off('timeout', end).off('close', leave).off('error', ignore);
    socket.setNoDelay(true);
    socket.pause();
    socket.unshift(octets);
    for (const listener of serve) listener.call(server, socket);
    process.nextTick(() => socket.resume()); // Node listens by now, and gets these octets before any others
  }

  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.setTimeout(patience);
    socket.on('timeout', end).on('end', end).on('close', leave).on('error', ignore);
    socket.once('data', look);
  });
  return {
    close() {
      for (const socket of silent) socket.destroy();
    },
  };
}

/** What the kernel took whole needs this process no more; who takes it slowly has the same patience for each part. */
function endWith(socket: Socket, response: string, patience: number): void {
  socket.write(response, 'latin1');
  if (socket.writableLength === 0) socket.destroy();
  else {
    socket.setTimeout(patience);
    socket.destroySoon();
  }
}

import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  from: string;
  to: string;
  raw: string;
  /** Header lines unfolded, by lower-case name. */
  headers: Record<string, string>;
  secure: boolean;
  user: string | undefined;
}
type Step = 'mail' | 'rcpt' | 'data';

/** A real SMTP server on loopback that keeps what it takes and answers as a test tells it to. */
export async function openRelay(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  let answer: (step: Step, address: string) => number | undefined = () => undefined;
  let beforeAccepting: () => Promise<void> = async () => {};
  let connections = 0;

  const refusal = (step: Step, address: string): Error | null => {
    const responseCode = answer(step, address);
    return responseCode === undefined
      ? null
      : Object.assign(new Error(`4.2.1 mailbox of ${address} is not there`), { responseCode });
  };
  const create = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: options.onAuth ? [] : ['AUTH'],
      hideSTARTTLS: options.cert === undefined,
      disableReverseLookup: true,
      closeTimeout: 50,
      onConnect: (_session, next) => {
        connections += 1;
        next();
      },
      onMailFrom: ({ address }, _session, next) => next(refusal('mail', address)),
      onRcptTo: ({ address }, _session, next) => next(refusal('rcpt', address)),
      onData: (stream, session, next) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', async () => {
          const { mailFrom, rcptTo } = session.envelope;
          const to = rcptTo[0]?.address ?? '';
          const refused = refusal('data', to);
          if (refused) return next(refused);
          const raw = Buffer.concat(parts).toString('utf8');
          received.push({
            from: mailFrom ? mailFrom.address : '',
            to,
            raw,
            headers: headersOf(raw),
            secure: session.secure,
            user: session.user,
          });
          await beforeAccepting();
          next();
        });
      },
      ...options,
    });

  let server = create();
  server.on('error', () => {}); // clients that break off are part of the tests
  const listen = (port: number) =>
    new Promise<void>((listening) => void server.listen(port, '127.0.0.1', () => listening()));
  const close = () => new Promise<void>((closed) => void server.close(() => closed()));
  await listen(0);
  const { port } = server.server.address() as AddressInfo;

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    /** What it answers from now on: an SMTP code to refuse with, undefined to accept. */
    answer: (how: typeof answer): void => {
      answer = how;
    },
    /** Happens once the whole mail is there, before it is acknowledged. */
    onArrival: (how: typeof beforeAccepting): void => {
      beforeAccepting = how;
    },
    down: close,
    up: async (): Promise<void> => {
      server = create();
      server.on('error', () => {});
      await listen(port);
    },
    close,
  };
}
export type RelayServer = Awaited<ReturnType<typeof openRelay>>;

function headersOf(raw: string): Record<string, string> {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const pairs = head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value.trim()]));
}

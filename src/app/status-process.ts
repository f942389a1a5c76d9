/**
 * A process that answers gateways: CRLs, CA certificates, OCSP. Started by ca/status/status-processes.ts, it holds no key but the
 * OCSP signers', reads the records on a connection of its own that cannot write, and ends with the service.
 */
import '../no-inspector.ts';
import cluster from 'node:cluster';
import { createStatusContent } from '../ca/status/status-content.ts';
import { FAULT_EVERY_MS, type Report, Task } from '../ca/status/status-messages.ts';
import { createStatusServer } from '../ca/status/status-server.ts';
import { steadyClock as clock } from '../chance.ts';
import { boundAddresses, CONNECTIONS } from '../listen/connection-limits.ts';
import { openStatusReads } from '../store/ca/status-reads.ts';

/** Nobody is left to be told of a failure to tell: this process then ends by itself. */
const report = (message: Report): void => void process.send?.(message, () => undefined);
const server = createStatusServer({ clock, bound: (bare) => boundAddresses(bare, CONNECTIONS) });
let reads: ReturnType<typeof openStatusReads> | undefined;
let taken: string | undefined;

/** Rows that one process tells of at most. */
const MOST_TOLD = 1000;

let toldAt = 0;
/** Whoever asks in vain a thousand times a second fills no log. */
function warn(message: string, error: unknown): void {
  if (clock.now() - toldAt < FAULT_EVERY_MS) return;
  toldAt = clock.now();
  report({ fault: `${message}: ${error instanceof Error ? error.message : 'no error'}` });
}

/** Each row once: somebody has to look, and asking again a thousand times a second changes nothing. */
const found = new Set<string>();
function tampered(serialNumber: string): void {
  if (found.has(serialNumber) || found.size >= MOST_TOLD) return;
  found.add(serialNumber);
  report({ tampered: serialNumber });
}

function begin({ host, port }: { host: string; port: number }): void {
  server.listen(port, host).then(
    (listening) => report({ listening }),
    (error: NodeJS.ErrnoException) => report({ refused: error.code ?? error.message }),
  );
}

process.on('message', (message) => {
  const task = Task.parse(message);
  if ('listen' in task) return begin(task.listen);
  clock.follow(task.now);
  const order = JSON.stringify(task.order);
  reads ??= openStatusReads(task.database, {
    certificateKey: Buffer.from(task.certificateKey, 'base64'),
    tampered,
  });
  // what is kept in memory stays, where nothing changed
  if (order !== taken) server.serve(createStatusContent(task.order, { reads, clock, warn }));
  taken = order;
  report({ took: task.id });
});
cluster.worker?.on('error', () => undefined); // the service is gone, and 'disconnect' follows
report({ hears: true });
process.on('disconnect', () => process.exit(0));
// who stops the service by its group stops the answers last: the service itself ends this process
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

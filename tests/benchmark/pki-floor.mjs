/**
 * What Node itself costs, for tests/benchmark/pki.ts: as many processes on one listening socket as ours, each an HTTP
 * server with nothing behind it, which answers every POST or GET with the same octets. `PORT FILE`, the octets in FILE.
 */
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';

const [port, file] = process.argv.slice(2);
if (cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const count = Math.min(4, Math.max(2, availableParallelism()));
  for (let index = 0; index < count; index += 1) cluster.fork();
  process.on('disconnect', () => process.exit(0));
} else {
  const body = readFileSync(file, 'latin1');
  const headers = ['content-type', 'application/ocsp-response', 'content-length', body.length];
  createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, headers).end(body, 'latin1'));
  }).listen(Number(port), '127.0.0.1');
}

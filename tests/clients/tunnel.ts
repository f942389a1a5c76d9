import { INSIDE } from './network.ts';
import type { Daemon } from './programs.ts';
import type { Site } from './site.ts';

const ECHO = `require('net').createServer((s) => s.end('inside')).listen(7007, '0.0.0.0', () => console.log('listening'))`;
const ASK = `const s = require('net').connect(7007, process.argv[1]); s.on('data', (d) => process.stdout.write(d));
s.on('error', (e) => { console.log(e.code); process.exit(1) }); s.setTimeout(3000, () => process.exit(1))`;

/** A server of the ministry's network behind the gateway. */
export async function openInside(site: Site): Promise<Daemon> {
  const server = site.start('gateway', ['node', '-e', ECHO]);
  await server.until(/listening/);
  return server;
}

/** Whether somebody on the road reaches that server: only through a tunnel. */
export async function reachesInside(site: Site, address: string = INSIDE): Promise<boolean> {
  return (await site.run('road', ['node', '-e', ASK, address])).output === 'inside';
}

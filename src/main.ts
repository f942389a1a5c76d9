#!/usr/bin/env node
import './no-inspector.ts';
import { runCli } from './cli/cli.ts';
import { demo } from './demo/demo.ts';
import { backup } from './offline/backup.ts';
import { ceremony } from './offline/ceremony.ts';
import { moving } from './offline/move.ts';
import { nodeFolder } from './offline/node-folder.ts';
import { repairing } from './offline/repair.ts';
import { replay } from './offline/replay.ts';
import { rotation } from './offline/rotation.ts';
import { serve } from './serve.ts';
import { VERSION } from './version.ts';

/**
 * The only executable: `serve`, `demo`, `ca` for acts of the root, `vault` for the key-encryption key, `backup` and
 * `restore`, `database move`, `node folder`, `journal replay` and `journal repair`; everything else is a command of the command line.
 */

// what the service writes is for its own account only
process.umask(0o077);

/** What a shell says of a program that SIGPIPE ended (128 and its number): nobody takes a verdict that was cut off for a good one. */
const CUT_OFF = 128 + 13;
// whoever reads has read enough, as `head` and a pager that is left have
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') throw fault;
  process.exit(CUT_OFF);
});

const [command, ...rest] = process.argv.slice(2);

async function main(): Promise<number> {
  const world = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
  if (command === 'serve') return serve(rest, world);
  if (command === 'demo') return demo(rest, world);
  if (command === '--version') {
    world.stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (command === 'ca') return ceremony(rest, world);
  if (command === 'backup' || command === 'restore') return backup([command, ...rest], world);
  if (command === 'database') return moving(rest, world);
  if (command === 'node') return nodeFolder(rest, world);
  if (command === 'vault') return rotation(rest, world);
  if (command === 'journal' && rest[0] === 'replay') return replay(rest.slice(1), world);
  if (command === 'journal' && rest[0] === 'repair') return repairing(rest.slice(1), world);
  return runCli(process.argv.slice(2), { ...world, fetch });
}

process.exitCode = await main();

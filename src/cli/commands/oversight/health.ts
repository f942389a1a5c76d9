import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { sayHealth } from '../../../words/health.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

const STATES = { ok: 'in order', look: 'to look at', broken: 'broken' } as const;

/** Adds `health`: what somebody has to look at, first. */
export function addHealth(program: Command, shell: Shell): void {
  program
    .command('health')
    .description('how each part of the service is, and what to do')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.readHealth, {});
      const rows = items.map((line) => {
        const { title, sentence, remedy } = sayHealth(line, shell.language, when);
        const since = line.since === null ? null : when(line.since);
        return [shell.text(STATES[line.state]), title, `${sentence} ${remedy}`.trim(), since];
      });
      shell.show({ items }, shell.table(['state', 'part', 'what it says', 'since'], rows));
    });
}

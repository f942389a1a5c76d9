import type { Bench } from '../../bench/bench.ts';
import { steadyClock as clock } from '../../chance.ts';
import type { Config } from '../../config.ts';
import { DAY_MS } from '../../durations.ts';
import type { Printer } from '../../flow/ports/paper.ts';
import type { CspReports } from '../../listen/csp-reports.ts';
import type { Records } from '../records.ts';
import { type Part, part } from './parts.ts';

/** What is asked only when somebody looks: devices, and what is no reason to take work away. */
export interface OptionalParts {
  config: Pick<Config, 'postgres'>;
  records: Pick<Records, 'opened' | 'statusCopy'>;
  bench: Pick<Bench, 'slots'>;
  printer: Pick<Printer, 'states'>;
  reports: Pick<CspReports, 'standing'>;
}
/** Older than this, a backup is no answer to a disk that dies today. */
const BACKUP_MS = 2 * DAY_MS;

async function backup({ records: { opened } }: OptionalParts): Promise<Part> {
  const made = await opened.lists.entries({ action: 'backup.make', outcome: 'done' }, { limit: 1 });
  const at = made.items[0] && Date.parse(made.items[0].at);
  if (at === undefined) return part('backup', 'look', 'backup.never');
  return part('backup', clock.now() - at > BACKUP_MS ? 'look' : 'ok', 'backup.made', { times: { at } });
}

/** A file whose disk failed to keep a commit takes no other until a restart. */
export const databaseFile = (isWritable: boolean): Part =>
  isWritable ? part('database', 'ok', 'database.file') : part('database', 'broken', 'database.failed');

async function database({ config, records: { opened, statusCopy } }: OptionalParts): Promise<Part[]> {
  if (!config.postgres) return [databaseFile(opened.isWritable())];
  const behind = statusCopy ? Math.max(0, (await opened.journal.size()) - 1 - statusCopy().seq) : 0;
  return [part('database', 'ok', 'database.server', { facts: { behind } })];
}

async function printers({ printer }: OptionalParts): Promise<Part[]> {
  const { label, letter } = await printer.states();
  const queues = label.name === letter.name ? [label] : [label, letter];
  return queues.map(({ name, state, reason }) =>
    part('printer', state === 'ready' || state === 'printing' ? 'ok' : 'look', `printer.${state}`, {
      name,
      facts: { name, reason },
    }),
  );
}

async function benches({ bench }: OptionalParts): Promise<Part> {
  const slots = await bench.slots();
  const failed = slots.filter(({ state }) => state === 'failed').map(({ position }) => position);
  if (slots.length === 0) return part('bench', 'ok', 'bench.none');
  return failed.length > 0
    ? part('bench', 'look', 'bench.failed', { facts: { names: failed.join(', ') } })
    : part('bench', 'ok', 'bench.slots', { facts: { n: slots.length } });
}

/** A page that a browser stopped from doing something, within the last day: a fault of ours, or of who put something into it. */
function policies({ reports }: OptionalParts): Part {
  const { count: n, lastAt } = reports.standing();
  if (lastAt === null) return part('csp', 'ok', 'csp.none');
  const recent = clock.now() - lastAt < DAY_MS;
  return part('csp', recent ? 'look' : 'ok', 'csp.counted', { facts: { n }, times: { at: lastAt } });
}

/** Devices, backup and database of this node. */
export async function optionalParts(given: OptionalParts): Promise<Part[]> {
  const [made, stored, papers, slots] = await Promise.all([
    backup(given),
    database(given),
    printers(given),
    benches(given),
  ]);
  return [made, ...stored, ...papers, slots, policies(given)];
}

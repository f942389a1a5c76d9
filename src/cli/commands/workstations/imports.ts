import { readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { IMPORT_KINDS, type ImportKind } from '../../../book/tables/codes.ts';
import { AppError } from '../../../errors.ts';
import { type PageAsked, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { addInventory } from './inventory.ts';

/** A file's octets. Throws `invalid_input` when it cannot be read. */
export function readOctets(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AppError('invalid_input', `${path} cannot be read`, {
      detail: { fr: `${path} ne peut pas être lu` },
      cause,
    });
  }
}

/** A file as text. Throws `invalid_input` when it cannot be read or is not UTF-8. */
export function readTextFile(path: string): string {
  const octets = readOctets(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (cause) {
    throw new AppError('invalid_input', `${path} is not UTF-8`, {
      detail: { fr: `${path} n’est pas en UTF-8` },
      cause,
    });
  }
}

type Standing = Awaited<ReturnType<typeof OPERATIONS.showImport.call>>;
/** Seconds between two words on how far it is. */
const PACE = 2;

function sayPace({ say, t }: Shell, { taken, rows, perSecond, leftMs }: Standing): void {
  if (perSecond === null || leftMs === null) return;
  say(t`${taken} of ${rows} rows, ${perSecond} a second, about ${Math.ceil(leftMs / 1000)} s left\n`);
}
const stallOf = ({ t, reason }: Shell, id: string, code: NonNullable<Standing['stalled']>): string =>
  code === 'locked'
    ? t`nothing comes in any more (${code}): tell the administrator, or stop it: jeton import stop ${id}\n`
    : t`nothing comes in for now, and it goes on by itself: ${reason(code)}\n`;

/** What came of a file so far. */
function tell(shell: Shell, now: Standing): void {
  const { t } = shell;
  const { added, updated, unchanged, refused, taken, rows } = now;
  const counts = t`${added} added, ${updated} updated, ${unchanged} unchanged\n`;
  const refusals = refused > 0 ? t`${refused} refused, for something changed meanwhile: import these rows again\n` : '';
  const leftOut = (assetNumber: string): string => t`${assetNumber}, left out of the file`;
  const each = now.refusals.map(
    ({ row, code, assetNumber }) => t`  ${assetNumber === null ? row : leftOut(assetNumber)}: ${shell.reason(code)}\n`,
  );
  shell.show(now, `${counts}${refusals}${each.join('')}`);
  if (now.state !== 'stopped') return;
  shell.say(t`stopped after ${taken} of ${rows} rows: what came in stays, import the file again\n`);
  if (now.stopCode !== null) shell.say(`${shell.reason(now.stopCode)}\n`);
}

/** Says how far a file is until it has ended, and what came of it. Interrupted, the service goes on with it. */
async function follow(shell: Shell, begun: Standing): Promise<void> {
  const { t } = shell;
  if (begun.state === 'running')
    shell.say(
      t`import ${begun.id} goes on without this terminal: jeton import show ${begun.id}, or stop ${begun.id}\n`,
    );
  let now = begun;
  let told: Standing['stalled'] = null;
  while (now.state === 'running') {
    now = await shell.call(OPERATIONS.showImport, { importId: begun.id, wait: PACE });
    if (now.state !== 'running') break;
    if (now.stalled === null) sayPace(shell, now);
    else if (now.stalled !== told) shell.say(stallOf(shell, now.id, now.stalled));
    told = now.stalled;
  }
  tell(shell, now);
  if (now.taken < now.rows || now.refused > 0) shell.end(1);
}

/** Imports that were begun, from any door: to find, to follow and to stop them. */
function addStanding(group: Command, shell: Shell): void {
  const { t } = shell;
  group
    .command('list')
    .description('imports, the newest first')
    .addArgument(new Argument('<kind>').choices(IMPORT_KINDS))
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (kind: ImportKind, page: PageAsked) => {
      const found = await shell.call(OPERATIONS.listImports, { kind, ...page });
      const rows = found.items.map((one) => [
        ...[
          one.id,
          shell.word('state.import', one.state),
          `${one.taken} / ${one.rows}`,
          String(one.refused),
          when(one.begunAt),
        ],
      ]);
      sayNext(shell, found);
      shell.show(found, shell.table(['import', 'state', 'rows', 'refused', 'begun at'], rows));
    });
  group
    .command('show')
    .description('how far an import is, and what was refused')
    .argument('<import>')
    .option('--follow', 'until its end')
    .action(async (importId: string, { follow: follows }: { follow?: true }) => {
      const now = await shell.call(OPERATIONS.showImport, { importId });
      if (follows) return follow(shell, now);
      if (now.state === 'running') shell.say(t`${now.taken} of ${now.rows} rows so far\n`);
      if (now.stalled !== null) shell.say(stallOf(shell, now.id, now.stalled));
      tell(shell, now);
    });
  group
    .command('stop')
    .description('stop an import of your own; what came in stays')
    .argument('<import>')
    .action(async (importId: string) => {
      tell(shell, await shell.call(OPERATIONS.stopImport, { importId }));
    });
}

/** CSV files, all or nothing; what is wrong is listed by line. */
export function addImports(program: Command, shell: Shell): void {
  const group = program
    .command('import')
    .description('import CSV files: UTF-8, inventories and requests in Windows-1252 too, separated by ";" or ","');
  group
    .command('people')
    .description('people of the directory: matricule;prenom;nom;courriel;service;site')
    .argument('<file.csv>')
    .action(async (file: string) => {
      await follow(shell, await shell.call(OPERATIONS.importPeople, { csv: readOctets(file) }));
    });
  group
    .command('requests')
    .description(
      'requests for others: matricule;motif;poste, and site;priorite;profil;commentaire;appareil;systeme; 500 at most',
    )
    .argument('<file.csv>')
    .action(async (file: string) => {
      const { items } = await shell.call(OPERATIONS.submitRequests, { csv: readOctets(file) });
      const rows = items.map((one) => [
        one.row,
        one.holder,
        one.outcome === 'done' ? one.number : shell.refusedOne(one),
      ]);
      shell.show(items, shell.table(['row', 'holder', 'result'], rows));
      if (items.some(({ outcome }) => outcome !== 'done')) shell.end(1);
    });
  addStanding(group, shell);
  addInventory(group, shell, { follow, readOctets });
}

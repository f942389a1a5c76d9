import { parseArgs } from 'node:util';
import { checkDataFolder } from '../app/folder/data-folder.ts';
import { readKeptCheckpoint } from '../app/folder/last-checkpoint.ts';
import { placeOf } from '../app/place.ts';
import { judge } from '../book/judge/judge.ts';
import { JOURNAL_PARTS } from '../book/rules/service/differences.ts';
import { COLUMNS } from '../book/tables/columns.ts';
import { chance, clock } from '../chance.ts';
import { readConfig } from '../config.ts';
import { AppError, settingsRefused } from '../errors.ts';
import { type Comparison, compareForRepair } from '../store/compare/compare.ts';
import type { Difference } from '../store/compare/findings.ts';
import type { TrueRow } from '../store/compare/true-rows.ts';
import { openReadOnly } from '../store/place.ts';
import { isSealed } from '../store/seal/sealed-tables.ts';
import { lockDataFolder } from '../store/sqlite/lock.ts';
import { openStore } from '../store/store.ts';
import type { StoreUnit } from '../store/unit/unit.ts';
import { loadKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { terminalPrompt } from '../vault/terminal.ts';
import { bothLanguages } from '../words/terminal-lines.ts';
import { wrongUse } from '../words/usage.ts';
import { reportFailure } from './report-failure.ts';
import { requireRecords } from './require-records.ts';
import { actOf, type Prompt, type Two, twoStandBy } from './standing-by.ts';
import { verifierKeyOf } from './verifier-key.ts';

const USAGE = {
  fr: `jeton journal repair --officer IDENTIFIANT --administrator IDENTIFIANT
  Service arrêté, par deux personnes devant un même terminal : les lignes qui diffèrent du journal sont réécrites comme il le dit,
  celles dont il ne dit rien disparaissent, ainsi que les accès dont personne ne peut répondre. Le journal lui-même doit être intact.
  Copiez d’abord le dossier : ce qu’on lui a fait est une preuve.`,
  en: `jeton journal repair --officer LOGIN --administrator LOGIN
  Beside the stopped service, by two persons at one terminal: rows that differ from the journal are written anew as it tells of
  them, rows that it does not tell of go, as do ways in that nobody can vouch for. The journal itself has to be intact. Copy
  the data folder first: what somebody did to it is evidence.`,
};

/** What the command is given of the process that it runs in. */
export interface RepairWorld {
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
  prompt?: Prompt | undefined;
}

function readLogins(argv: readonly string[]): { officer: string; administrator: string } {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options: { officer: text, administrator: text }, strict: true });
    const { officer, administrator } = values;
    if (officer !== undefined && administrator !== undefined) return { officer, administrator };
  } catch (cause) {
    throw wrongUse(USAGE, undefined, cause);
  }
  throw wrongUse(USAGE);
}

/** Nothing is written from a journal that is not intact. */
function checkJournal({ differences }: Comparison): void {
  const broken = differences.find(({ table }) => JOURNAL_PARTS.includes(table));
  if (!broken) return;
  throw new AppError(
    'journal_broken',
    `the journal itself differs (${broken.table}:${broken.id}): keep the data folder as it is and call the auditor`,
    {
      detail: {
        fr: `le journal lui-même diffère (${broken.table}:${broken.id}) : gardez le dossier en l’état et appelez l’auditeur`,
      },
    },
  );
}

/** The stock's counts: its tokens are counted anew. */
const isCounts = ({ table }: Difference): boolean => table === 'tokenCount';

const nameOf = ({ table, id }: Pick<Difference, 'table' | 'id'>): string => `${table}:${id}`;

/**
 * Writes the rows, then an entry for each: the judge of an entry reads the rows of whoever acts, which may be among them.
 * Answers what was repaired.
 */
async function repair(
  unit: StoreUnit,
  two: Two,
  { differences, revocations }: Comparison,
  rows: readonly TrueRow[],
): Promise<Difference[]> {
  const rewritten = new Set(rows.map(nameOf));
  const unvouched = differences.filter(({ table }) => isSealed(table) && !Object.hasOwn(COLUMNS, table));
  await unit.putBackRevocations(revocations);
  await unit.rewriteRows(rows);
  await unit.dropUnvouched(unvouched);
  if (differences.some(isCounts)) await unit.recountTokens();
  const done = differences.filter((one) => rewritten.has(nameOf(one)) || unvouched.includes(one) || isCounts(one));
  for (const one of done) await unit.dropDifference(one);
  const { detail, ...by } = actOf(two);
  for (const { kind, ...of } of done) {
    const entry = { ...by, action: 'row.repair', subject: nameOf(of), outcome: 'done' } as const;
    await unit.record({ ...entry, detail: { ...detail, kind } });
  }
  return done;
}

/** `jeton journal repair`, an act of two persons. Answers the exit code. */
export async function repairing(argv: readonly string[], world: RepairWorld): Promise<number> {
  const closers: (() => unknown)[] = [];
  try {
    const logins = readLogins(argv);
    const config = readConfig(world.env);
    const { dataDir, kekFile: file, kekToken: token } = config;
    const prompt = world.prompt ?? terminalPrompt();
    if (!prompt)
      throw settingsRefused({
        en: 'this is done at a terminal: two people type their passwords',
        fr: 'ceci se fait à un terminal : deux personnes y tapent leur mot de passe',
      });
    closers.push(lockDataFolder(dataDir).release);
    const place = placeOf(config);
    await requireRecords(config);
    await checkDataFolder(config);
    const kek = await loadKek({ dataDir, file, token, prompt });
    const rowKey = rowKeyOf(kek);
    const vkey = verifierKeyOf(config, kek);
    const kept = readKeptCheckpoint(dataDir);
    const open = () => openReadOnly(place);
    const { compared, rows } = await compareForRepair({ open, rowKey, vkey, kept });
    checkJournal(compared);
    const opened = await openStore({ judge, ...place, hold: 'alone', clock, chance, rowKey });
    closers.push(opened.close);
    const two = await twoStandBy(opened, prompt, logins);
    const done = await opened.store.transact((unit) => repair(unit, two, compared, rows));
    for (const one of done) world.stderr.write(`${one.kind.padEnd(9)}  ${nameOf(one)}\n`);
    world.stderr.write(
      bothLanguages(
        `${done.length} lignes réparées sur ${compared.total} ; démarrez le service : il compare`,
        `${done.length} of ${compared.total} records are repaired; start the service: it compares`,
      ),
    );
    return 0;
  } catch (error) {
    return reportFailure(error, world.stderr);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

import { parseArgs } from 'node:util';
import { readKeptCheckpoint } from '../app/folder/last-checkpoint.ts';
import { placeOf } from '../app/place.ts';
import { type Config, readConfig } from '../config.ts';
import { isAppError } from '../errors.ts';
import { type Comparison, compareTables } from '../store/compare/compare.ts';
import { openReadOnly } from '../store/place.ts';
import { loadKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { terminalPrompt } from '../vault/terminal.ts';
import { terminalLines } from '../words/terminal-lines.ts';
import { wrongUse } from '../words/usage.ts';
import { requireRecords } from './require-records.ts';
import { sayProgress } from './say-progress.ts';
import { verifierKeyOf } from './verifier-key.ts';

const USAGE = {
  fr: `jeton journal replay [--check] [--json]
  Reconstruit les lignes d’après le journal du dossier (JETON_DATA) et dit combien chaque table doit en avoir. Avec --check, les
  tables leur sont confrontées, et les sceaux, points de contrôle et déclencheurs à ce qu’ils doivent être ; code 1 si quelque chose
  diffère. Le service peut rester en marche ; rien n’est écrit. Demande la clé de chiffrement.`,
  en: `jeton journal replay [--check] [--json]
  Rebuilds the rows from the journal of the data folder (JETON_DATA) and says how many each table should have. With --check
  the tables are held against them, and seals, checkpoints and triggers against what they should be; code 1 when something
  differs. The service may run meanwhile; nothing is written. Needs the key-encryption key.`,
};

export interface ReplayWorld {
  stdout: Pick<NodeJS.WritableStream, 'write'>;
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
  prompt?: ((question: string) => Promise<string>) | undefined;
}

function readOptions(argv: readonly string[]): { check: boolean; json: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...argv], options: { check: flag, json: flag }, strict: true }).values;
  } catch (cause) {
    throw wrongUse(USAGE, undefined, cause);
  }
}

async function compare(config: Config, { stderr, prompt = terminalPrompt() }: ReplayWorld): Promise<Comparison> {
  const { dataDir, kekFile: file, kekToken: token } = config;
  await requireRecords(config);
  const kek = await loadKek({ dataDir, file, token, prompt });
  const vkey = verifierKeyOf(config, kek);
  const open = () => openReadOnly(placeOf(config));
  const progress = sayProgress(stderr);
  return compareTables({ open, rowKey: rowKeyOf(kek), vkey, kept: readKeptCheckpoint(dataDir), progress });
}

const padded = (rows: readonly (readonly [string, unknown])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
};

function checked({ size, root, rows, sealed, purged, total, differences }: Comparison): string {
  const facts = padded([
    ['entries', size],
    ['root', root],
    ['rows', rows],
    ['sealed only', sealed],
    ['purged values', purged],
    ['differences', total],
  ]);
  const lines = differences.map(
    ({ table, id, kind, columns }) => `${kind.padEnd(9)}  ${table}:${id}${columns.length > 0 ? `  ${columns}` : ''}\n`,
  );
  return facts + lines.join('');
}

/** `jeton journal replay`, beside the service or without it. Answers the exit code. */
export async function replay(argv: readonly string[], world: ReplayWorld): Promise<number> {
  try {
    const { check, json } = readOptions(argv);
    const compared = await compare(readConfig(world.env), world);
    const { size, tables } = compared;
    const shown = check ? compared : { size, tables };
    const text = check ? checked(compared) : padded([['entries', size], ...Object.entries(tables)]);
    world.stdout.write(json ? `${JSON.stringify(shown, null, 2)}\n` : text);
    return check && compared.total > 0 ? 1 : 0;
  } catch (error) {
    if (!isAppError(error)) throw error;
    world.stderr.write(terminalLines(error));
    return isAppError(error, 'invalid_input', 'config_invalid') ? 2 : 1;
  }
}

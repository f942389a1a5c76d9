import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkDataFolder } from '../app/folder/data-folder.ts';
import { restoredFile } from '../app/folder/last-checkpoint.ts';
import { databaseOf, placeOf } from '../app/place.ts';
import { judge } from '../book/judge/judge.ts';
import { chance, clock } from '../chance.ts';
import { type Config, readConfig } from '../config.ts';
import { writeDurably } from '../durable.ts';
import { AppError, settingsRefused } from '../errors.ts';
import { createRootComputer, leafHash, rootAt } from '../journal/tree.ts';
import { copyRecords } from '../store/copy/copy.ts';
import type { Place } from '../store/place.ts';
import { lookAtRest } from '../store/place.ts';
import { lockDataFolder } from '../store/sqlite/lock.ts';
import { damageOf, snapshot } from '../store/sqlite/snapshot.ts';
import { type OpenStore, openStore } from '../store/store.ts';
import { type KekSource, loadKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { openSealedFile, readHead, writeSealedFile } from '../vault/sealed-file.ts';
import { terminalPrompt } from '../vault/terminal.ts';
import { createVault } from '../vault/vault.ts';
import { bothLanguages } from '../words/terminal-lines.ts';
import { wrongUse } from '../words/usage.ts';
import { reportFailure } from './report-failure.ts';
import { requireRecords } from './require-records.ts';
import { sayProgress } from './say-progress.ts';

const USAGE = {
  fr: `jeton backup FICHIER
  Une copie cohérente de la base et des clés scellées, chiffrée, sans aucun code PIN ; le service peut rester en marche.
jeton restore FICHIER
  Remet une sauvegarde dans un dossier vide (JETON_DATA). Démarrez ensuite le service : il met fin à ce que la sauvegarde ferait
  revivre – jetons d’API, rôles et accès des opérateurs – et n'émet rien avant que deux personnes aient confirmé la restauration ;
  il affiche des liens à usage unique pour elles. Les deux commandes demandent la clé de chiffrement, qu’aucune sauvegarde ne contient.`,
  en: `jeton backup FILE
  A consistent copy of records and sealed keys, encrypted, without any PIN; the service may run meanwhile.
jeton restore FILE
  Puts a backup into an empty data folder (JETON_DATA). Then start the service: it ends what the backup would bring back
  to life – API tokens, operators' roles and ways in – and issues nothing until two persons have confirmed the restore,
  for whom it prints one-time links. Both commands need the key-encryption key, which no backup holds.`,
};

export interface BackupWorld {
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
  prompt?: ((question: string) => Promise<string>) | undefined;
}
type Asked = Pick<BackupWorld, 'prompt' | 'stderr'>;
const keyFiles = ({ dataDir }: Config): string => join(dataDir, 'keys');

async function openVault({ dataDir, kekFile, kekToken }: Config, how: Pick<KekSource, 'prompt' | 'of'>) {
  const kek = await loadKek({ dataDir, file: kekFile, token: kekToken, ...how });
  return { vault: createVault({ kek, chance }), rowKey: rowKeyOf(kek) };
}

async function sha256Of(path: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(path), sum);
  return sum.digest('hex');
}

/** Sealed keys and certificates, by their path below `keys`. */
function readKeys(dir: string): Record<string, string> {
  const found = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    found.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(dir.length + 1), readFileSync(path).toString('base64')];
    }),
  );
}

/**
 * A copy of the records as one file, without PINs and sessions; those of a server come by way of a file. Answers how many entries
 * of the journal are in it.
 */
async function copyInto(content: string, place: Place, stderr: BackupWorld['stderr']): Promise<number> {
  if ('path' in place) return snapshot(place.path, content);
  const whole = `${content}.whole`;
  try {
    const progress = sayProgress(stderr);
    await copyRecords(place, { path: whole }, (_, done) => progress(done));
    return snapshot(whole, content);
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(`${whole}${end}`, { force: true });
  }
}

/**
 * 1. a copy of the records beside the file, 2. the keys, so that none is missing that the records know, 3. both encrypted, 4. the
 * entry, which is not in the backup itself.
 */
async function backUp(to: string, config: Config, { prompt, stderr }: Asked): Promise<string> {
  await requireRecords(config);
  if (existsSync(to))
    throw settingsRefused({ en: `${to} exists: give another name`, fr: `${to} existe : donnez un autre nom` });
  await checkDataFolder(config); // a backup of less than the whole would not start
  const { vault, rowKey } = await openVault(config, { prompt });
  const folder = mkdtempSync(join(dirname(resolve(to)), '.jeton-backup-'));
  let size: number;
  try {
    const content = join(folder, 'jeton.db');
    size = await copyInto(content, placeOf(config), stderr);
    const kek = readFileSync(join(config.dataDir, 'kek.json'), 'utf8');
    const files = readKeys(keyFiles(config));
    await writeSealedFile(to, { vault, madeAt: clock.now(), kek, files, content });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const sha256 = await sha256Of(to);
  const { store, close } = await openStore({ judge, ...placeOf(config), clock, chance, rowKey });
  try {
    const entry = {
      actor: 'system',
      role: 'system',
      action: 'backup.make',
      subject: 'service',
      outcome: 'done',
    } as const;
    await store.transact((unit) => unit.record({ ...entry, detail: { sha256 } }));
    return bothLanguages(
      `${to} : ${size} écritures du journal, SHA-256 ${sha256}`,
      `${to}: ${size} entries of the journal, SHA-256 ${sha256}`,
    );
  } finally {
    await close();
  }
}

/** The journal as restored is one: every line under the tree's own root. */
async function checkJournal({ journal }: Pick<OpenStore, 'journal'>): Promise<number> {
  const size = await journal.size();
  const tree = createRootComputer();
  for await (const lines of journal.lines(0, size)) for (const line of lines) tree.add(leafHash(line));
  if (tree.size() === size && Buffer.compare(tree.root(), await rootAt(size, journal.node)) === 0) return size;
  throw new AppError('journal_broken', 'the journal in this backup is not whole: take another one', {
    detail: { fr: 'le journal de cette sauvegarde n’est pas entier : prenez-en une autre' },
  });
}

/** Everything is checked in the empty folder before the database gets its name: what broke off is done again from the start. */
async function restore(from: string, config: Config, { prompt, stderr }: Asked): Promise<string> {
  const { dataDir } = config;
  const place = placeOf(config);
  if (existsSync(databaseOf(config)) || existsSync(keyFiles(config)))
    throw settingsRefused({
      en: `${dataDir} holds records: move it away, then restore into an empty folder`,
      fr: `${dataDir} contient déjà une base : déplacez-le, puis restaurez dans un dossier vide`,
    });
  if (config.postgres && (await lookAtRest(place)).state !== 'new')
    throw settingsRefused({
      en: `${config.postgres.database} holds tables: restore into an empty database`,
      fr: `${config.postgres.database} contient déjà des tables : restaurez dans une base vide`,
    });
  const { head, line } = await readHead(from);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeDurably(join(dataDir, 'kek.json'), head.kek);
  const { vault, rowKey } = await openVault(config, { prompt, of: 'backup' });
  const content = join(dataDir, 'jeton.db.new');
  rmSync(content, { force: true });
  const files = await openSealedFile(from, { head, line, vault, to: content });
  const damage = damageOf(content);
  if (damage !== undefined)
    throw new AppError('invalid_input', `the records in this backup are damaged: ${damage}`, {
      detail: { fr: `la base de cette sauvegarde est endommagée : ${damage}` },
    });
  for (const [name, text] of Object.entries(files)) {
    const path = join(keyFiles(config), name);
    if (!resolve(path).startsWith(`${resolve(keyFiles(config))}/`))
      throw new AppError('invalid_input', 'a key file lies elsewhere', {
        detail: { fr: 'un fichier de clé est ailleurs que dans le dossier' },
      });
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeDurably(path, Buffer.from(text, 'base64'));
  }
  // before the records are in place: the service recognises them however this ends
  writeDurably(restoredFile(dataDir), `${JSON.stringify({ sha256: await sha256Of(from), madeAt: head.madeAt })}\n`);
  if ('path' in place) renameSync(content, place.path);
  else {
    const progress = sayProgress(stderr);
    await copyRecords({ path: content }, place, (_, done) => progress(done));
    rmSync(content);
  }
  const opened = await openStore({ judge, ...place, clock, chance, rowKey });
  const entries = await checkJournal(opened).finally(() => opened.close());
  const made = new Date(head.madeAt).toISOString();
  return bothLanguages(
    `${entries} écritures du journal restaurées, d’une sauvegarde faite le ${made} : démarrez le service dans un terminal ; il affiche des liens pour qui peut confirmer, et deux de ces personnes le font`,
    `restored ${entries} entries of the journal, made ${made}: start the service on a terminal; it prints links for those who may confirm, and two of them do`,
  );
}

/** `jeton backup` and `jeton restore`. Answers the exit code. */
export async function backup(argv: readonly string[], world: BackupWorld): Promise<number> {
  let release: (() => unknown) | undefined;
  try {
    const [act, file, ...more] = argv;
    // an option that is mistyped, or `--help`, is no name of a file
    if (file === undefined || file.startsWith('-') || more.length > 0) throw wrongUse(USAGE);
    const config = readConfig(world.env);
    const asked = { prompt: world.prompt ?? terminalPrompt(), stderr: world.stderr };
    if (act === 'restore') {
      mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
      release = lockDataFolder(config.dataDir).release;
    }
    const done = act === 'restore' ? restore(file, config, asked) : backUp(file, config, asked);
    world.stderr.write(await done);
    return 0;
  } catch (error) {
    return reportFailure(error, world.stderr);
  } finally {
    await release?.();
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkDataFolder } from '../app/folder/data-folder.ts';
import { readKeptCheckpoint } from '../app/folder/last-checkpoint.ts';
import { type Config, readConfig } from '../config.ts';
import { writeDurably } from '../durable.ts';
import { settingsRefused } from '../errors.ts';
import { bothLanguages } from '../words/terminal-lines.ts';
import { wrongUse } from '../words/usage.ts';
import { reportFailure } from './report-failure.ts';
import { requireRecords } from './require-records.ts';

const USAGE = {
  fr: `jeton node folder CHEMIN
  Prépare le dossier d’un autre nœud de ce service, quand sa base est sur un serveur PostgreSQL : les clés scellées de l’autorité
  et du journal, le dernier point de contrôle signé et les dernières listes de révocation. Le service peut rester en marche. Portez
  ce dossier sur l’autre machine par un chemin sûr, et démarrez-y ce nœud avec les mêmes JETON_DATABASE_URL, clé de chiffrement et
  réglages des certificats, et un JETON_NODE à lui. Il fabrique ses propres signataires OCSP.`,
  en: `jeton node folder PATH
  Makes the data folder of another node of this service, where its records are on a PostgreSQL server: the sealed keys of the
  CA and of the journal, the last signed checkpoint and the last CRLs. The service may run meanwhile. Bring it to the other
  machine by a way that you trust, and start that node there with the same JETON_DATABASE_URL, key-encryption key and
  settings of certificates, and with a JETON_NODE of its own. It makes OCSP signers of its own.`,
};

export interface NodeFolderWorld {
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
}

function readPath([word, path, ...more]: readonly string[]): string {
  if (word === 'folder' && path !== undefined && !path.startsWith('-') && more.length === 0) return path;
  throw wrongUse(USAGE);
}

/** An OCSP signer is its node's own. */
const isShared = (name: string): boolean => !name.startsWith('ocsp-');

/** What every node of a service has in its folder, by path. */
function sharedFiles({ dataDir }: Config): string[] {
  const below = (folder: string): string[] =>
    existsSync(join(dataDir, folder)) ? readdirSync(join(dataDir, folder)).map((name) => join(folder, name)) : [];
  const keys = below('keys').filter((path) => isShared(path.slice('keys/'.length)));
  return ['kek.json', ...keys, 'checkpoint', ...below('crl')].filter((path) => existsSync(join(dataDir, path)));
}

function copyTo(target: string, config: Config): number {
  if (existsSync(target) && readdirSync(target).length > 0)
    throw settingsRefused({
      en: `${target} is not empty: give another name`,
      fr: `${target} n’est pas vide : donnez un autre nom`,
    });
  // without one the other node, once something was signed, would take the records for restored (app/folder/recognise-restore.ts)
  if (readKeptCheckpoint(config.dataDir) === undefined)
    throw settingsRefused({
      en: 'no checkpoint was signed here yet: start the service, wait a minute, then repeat it',
      fr: 'aucun point de contrôle n’a encore été signé ici : démarrez le service, attendez une minute, puis recommencez',
    });
  const files = sharedFiles(config);
  for (const path of files) {
    const to = join(target, path);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    writeDurably(to, readFileSync(join(config.dataDir, path)));
  }
  return files.length;
}

/** `jeton node folder`. Answers the exit code. */
export async function nodeFolder(argv: readonly string[], { stderr, env }: NodeFolderWorld): Promise<number> {
  try {
    const target = readPath(argv);
    const config = readConfig(env);
    if (!config.postgres)
      throw settingsRefused({
        en: 'the records are in the data folder, which one node has: move them to a server first ("jeton database move")',
        fr: 'les données sont dans le dossier, qui n’a qu’un nœud : déplacez-les d’abord sur un serveur (« jeton database move »)',
      });
    await requireRecords(config);
    await checkDataFolder(config); // less than the whole would not start
    const count = copyTo(target, config);
    stderr.write(
      bothLanguages(
        `${target} contient ${count} fichiers pour un autre nœud : portez-le là-bas, fixez JETON_NODE, démarrez`,
        `${target} has ${count} files for another node: bring it there, set JETON_NODE, then start`,
      ),
    );
    return 0;
  } catch (error) {
    return reportFailure(error, stderr);
  }
}

import { existsSync, renameSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkDataFolder } from '../app/folder/data-folder.ts';
import { readKeptCheckpoint } from '../app/folder/last-checkpoint.ts';
import { databaseOf, placeOf } from '../app/place.ts';
import { type Config, readConfig } from '../config.ts';
import { AppError, settingsRefused } from '../errors.ts';
import { type Comparison, compareTables } from '../store/compare/compare.ts';
import { copyRecords, type RowCounts } from '../store/copy/copy.ts';
import { holdPlace, openReadOnly, type Place, setAside } from '../store/place.ts';
import { DatabaseEnvironment, databaseSettings } from '../store/postgres/server/settings.ts';
import { lockDataFolder } from '../store/sqlite/lock.ts';
import { bringIntoFile } from '../store/sqlite/set-aside.ts';
import { loadKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { terminalPrompt } from '../vault/terminal.ts';
import { bothLanguages } from '../words/terminal-lines.ts';
import { wrongUse } from '../words/usage.ts';
import { reportFailure } from './report-failure.ts';
import { requireRecords } from './require-records.ts';
import { sayProgress } from './say-progress.ts';
import { verifierKeyOf } from './verifier-key.ts';

const USAGE = {
  fr: `jeton database move --to postgresql://UTILISATEUR@MACHINE/BASE
jeton database move --to folder
  Service arrêté : copie toute la base dans une base PostgreSQL vide, ou ramène dans le dossier celle de JETON_DATABASE_URL. Avant et
  après, les tables sont confrontées au journal. L’ancienne base est mise de côté sous un autre nom. Fixez ensuite JETON_DATABASE_URL,
  ou retirez-la, et démarrez le service. JETON_DATABASE_PASSWORD_FILE et ses semblables valent pour les deux adresses.
  Demande la clé de chiffrement.`,
  en: `jeton database move --to postgresql://USER@HOST/DATABASE
jeton database move --to folder
  Beside the stopped service: copies all records to an empty PostgreSQL database, or from the one in JETON_DATABASE_URL back into the
  data folder. Before and after, the tables are held against the journal. Where the records were, they are set aside under
  another name. Then set JETON_DATABASE_URL, or take it away, and start the service. JETON_DATABASE_PASSWORD_FILE and its
  like go with either URL. Needs the key-encryption key.`,
};

export interface MoveWorld {
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
  prompt?: ((question: string) => Promise<string>) | undefined;
}

function readTarget(argv: readonly string[]): string {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: { to: { type: 'string' } },
    });
    if (String(positionals) === 'move' && values.to !== undefined) return values.to;
  } catch (cause) {
    throw wrongUse(USAGE, undefined, cause);
  }
  throw wrongUse(USAGE);
}

/** Where the records are now, with the rest of the configuration, and where they go. */
function readMove(to: string, env: NodeJS.ProcessEnv): { config: Config; target: Place } {
  const isAway = env['JETON_DATABASE_URL'] !== undefined;
  if (to === 'folder') {
    if (!isAway)
      throw new AppError('invalid_input', 'the records are in the data folder: JETON_DATABASE_URL is not set', {
        detail: { fr: 'la base est dans le dossier : JETON_DATABASE_URL n’est pas fixée' },
      });
    const config = readConfig(env);
    return { config, target: { path: `${databaseOf(config)}.new` } };
  }
  if (isAway)
    throw new AppError('invalid_input', 'the records are on a server already: --to folder brings them back', {
      detail: { fr: 'la base est déjà sur un serveur : --to folder la ramène' },
    });
  const names = Object.keys(DatabaseEnvironment);
  const others = Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
  const given = Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  const postgres = databaseSettings({ ...given, JETON_DATABASE_URL: to });
  if (!postgres) throw wrongUse(USAGE);
  return { config: readConfig(others), target: { postgres } };
}

const nameOf = (place: Place): string => ('path' in place ? place.path : `the database ${place.postgres.database}`);
const nameInFrench = (place: Place): string => ('path' in place ? place.path : `la base ${place.postgres.database}`);

/** What does not hold against the journal is not moved: it would be there that somebody has to find out why. */
function assertWhole(place: Place, { total, differences }: Comparison): void {
  if (total === 0) return;
  const [first] = differences;
  throw new AppError(
    'record_tampered',
    `${total} records in ${nameOf(place)} are not as the journal says (${first?.table}:${first?.id}): see "jeton journal replay --check", then "jeton journal repair"`,
    {
      detail: {
        fr: `${total} lignes de ${nameInFrench(place)} ne sont pas ce que dit le journal (${first?.table}:${first?.id}) : voyez « jeton journal replay --check », puis « jeton journal repair »`,
      },
    },
  );
}

type Counted = Pick<Comparison, 'size' | 'rows' | 'sealed' | 'root'>;
/** As many rows, and the journal's own root, recomputed from the lines on both sides. */
export function assertSame(before: Counted, after: Counted): void {
  const isSame = (of: keyof Counted): boolean => before[of] === after[of];
  if (!isSame('size') || !isSame('rows') || !isSame('sealed'))
    throw new AppError('internal', 'the copy has other numbers of rows than what was copied');
  if (!isSame('root'))
    throw new AppError('journal_broken', 'the journal of the copy is another one than what was copied');
}

async function move(config: Config, target: Place, world: MoveWorld): Promise<RowCounts> {
  const { dataDir, kekFile: file, kekToken: token } = config;
  const source = placeOf(config);
  const kek = await loadKek({ dataDir, file, token, prompt: world.prompt ?? terminalPrompt() });
  const keys = { rowKey: rowKeyOf(kek), vkey: verifierKeyOf(config, kek), kept: readKeptCheckpoint(dataDir) };
  const say = (fr: string, en: string): void => void world.stderr.write(bothLanguages(fr, en));
  /** Entries and rows of the last comparison: about as many as are copied. */
  let all = 0;
  const compare = async (place: Place): Promise<Comparison> => {
    say(`${nameInFrench(place)} : vérification selon le journal…`, `${nameOf(place)} is held against the journal …`);
    const progress = sayProgress(world.stderr);
    const compared = await compareTables({
      open: () => openReadOnly(place),
      ...keys,
      progress: (done, total) => {
        all = total;
        progress(done, total);
      },
    });
    assertWhole(place, compared);
    return compared;
  };
  const before = await compare(source);
  say('les données sont copiées…', 'the records are copied …');
  const progress = sayProgress(world.stderr);
  const counts = await copyRecords(source, target, (_, done) => progress(done, all));
  try {
    assertSame(before, await compare(target));
  } catch (error) {
    // the copy was committed: it is kept for whoever has to find out why, where the next move does not meet it
    const [fate, fateFr] =
      'path' in target
        ? [
            `is left as ${target.path}, which the next move removes`,
            `reste dans ${target.path}, que le prochain déplacement efface`,
          ]
        : await setAside(target).then((aside) => [
            `is set aside there as ${aside}: drop that schema once it is known why`,
            `y est mise de côté sous ${aside} : supprimez ce schéma quand on saura pourquoi`,
          ]);
    say(
      `les données sont restées où elles étaient, et rien n’y a changé ; la copie ${fateFr}`,
      `the records are where they were, and nothing was changed in them; the copy ${fate}`,
    );
    throw error;
  }
  return counts;
}

/** `jeton database move`, beside the stopped service. Answers the exit code. */
export async function moving(argv: readonly string[], world: MoveWorld): Promise<number> {
  const closers: (() => unknown)[] = [];
  try {
    const { config, target } = readMove(readTarget(argv), world.env);
    closers.push(lockDataFolder(config.dataDir).release);
    await requireRecords(config);
    closers.push(await holdPlace(placeOf(config))); // an instance may run with a copy of the folder, elsewhere
    await checkDataFolder(config);
    if ('path' in target) {
      if (existsSync(databaseOf(config)))
        throw settingsRefused({
          en: `${databaseOf(config)} is here already: move it away first`,
          fr: `${databaseOf(config)} est déjà là : déplacez-la d’abord`,
        });
      for (const end of ['', '-wal', '-shm']) rmSync(`${target.path}${end}`, { force: true }); // of a move that broke off
    }
    const counts = await move(config, target, world);
    if ('path' in target) {
      bringIntoFile(target.path);
      renameSync(target.path, databaseOf(config));
    }
    const aside = await setAside(placeOf(config));
    const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const [next, nextFr] =
      'path' in target
        ? ['take JETON_DATABASE_URL away', 'retirez JETON_DATABASE_URL']
        : ['set JETON_DATABASE_URL', 'fixez JETON_DATABASE_URL'];
    world.stderr.write(
      bothLanguages(
        `${rows} lignes déplacées et vérifiées ; les anciennes sont mises de côté sous ${aside} : ${nextFr}, puis démarrez`,
        `${rows} rows are moved and proven; the old ones are set aside as ${aside}: ${next}, then start`,
      ),
    );
    return 0;
  } catch (error) {
    return reportFailure(error, world.stderr);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

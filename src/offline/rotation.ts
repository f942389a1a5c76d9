import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkDataFolder } from '../app/folder/data-folder.ts';
import { placeOf } from '../app/place.ts';
import { judge } from '../book/judge/judge.ts';
import { rewrapAuthorities } from '../ca/keys/authority.ts';
import { chance, clock } from '../chance.ts';
import { readConfig } from '../config.ts';
import { AppError, settingsRefused } from '../errors.ts';
import { rewrapJournalKey } from '../journal/key.ts';
import { lockDataFolder } from '../store/sqlite/lock.ts';
import { openStore } from '../store/store.ts';
import { changeKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { terminalPrompt } from '../vault/terminal.ts';
import { createRewrap } from '../vault/vault.ts';
import { bothLanguages } from '../words/terminal-lines.ts';
import { wrongUse } from '../words/usage.ts';
import { reportFailure } from './report-failure.ts';
import { type Prompt, recordBegin, recordDone, twoStandBy } from './standing-by.ts';

const USAGE = {
  fr: `jeton vault rotate --officer IDENTIFIANT --administrator IDENTIFIANT [--new-key-file FICHIER | --new-pkcs11 FICHIER]
  Les deux personnes sont devant le même terminal, et donnent leur mot de passe.
  Scelle tous les secrets et toutes les clés sous une nouvelle clé de chiffrement : celle d’un FICHIER de clé, celle du jeton que
  décrit un FICHIER JSON ({"module": "/usr/lib/….so", "serial": "…", "keyId": "01", "pinFile": "/…"}), ou une phrase secrète demandée.
  Arrêtez d’abord le service. Si la commande s’interrompt, relancez-la avec les deux mêmes clés. Donnez ensuite FICHIER à
  JETON_KEK_FILE ou à JETON_KEK_PKCS11_FILE.`,
  en: `jeton vault rotate --officer LOGIN --administrator LOGIN [--new-key-file FILE | --new-pkcs11 FILE]
  The two stand by at one terminal, and both give their password.
  Wraps every sealed secret and key under a new key-encryption key: of a key FILE, of the token that a JSON FILE describes
  ({"module": "/usr/lib/….so", "serial": "…", "keyId": "01", "pinFile": "/…"}), or of a passphrase that is asked for.
  Stop the service first. When it broke off, run it again with the same two keys. Then set JETON_KEK_FILE or
  JETON_KEK_PKCS11_FILE to FILE.`,
};

export interface RotationWorld {
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
  prompt?: Prompt | undefined;
}

interface Options {
  officer: string;
  administrator: string;
  /** The key that takes over. */
  target: { file: string | undefined; token: string | undefined };
}

function readOptions(argv: readonly string[]): Options {
  const [act, ...rest] = argv;
  const text = { type: 'string' } as const;
  try {
    const options = { officer: text, administrator: text, 'new-key-file': text, 'new-pkcs11': text };
    const { values } = parseArgs({ args: rest, options, strict: true });
    const { officer, administrator } = values;
    const target = { file: values['new-key-file'], token: values['new-pkcs11'] };
    if (act === 'rotate' && officer !== undefined && administrator !== undefined)
      return { officer, administrator, target };
  } catch (cause) {
    throw wrongUse(USAGE, undefined, cause);
  }
  throw wrongUse(USAGE);
}

/**
 * `jeton vault rotate`: an act of two persons, as those of the root are, because the keys of the CA lie under this one.
 * The database is wrapped anew in one transaction with its journal entry, then the key files one by one. Each step may be
 * done twice, and `kek.json` says that a change is under way until all of them are. Answers the exit code.
 */
export async function rotation(argv: readonly string[], world: RotationWorld): Promise<number> {
  const closers: (() => unknown)[] = [];
  try {
    const { target, ...logins } = readOptions(argv);
    const config = readConfig(world.env);
    const { dataDir, kekFile, kekToken } = config;
    const prompt = world.prompt ?? terminalPrompt();
    if (!prompt)
      throw settingsRefused({
        en: 'this is done at a terminal: two people type their passwords',
        fr: 'ceci se fait à un terminal : deux personnes y tapent leur mot de passe',
      });
    closers.push(lockDataFolder(dataDir).release);
    if (!existsSync(join(dataDir, 'kek.json')))
      throw new AppError('kek_missing', 'this data folder has no key yet: start the service once', {
        detail: { fr: 'ce dossier n’a pas encore de clé : démarrez une fois le service' },
      });
    await checkDataFolder(config);
    const old = { dataDir, file: kekFile, token: kekToken, prompt };
    await changeKek(old, { ...target, prompt }, async ({ from, to, source }) => {
      const keys = { rowKey: rowKeyOf(from), nextRowKey: rowKeyOf(to) };
      const opened = await openStore({ judge, ...placeOf(config), hold: 'alone', clock, chance, ...keys });
      closers.push(opened.close);
      const two = await twoStandBy(opened, prompt, logins);
      await opened.store.transact((unit) => recordBegin(unit, two, 'vault', 'rotate'));
      return async () => {
        const rewrap = createRewrap({ from, to, chance });
        const secrets = await opened.store.transact(async (unit) => {
          const count = await unit.rewrapSecrets(rewrap);
          await recordDone(unit, two, 'vault', 'rotate', { secrets: count, source });
          await unit.sealAnew(keys.nextRowKey); // last: what the unit wrote before is sealed under the old key
          return count;
        });
        await opened.store.forgetSecrets(); // what the old key wrapped is in no file any more
        const folder = join(dataDir, 'keys');
        const files =
          rewrapAuthorities(folder, rewrap) + Number(rewrapJournalKey(join(folder, 'journal.json'), rewrap));
        world.stderr.write(
          bothLanguages(
            `${secrets} secrets et ${files} fichiers de clés sont sous la nouvelle clé`,
            `${secrets} secrets and ${files} key files are under the new key`,
          ),
        );
      };
    });
    world.stderr.write(
      bothLanguages(
        'les copies faites avant ont encore besoin de l’ancienne clé : gardez-la aussi longtemps qu’elles, ou détruisez les deux',
        'copies made before still need the old key: keep it as long as them, or destroy both',
      ),
    );
    return 0;
  } catch (error) {
    return reportFailure(error, world.stderr);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

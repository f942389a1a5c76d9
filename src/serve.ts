import { type App, openApp } from './app.ts';
import { readConfig, unknownSettings } from './config.ts';
import { isAppError } from './errors.ts';
import { createLog } from './log.ts';
import { terminalPrompt } from './vault/terminal.ts';
import { bothLanguages, terminalLines } from './words/terminal-lines.ts';

const USAGE = `jeton serve
  Runs the service. It takes no options: what it is to do stands in variables of its environment, all of them in
  docs/settings.md. « serve » n’a pas d’options : ses réglages sont des variables, toutes dans docs/settings.md.
`;

export interface ServeWorld {
  stderr: NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
}

const ROLES = {
  administrator: 'administrateur · administrator',
  'security-officer': 'responsable sécurité · security officer',
} as const;
/** What the first two sign in with. */
const LOGINS = { administrator: 'admin', 'security-officer': 'officer' } as const;

const AT_FIRST = `Identifiants · sign in as: ${LOGINS.administrator} (${ROLES.administrator}), ${LOGINS['security-officer']} (${ROLES['security-officer']})\n\n`;
const AFTER_RESTORE = `Base restaurée : remettez à chacun son lien, et à lui seul. Il demande le mot de passe, ou la clé d’accès, que la personne
avait au moment de la sauvegarde. Un administrateur et un responsable sécurité suffisent pour confirmer la restauration.
Records restored: hand each person their own link and no other. It asks for the password, or the passkey, that the person
had when the backup was made. One administrator and one security officer are enough to confirm the restore.\n\n`;

/** The one-time links of the first two people, or of those who may confirm a restore: on the terminal, never in the log. */
async function printFirstLinks(app: App, terminal: NodeJS.WritableStream): Promise<void> {
  const links = await app.identity.firstLinks();
  if (links.length === 0) return;
  terminal.write('\nLiens à usage unique, valables 15 minutes · one-time enrolment links, valid for 15 minutes:\n');
  for (const { person, name: whose, role, token, former } of links) {
    const name = role in ROLES ? ROLES[role as keyof typeof ROLES] : role;
    const who = former ? ` ${person.directoryId} ${whose}` : '';
    terminal.write(`  ${name.padEnd(39)} ${app.url}/bienvenue${former ? '?restauration=1' : ''}#${token}${who}\n`);
  }
  terminal.write(links.some(({ former }) => former) ? AFTER_RESTORE : AT_FIRST);
}

/** Whoever changed the console's name learns here how many passkeys open nothing any more. */
export async function warnOfPasskeys(
  { identity, url }: { identity: Pick<App['identity'], 'passkeysElsewhere'>; url: string },
  terminal: Pick<NodeJS.WritableStream, 'write'>,
): Promise<void> {
  const { here: name, bound } = await identity.passkeysElsewhere();
  const here = name ?? new URL(url).hostname;
  for (const { rpId, count } of bound)
    terminal.write(
      bothLanguages(
        `clés d’accès liées à ${rpId} : ${count}. Elles n’ouvrent rien sur ${here}. Redonnez ce nom à JETON_URL ou à JETON_PASSKEY_NAME, ou faites rouvrir les comptes par un administrateur`,
        `passkeys bound to ${rpId}: ${count}. They open nothing at ${here}. Give that name to JETON_URL or JETON_PASSKEY_NAME again, or have an administrator open the accounts anew`,
      ),
    );
}

/** On an empty data folder: the first administrator and the first security officer, without names until they are known. */
async function foundPeople(app: App, site: string): Promise<void> {
  const nobody = { service: 'DNUM', site };
  await app.flow.people
    .found([
      {
        directoryId: LOGINS.administrator,
        givenName: 'Premier',
        familyName: 'Administrateur',
        email: 'admin@localhost.invalid',
        ...nobody,
        role: 'administrator',
      },
      {
        directoryId: LOGINS['security-officer'],
        givenName: 'Premier',
        familyName: 'Responsable sécurité',
        email: 'officer@localhost.invalid',
        ...nobody,
        role: 'security-officer',
      },
    ])
    .catch((error: unknown) => {
      if (!isAppError(error, 'already_done')) throw error;
    });
}

/** Runs the service until SIGINT or SIGTERM. Answers the exit code; refusals to start are one line with what to do, and code 2 for an option: there is none. */
export async function serve(argv: readonly string[], { stderr, env }: ServeWorld): Promise<number> {
  // whoever asks for help wants no service to start
  if (argv.length > 0) {
    stderr.write(USAGE);
    return 2;
  }
  try {
    const config = readConfig(env);
    const log = createLog(config.logLevel, stderr);
    for (const name of unknownSettings(env)) log.warn(`${name} is no setting, and has no effect: docs/settings.md`);
    const stop = new Promise<void>((stopped) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped());
    });
    for (;;) {
      const app = await openApp({ config, log, prompt: terminalPrompt() });
      await foundPeople(app, config.node.site);
      stderr.write(`jeton: console ${app.url} · CRL and OCSP ${app.pkiUrl}\n`);
      await warnOfPasskeys(app, stderr);
      await printFirstLinks(app, stderr);
      const isOver = await Promise.race([stop.then(() => true), app.lost.then(() => false)]);
      await app.close();
      if (isOver) return 0;
      log.warn('other nodes took this one for gone: it starts anew');
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    stderr.write(terminalLines(error));
    return 1;
  }
}

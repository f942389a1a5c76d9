import { hash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { checkDataFolder } from '../app/folder/data-folder.ts';
import { placeOf } from '../app/place.ts';
import { openKeeper } from '../app/records.ts';
import { judge } from '../book/judge/judge.ts';
import { ZONE } from '../book/rules/calendar/working-days.ts';
import { createAuthorityFolder } from '../ca/keys/authority.ts';
import { type CeremonyDeps, createCeremony, type RootAct, type RootPlace } from '../ca/keys/ceremony.ts';
import { keysIn, pkcs11KeyId } from '../ca/keys/make-authority.ts';
import { createPkcs11Signer } from '../ca/keys/pkcs11-signer.ts';
import { chance, clock } from '../chance.ts';
import { type Config, readConfig } from '../config.ts';
import { writeDurably } from '../durable.ts';
import { settingsRefused } from '../errors.ts';
import { fullName } from '../flow/people/person-name.ts';
import type { Vault } from '../flow/ports/vault.ts';
import type { TokenSettings } from '../pkcs11/settings.ts';
import { drawCeremonyReport } from '../post/ceremony-report.ts';
import { createAuthorityRecords } from '../store/ca/authorities.ts';
import { lookAtRest } from '../store/place.ts';
import { lockDataFolder } from '../store/sqlite/lock.ts';
import { openStore } from '../store/store.ts';
import { loadKek } from '../vault/kek.ts';
import { rowKeyOf } from '../vault/row-key.ts';
import { terminalPrompt } from '../vault/terminal.ts';
import { createVault } from '../vault/vault.ts';
import { bothLanguages } from '../words/terminal-lines.ts';
import { ACTS, type Options, readOptions } from './ceremony-options.ts';
import { reportFailure } from './report-failure.ts';
import { actOf, type Prompt, recordBegin, recordDone, type Two, twoStandBy } from './standing-by.ts';

export interface CeremonyWorld {
  stderr: Pick<NodeJS.WritableStream, 'write'>;
  env: NodeJS.ProcessEnv;
  /** Asks without showing what is typed. */
  prompt?: Prompt | undefined;
}
/** The key of the root is asked for as the key of the service is, under its own name. */
const inRootsWords = (question: string): string =>
  question.replace('de ce service', 'de la racine').replace('of this service', 'of the root');

/** The root's own folder, under a passphrase of its own: nothing in the data folder opens it. */
async function rootFolder(dir: string, dataDir: string, prompt: Prompt): Promise<RootPlace> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const inside = (a: string, b: string): boolean => `${realpathSync(a)}${sep}`.startsWith(`${realpathSync(b)}${sep}`);
  if (inside(dir, dataDir) || inside(dataDir, dir)) {
    throw settingsRefused({
      en: 'the root is kept apart: give a folder outside the data folder, on a medium of its own',
      fr: 'la racine est gardée à part : donnez un dossier hors du dossier de données, sur son propre support',
    });
  }
  const ask: Prompt = (question) => prompt(`RACINE – ${inRootsWords(question)}`);
  const vault = createVault({ kek: await loadKek({ dataDir: dir, prompt: ask }), chance });
  const folder = createAuthorityFolder({ dir, vault });
  return { folder, find: () => folder.load().find(({ row }) => row.kind === 'root') };
}

async function rootToken(token: TokenSettings, service: CeremonyDeps['service'], prompt: Prompt): Promise<RootPlace> {
  const pin = await prompt(`RACINE – code PIN du jeton ${token.serial}`);
  return {
    folder: service,
    newKey: keysIn(token, pin, 'elsewhere'),
    find: () => {
      const root = service.load().findLast(({ row }) => row.kind === 'root' && row.evaluation === 0);
      if (!root) return undefined;
      const key = { ...token, pin, keyId: pkcs11KeyId(root.row.id) };
      return { ...root, signer: createPkcs11Signer(key, root.read.publicKey) };
    },
  };
}

async function rootPlaceOf(options: Options, service: CeremonyDeps['service'], dataDir: string, prompt: Prompt) {
  const { rootDir, rootToken: token, issuingToken } = options;
  const root = token ? await rootToken(token, service, prompt) : await rootFolder(rootDir ?? '', dataDir, prompt);
  if (!issuingToken) return { root };
  const pin = await prompt(`Autorité émettrice – code PIN du jeton ${issuingToken.serial}`);
  return { root, issuingKey: keysIn(issuingToken, pin, 'here') };
}

function perform({ act, ca = '', purpose = 'token' }: Options, deps: CeremonyDeps): Promise<RootAct> {
  const ceremony = createCeremony(deps);
  if (act === 'ceremony') return ceremony.found();
  if (act === 'renew') return ceremony.renew(purpose);
  return act === 'revoke' ? ceremony.revoke(ca) : ceremony.signRootCrl();
}

function report(options: Options, config: Config, done: RootAct, { officer, administrator }: Two) {
  const { root, issuing, rootCrl } = done;
  const made = options.issuingToken ? `jeton ${options.issuingToken.serial}` : 'fichier scellé du service';
  const house = {
    sender: [config.certificates.organisation],
    dutyPhone: config.print.dutyPhone,
    timeZone: ZONE,
  };
  const says = {
    act: ACTS[options.act],
    at: clock.now(),
    root: { ...root.row, key: options.rootToken ? `jeton ${options.rootToken.serial}` : 'dossier à part, chiffré' },
    issuing: issuing.map(({ row }) => ({
      ...row,
      purpose: row.purpose ?? 'token',
      key: options.act === 'revoke' ? 'révoquée' : made,
    })),
    crl: rootCrl,
    officer: fullName(officer.person),
    administrator: fullName(administrator.person),
  };
  return drawCeremonyReport(says, house);
}

interface Opened {
  config: Config;
  vault: Vault;
  store: Awaited<ReturnType<typeof openStore>>;
  pkiUrl: string;
}

/** 1. Two people, 2. the root's place, 3. the entry that it begins, 4. the act, 5. the entry that it is done, 6. the report. */
async function hold(
  options: Options,
  { config, vault, store: opened, pkiUrl }: Opened,
  { stderr }: CeremonyWorld,
  prompt: Prompt,
) {
  const { store } = opened;
  const two = await twoStandBy(opened, prompt, options, () => {
    stderr.write(`${ACTS[options.act].fr} · ${ACTS[options.act].en}\n`);
  });
  const service = createAuthorityFolder({ dir: join(config.dataDir, 'keys'), vault });
  const records = createAuthorityRecords(store.transact, actOf(two));
  const place = await rootPlaceOf(options, service, config.dataDir, prompt);
  await store.transact((unit) => recordBegin(unit, two, 'ca', options.act));
  const { organisation, siren, policyOid: policy } = config.certificates;
  const words = { organisation, siren, policy };
  const done = await perform(options, {
    ...place,
    chance,
    clock,
    records,
    status: opened.status,
    service,
    pkiUrl,
    words,
  });
  const pdf = await report(options, config, done, two);
  const [issuing, nomade] = done.issuing;
  const detail = {
    act: options.act,
    root: done.root.row.id,
    rootSha256: done.root.row.sha256,
    ...(issuing ? { issuing: issuing.row.id, issuingSha256: issuing.row.sha256 } : {}),
    ...(nomade ? { nomade: nomade.row.id, nomadeSha256: nomade.row.sha256 } : {}),
    rootCrlNumber: done.rootCrl.number,
    reportSha256: hash('sha256', pdf, 'hex'),
  };
  await store.transact((unit) => recordDone(unit, two, 'ca', options.act, detail));
  await openKeeper(config, { vault, opened }).checkpoint();
  writeDurably(options.report, pdf);
  stderr.write(bothLanguages(`fait. Racine ${done.root.row.sha256}`, `done. Root ${done.root.row.sha256}`));
  for (const { row } of done.issuing) {
    const told = `${row.id} (${row.purpose}) ${row.sha256}`;
    stderr.write(bothLanguages(`autorité émettrice ${told}`, `issuing CA ${told}`));
  }
  stderr.write(
    bothLanguages(
      `imprimez et signez ${options.report}, emportez la racine, puis démarrez le service`,
      `print and sign ${options.report}, take the root away, then start the service`,
    ),
  );
}

/**
 * `jeton ca …`: acts for which the root's key is brought. The service must be stopped, because they take the lock of its
 * data folder. Answers the exit code.
 */
export async function ceremony(argv: readonly string[], world: CeremonyWorld): Promise<number> {
  const closers: (() => unknown)[] = [];
  try {
    const options = readOptions(argv);
    const config = readConfig(world.env);
    const { url: pkiUrl } = config.pki;
    if (pkiUrl === undefined) {
      throw settingsRefused({
        en: 'set JETON_PKI_URL: the address is written into certificates for ever',
        fr: 'fixez JETON_PKI_URL : cette adresse est écrite pour toujours dans les certificats',
      });
    }
    if ((await lookAtRest(placeOf(config))).state === 'new') {
      throw settingsRefused({
        en: 'start the service once, so that security officer and administrator enrol',
        fr: 'démarrez une fois le service, pour que responsable sécurité et administrateur s’enrôlent',
      });
    }
    const prompt = world.prompt ?? terminalPrompt();
    if (!prompt)
      throw settingsRefused({
        en: 'a ceremony is held at a terminal: two people type their passwords',
        fr: 'une cérémonie se tient à un terminal : deux personnes y tapent leur mot de passe',
      });
    closers.push(lockDataFolder(config.dataDir).release);
    await checkDataFolder(config);
    const kek = await loadKek({ dataDir: config.dataDir, file: config.kekFile, token: config.kekToken, prompt });
    const vault = createVault({ kek, chance });
    const rowKey = rowKeyOf(kek);
    const store = await openStore({ judge, ...placeOf(config), hold: 'alone', clock, chance, rowKey });
    closers.push(store.close);
    await hold(options, { config, vault, store, pkiUrl }, world, prompt);
    return 0;
  } catch (error) {
    return reportFailure(error, world.stderr);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

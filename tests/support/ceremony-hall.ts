import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Log } from '../../src/log.ts';
import { ceremony } from '../../src/offline/ceremony.ts';

const PASSWORDS = { officer: 'quatre grands chevaux blancs', admin: 'deux vieilles barques vertes' };
/** Of the root's own folder. */
export const PASSPHRASE = 'racine sous scellé depuis hier';
const log: Log = { info: () => {}, warn: () => {}, error: () => {} };

export type Prompt = (question: string) => Promise<string>;
/** A data folder of a service that ran once on its evaluation CA, and the two people who may hold a ceremony there. */
export interface CeremonyHall {
  folder: string;
  /** The environment of service and ceremony; may be changed. */
  env: Record<string, string>;
  /** The service, in this process. */
  open(): Promise<App>;
  /** `jeton ca ACT` as both type it; answers its exit code. `place` says where the root is. */
  hold(act: string, more?: readonly string[], how?: { prompt?: Prompt; place?: readonly string[] }): Promise<number>;
  /** All that the command has said. */
  said(): string;
  report: string;
  journal(): { action: string; line: string }[];
  remove(): void;
}

/** Types what is asked for: the passphrase of the root's folder, a token's PIN, a password. */
export const typist =
  (root = PASSPHRASE, issuing = ''): Prompt =>
  async (question) => {
    if (question.startsWith('RACINE')) return root;
    if (question.startsWith('Autorité émettrice')) return issuing;
    return question.includes('officer') ? PASSWORDS.officer : PASSWORDS.admin;
  };

export async function openCeremonyHall(): Promise<CeremonyHall> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-ceremony-'));
  const kek = join(folder, 'kek');
  writeFileSync(kek, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
  const env: Record<string, string> = {
    JETON_DATA: join(folder, 'data'),
    JETON_KEK_FILE: kek,
    JETON_PORT: '0',
    JETON_PKI_PORT: '0',
    JETON_PKI_URL: 'http://pki.interieur.example',
    JETON_POLICY_OID: '1.2.250.1.999.1',
  };
  const open = (): Promise<App> => openApp({ config: readConfig(env), log });
  movedIn ??= await ranOnce(env, folder);
  cpSync(movedIn, join(folder, 'data'), { recursive: true });
  let said = '';
  const write = (text: string): boolean => {
    said += text;
    return true;
  };
  const report = join(folder, 'pv.pdf');
  return {
    folder,
    env,
    open,
    report,
    said: () => said,
    hold: (act, more = [], { prompt = typist(), place = ['--root-dir', join(folder, 'usb')] } = {}) => {
      const people = ['--officer', 'officer', '--administrator', 'admin'];
      return ceremony([act, ...people, '--report', report, ...place, ...more], { env, stderr: { write }, prompt });
    },
    journal: () => {
      const db = new Database(join(env['JETON_DATA'] ?? '', 'jeton.db'), { readonly: true });
      const rows = db.prepare('select action, line from journalEntry order by seq').all();
      db.close();
      return rows as { action: string; line: string }[];
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The data folder after the first run, made once a test file, for its keys and passwords take seconds. */
let movedIn: string | undefined;
afterAll(() => movedIn && rmSync(movedIn, { recursive: true, force: true }));

/** A first run of the service beside `folder`; answers its data folder. */
async function ranOnce(env: Record<string, string>, folder: string): Promise<string> {
  const data = `${folder}-moved-in`;
  await moveIn(await openApp({ config: readConfig({ ...env, JETON_DATA: data }), log }));
  return data;
}

/** An administrator (`admin`) and a security officer (`officer`) enrol by the links of the first start. */
export async function moveIn(app: Pick<App, 'flow' | 'identity' | 'close'>): Promise<void> {
  const people = [
    ['admin', 'Adèle', 'Roux', 'administrator'],
    ['officer', 'Olivier', 'Faure', 'security-officer'],
  ] as const;
  await app.flow.people.found(
    people.map(([directoryId, givenName, familyName, role]) => {
      const email = `${directoryId}@interieur.example`;
      return { directoryId, givenName, familyName, email, service: 'DNUM', site: 'Paris', role };
    }),
  );
  for (const { person, token } of await app.identity.firstLinks()) {
    const password = PASSWORDS[person.directoryId as keyof typeof PASSWORDS];
    await app.identity.enrol({ token, password }, { address: '127.0.0.1' });
  }
  await app.close();
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type App, openApp } from '../src/app.ts';
import { ceremony } from '../src/ceremony.ts';
import { readConfig } from '../src/config.ts';
import type { Log } from '../src/log.ts';

const PASSWORDS = { officer: 'quatre grands chevaux blancs', admin: 'deux vieilles barques vertes' };
const PASSPHRASE = 'racine sous scellé depuis hier';
const log: Log = { info: () => {}, warn: () => {}, error: () => {} };

describe('jeton ca', () => {
  let folder: string;
  let env: Record<string, string>;
  let said: string;
  const open = (): Promise<App> => openApp({ config: readConfig(env), log });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-ceremony-'));
    const kek = join(folder, 'kek');
    writeFileSync(kek, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    env = {
      JETON_DATA: join(folder, 'data'),
      JETON_KEK_FILE: kek,
      JETON_PORT: '0',
      JETON_PKI_PORT: '0',
      JETON_PKI_URL: 'http://pki.interieur.example',
      JETON_POLICY_OID: '1.2.250.1.999.1',
    };
    said = '';
    const app = await open();
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
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Types what is asked for. */
  const prompt = async (question: string): Promise<string> => {
    if (question.startsWith('RACINE')) return PASSPHRASE;
    return question.includes('officer') ? PASSWORDS.officer : PASSWORDS.admin;
  };
  const journal = () => {
    const db = new Database(join(env['JETON_DATA']!, 'jeton.db'), { readonly: true });
    const rows = db.prepare('select action, line from journalEntry order by seq').all() as {
      action: string;
      line: string;
    }[];
    db.close();
    return rows;
  };
  const report = () => join(folder, 'pv.pdf');
  const hold = (
    act: string,
    more: string[] = [],
    how: Partial<{ prompt: typeof prompt; root: string; without: string }> = {},
  ) => {
    if (how.without) delete env[how.without];
    const write = (text: string): boolean => {
      said += text;
      return true;
    };
    return ceremony(
      [
        ...[act, '--officer', 'officer', '--administrator', 'admin', '--report', report()],
        ...['--root-dir', how.root ?? join(folder, 'usb'), ...more],
      ],
      { env, stderr: { write }, prompt: how.prompt ?? prompt },
    );
  };

  it('goes from the evaluation to a real CA, and leaves a report that names fingerprints and people', async () => {
    expect([await hold('ceremony'), said.split('\n').at(-2)]).toEqual([
      0,
      `jeton: print and sign ${report()}, take the root away, then start the service`,
    ]);
    const text = execFileSync('pdftotext', ['-layout', report(), '-'], { encoding: 'utf8' });
    const root = /Root ([0-9a-f]{64})/.exec(said)![1]!;
    const issuing = /issuing CA (\S+) ([0-9a-f]{64})/.exec(said)!;
    for (const word of ['Procès-verbal', 'Olivier Faure', 'Adèle Roux', root, issuing[2]!])
      expect(text).toContain(word);
    rmSync(join(folder, 'usb'), { recursive: true });
    await (await open()).close();
    const lines = journal();
    expect(lines.filter(({ action }) => action.startsWith('ca.')).map(({ action }) => action)).toEqual([
      'ca.begin',
      'ca.ceremony',
    ]);
    expect(lines.findLast(({ action }) => action === 'service.start')!.line).toContain('"evaluation":false');
    expect(lines.map(({ line }) => line).join('')).not.toContain(PASSPHRASE);
  });

  it('renews, signs the CRL, revokes – each time with the root brought again', async () => {
    await hold('ceremony');
    expect(await hold('renew')).toBe(0);
    expect(await hold('root-crl')).toBe(0);
    const id = /jeton: issuing CA (\S+)/.exec(said)![1]!;
    expect(await hold('revoke', ['--ca', id])).toBe(0);
    expect(await hold('revoke', ['--ca', id])).toBe(1);
    expect(said).toContain('revoked already');
    expect(readdirSync(join(folder, 'usb')).sort()).toEqual(['kek.json', expect.stringMatching(/^root-/)]);
    expect(readFileSync(join(folder, 'usb', 'kek.json'), 'utf8')).toContain('argon2');
  });

  it.each<[string, () => Promise<number>, string]>([
    ['one password is wrong', () => hold('ceremony', [], { prompt: async () => 'faux faux faux faux' }), 'do not fit'],
    ['one person is both', () => hold('ceremony', ['--administrator', 'officer']), 'no administrator'],
    [
      'the root is in the data folder',
      () => hold('ceremony', [], { root: join(folder, 'data', 'root') }),
      'kept apart',
    ],
    ['there is no address', () => hold('ceremony', [], { without: 'JETON_PKI_URL' }), 'JETON_PKI_URL'],
    ['no root was made', () => hold('renew'), 'not the root of this service'],
    ['the act is unknown', () => hold('dance'), '"dance" is no act'],
  ])('is refused when %s', async (_, attempt, says) => {
    expect(await attempt()).toBe(1);
    expect(said).toContain(says);
  });

  it('is refused while the service runs', async () => {
    const app = await open();
    expect(await hold('ceremony')).toBe(1);
    expect(said).toContain('another instance uses the data folder');
    await app.close();
  });
});

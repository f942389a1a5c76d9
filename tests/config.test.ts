import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, unknownSettings } from '../src/config.ts';
import { type AppError, isAppError } from '../src/errors.ts';

function thrown(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('names that look like settings', () => {
  it('are told where they are none, and what is empty or of others is not', () => {
    const env = { JETON_KEKFILE: '/x', JETON_KEK_FILE: '/k', JETON_TOKEN: 't', JETON_URL: '', PATH: '/bin' };
    expect(unknownSettings(env)).toEqual(['JETON_KEKFILE']);
  });
});

describe('the configuration', () => {
  let folder: string;
  let count = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is told where letters say another number than anybody has set', () => {
    const row = readFileSync('docs/settings.md', 'utf8').match(/^\| `JETON_DUTY_PHONE`.*$/m)?.[0];
    expect(row).toContain(readConfig({}).print.dutyPhone);
  });
  const file = (text: string): string => {
    const path = join(folder, `${count++}.json`);
    writeFileSync(path, text);
    return path;
  };
  /** In French every refusal has a remedy, and no word that only English has. */
  const FRENCH = /\b(donnez|fixez|mettez|retirez|vérifiez)\b| demande JETON_/;
  const ENGLISH = /\b(the|needs|and|or|is|not|set|must|invalid|expected)\b/i;
  const refuses = (env: Record<string, string>, why: string, inFrench = '') => {
    const refusal = thrown(() => readConfig(env));
    expect(refusal).toMatchObject({ code: 'config_invalid', message: expect.stringContaining(why) });
    expect(refusal.detail['fr']).toMatch(FRENCH);
    expect(refusal.detail['fr']).not.toMatch(ENGLISH);
    expect(refusal.detail['fr']).toContain(inFrench);
  };

  const PORT = ['a whole number from 0 to 65535', 'donnez un nombre entier de 0 à 65535'] as const;
  it.each([
    ['JETON_URL', 'jeton.example', 'https://NAME', 'donnez https://NOM[:PORT]'],
    ['JETON_PORT', 'abc', ...PORT],
    ['JETON_PKI_PORT', '80.5', ...PORT],
    ['JETON_MTLS_PORT', '70000', ...PORT],
    ['JETON_RESERVE_MB', 'much', 'a whole number from 0 to 65536', 'donnez un nombre entier de 0 à 65536'],
    ['JETON_PKI_URL', 'https://pki.example', 'http://NAME', 'donnez http://NOM[:PORT]'],
    ['JETON_SECURITY_CONTACT', 'rssi@example.fr', 'mailto:ADDRESS', 'donnez mailto:ADRESSE'],
    ['JETON_LDAP_URL', 'ldap.example', 'ldaps://HOST', 'donnez ldaps://MACHINE'],
    ['JETON_SIEM_URL', 'syslog://siem.example', 'syslog+tls://HOST', 'donnez syslog+tls://MACHINE'],
    ['JETON_SMTP_URL', 'http://relay.example', 'smtps://HOST', 'donnez smtps://MACHINE'],
    ['JETON_OIDC_ISSUER', 'http://id.example', 'https://', 'donnez https://…'],
    ['JETON_TLS_NAMES', 'a.example,,b.example', 'host names and', 'donnez des noms de machines'],
    ['JETON_LOG_LEVEL', 'loud', 'Invalid option', 'donnez « error », « warn », « info » ou « debug »'],
    ['JETON_SIREN', '12', 'Invalid string', 'donnez un texte de la forme /^'],
    ['JETON_MAIL_FROM', 'Jeton', 'Invalid email', 'donnez une adresse e-mail'],
    ['JETON_PASSKEY_NAME', 'jeton .example', 'Invalid hostname', 'donnez un nom de machine'],
    ['JETON_KEK_FILE', ' ', 'Too small', 'donnez au moins 1 caractère'],
    ['JETON_SITE', 'x'.repeat(101), 'is longer than 100', 'donnez au plus 100 caractères'],
    ['JETON_SITE', 'Lyon\u200b', 'has a control or invisible character', 'retirez les caractères'],
  ])('says how %s is written where it is %s, in both languages', (name, value, how, inFrench) =>
    refuses({ [name]: value }, `${name}: ${how}`, `${name} : ${inFrench}`),
  );

  describe('of this node', () => {
    it('is called jeton and stands in Paris where nobody says else', () => {
      expect(readConfig({}).node).toEqual({ name: 'jeton', site: 'Paris' });
      expect(readConfig({ JETON_NODE: 'lyon-2', JETON_SITE: ' Lyon  Sud ' }).node).toEqual({
        name: 'lyon-2',
        site: 'Lyon Sud',
      });
    });

    it.each(['Lyon', '2lyon', 'lyon_2', 'lyon/2', 'l'.repeat(41)])('has no name such as %s', (name) => {
      refuses({ JETON_NODE: name }, 'JETON_NODE: a lower case letter', 'JETON_NODE : donnez une minuscule');
    });

    it('has a site of one line', () => {
      refuses({ JETON_SITE: 'Lyon\nParis' }, 'JETON_SITE');
      refuses({ JETON_SITE: 'x'.repeat(101) }, 'JETON_SITE');
    });
  });

  describe('of e-mail', () => {
    const FROM = { JETON_MAIL_FROM: 'jeton@interieur.example' };

    it('is none when no relay is named', () => {
      expect(readConfig(FROM).mail).toBeUndefined();
    });

    it.each([
      ['smtp://127.0.0.1:2525', false],
      ['smtp://localhost', false],
      ['smtp://[::1]:2525', false],
      ['smtp://relay.interieur.example:587', true],
      ['smtps://192.0.2.1', true],
      ['smtp://127.0.0.1.interieur.example', true],
    ])('asks for TLS off loopback: %s', (JETON_SMTP_URL, requireTls) => {
      expect(readConfig({ ...FROM, JETON_SMTP_URL }).mail).toMatchObject({ requireTls, from: FROM.JETON_MAIL_FROM });
    });

    it.each([
      [{ JETON_SMTP_URL: 'smtp://relay.example' }, 'JETON_MAIL_FROM'],
      [{ ...FROM, JETON_SMTP_URL: 'http://relay.example' }, 'JETON_SMTP_URL: smtps://HOST or smtp://USER@HOST:587'],
      [{ JETON_SMTP_PASSWORD_FILE: 'x' }, 'JETON_SMTP_PASSWORD_FILE needs JETON_SMTP_URL'],
      [{ ...FROM, JETON_MAIL_FROM: 'Jeton', JETON_SMTP_URL: 'smtp://relay.example' }, 'JETON_MAIL_FROM'],
      [{ ...FROM, JETON_SMTP_URL: 'smtp://jeton:pass@relay.example' }, 'holds a password'],
      [{ ...FROM, JETON_SMTP_URL: 'smtp://jeton@relay.example' }, 'belong together'],
      [{ ...FROM, JETON_SMTP_URL: 'smtp://relay.example', JETON_SMTP_PASSWORD_FILE: 'x' }, 'belong together'],
      [
        {
          ...FROM,
          JETON_SMTP_URL: 'smtp://relay.example',
          JETON_HOST: '0.0.0.0',
          JETON_TLS_CERT: 'a',
          JETON_TLS_KEY: 'b',
        },
        'needs JETON_URL',
      ],
    ])('is refused as %j', (env, why) => refuses(env, why));
  });

  describe('of passkeys', () => {
    const NODE = { JETON_URL: 'https://lyon.jeton.example:8443' };

    it('binds them to the console’s name, or to one above it', () => {
      expect(readConfig(NODE).passkeyName).toBeUndefined();
      expect(readConfig({ ...NODE, JETON_PASSKEY_NAME: 'Jeton.Example' }).passkeyName).toBe('jeton.example');
      expect(readConfig({ ...NODE, JETON_PASSKEY_NAME: 'lyon.jeton.example' }).passkeyName).toBe('lyon.jeton.example');
    });

    it.each([
      [{ JETON_PASSKEY_NAME: 'jeton.example' }, 'needs JETON_URL'],
      [{ ...NODE, JETON_PASSKEY_NAME: 'paris.jeton.example' }, 'ends with it'],
      [{ ...NODE, JETON_PASSKEY_NAME: 'eton.example' }, 'ends with it'],
      [{ ...NODE, JETON_PASSKEY_NAME: 'jeton .example' }, 'JETON_PASSKEY_NAME'],
    ])('is refused as %j', (env, why) => refuses(env, why));

    it('takes the names of the certificate for the console’s where no address is given', () => {
      const env = { JETON_TLS_NAMES: 'lyon.jeton.example', JETON_PASSKEY_NAME: 'jeton.example' };
      expect(readConfig({ ...env, JETON_PASSKEYS: 'required' }).passkeyName).toBe('jeton.example');
    });

    it.each([
      [{ JETON_URL: 'http://127.0.0.1:8090' }, 'http://127.0.0.1:8090'],
      [{ JETON_URL: 'http://jeton.example' }, 'http://jeton.example'],
      [{ JETON_TLS_NAMES: '10.0.0.7' }, 'https://10.0.0.7:8080'],
      [{ JETON_HOST: '127.0.0.2' }, 'http://127.0.0.2:8080'],
    ])('can be required of nobody at %j', (env, address) => {
      for (const JETON_PASSKEYS of ['required', 'operators'])
        refuses({ ...env, JETON_PASSKEYS }, `and ${address} has none`, `et ${address} n’en a pas`);
      expect(readConfig({ ...env, JETON_PASSKEYS: 'optional' }).passkeys).toBe('optional');
    });

    it('can be required where the console is localhost, or has a name under TLS', () => {
      for (const env of [{}, NODE, { JETON_URL: 'http://localhost:8090' }, { JETON_TLS_NAMES: 'jeton.example' }])
        expect(readConfig({ ...env, JETON_PASSKEYS: 'required' }).passkeys).toBe('required');
    });
  });

  describe('of the console’s address', () => {
    const OURS = { JETON_TLS_NAMES: 'jeton.example,10.0.0.7,2001:0db8::7' };
    it.each([
      [{ JETON_URL: 'https://Jeton.Example/' }, 'https://jeton.example'], // behind a proxy that speaks TLS
      [{ ...OURS, JETON_URL: 'https://jeton.example:8090' }, 'https://jeton.example:8090'],
      [{ ...OURS, JETON_URL: 'https://10.0.0.7:8090' }, 'https://10.0.0.7:8090'],
      [{ ...OURS, JETON_URL: 'https://[2001:db8::7]:8090' }, 'https://[2001:db8::7]:8090'],
      [{ JETON_TLS_CERT: 'a', JETON_TLS_KEY: 'b', JETON_URL: 'https://jeton.example' }, 'https://jeton.example'],
    ])('is taken from %j', (env, url) => {
      expect(readConfig(env).web.url).toBe(url);
    });

    it.each([
      [{ ...OURS, JETON_URL: 'https://jeton.other:8090' }, 'names jeton.other', 'mettez ce nom dans JETON_TLS_NAMES'],
      [{ ...OURS, JETON_URL: 'https://10.0.0.8' }, 'is for jeton.example, 10.0.0.7', 'vaut pour jeton.example'],
      [
        { ...OURS, JETON_URL: 'http://jeton.example:8090' },
        'set it to https://jeton.example:8090',
        'la valeur https://jeton.example:8090',
      ],
      [
        { JETON_TLS_CERT: 'a', JETON_TLS_KEY: 'b', JETON_URL: 'http://jeton.example' },
        'the console speaks TLS',
        'la console parle TLS',
      ],
      [{ JETON_URL: 'https://jeton/chemin' }, 'set it to https://jeton', 'la valeur https://jeton'],
      [{ JETON_URL: 'https://jeton/?a=1' }, 'set it to https://jeton', 'la valeur https://jeton'],
      [{ JETON_URL: 'https://jeton?' }, 'set it to https://jeton', 'la valeur https://jeton'],
      [{ JETON_URL: 'https://jeton/#a' }, 'set it to https://jeton', 'la valeur https://jeton'],
      [{ JETON_URL: 'https://me@jeton' }, 'set it to https://jeton', 'la valeur https://jeton'],
    ])('is refused as %j', (env, why, inFrench) => refuses(env, why, inFrench));

    it('gives mails their links by the names of the certificate', () => {
      const mail = { JETON_MAIL_FROM: 'jeton@interieur.example', JETON_SMTP_URL: 'smtp://localhost' };
      expect(readConfig({ ...mail, ...OURS, JETON_HOST: '0.0.0.0' }).mail).toBeDefined();
    });
  });

  describe('of TLS', () => {
    it('takes names and addresses for our own CA to certify, in lower case', () => {
      const { web } = readConfig({
        JETON_HOST: '0.0.0.0',
        JETON_TLS_NAMES: 'Jeton.Interieur.Example, 192.0.2.7,2001:db8::7',
      });
      const addresses = ['192.0.2.7', '2001:db8::7'];
      expect(web.tls).toEqual({ names: { dnsNames: ['jeton.interieur.example'], addresses } });
    });

    it.each([
      [{ JETON_TLS_NAMES: 'jeton_bad.example' }, 'JETON_TLS_NAMES'],
      [{ JETON_TLS_NAMES: 'a.example,,b.example' }, 'JETON_TLS_NAMES'],
      [{ JETON_TLS_NAMES: 'a.example', JETON_TLS_CERT: 'a', JETON_TLS_KEY: 'b' }, 'stands in place of'],
      [{ JETON_TLS_CERT: 'a' }, 'belong together'],
    ])('is refused as %j', (env, why) => refuses(env, why));
  });

  describe('of the provider, the SIEM and the database', () => {
    it.each([
      [{ JETON_OIDC_ISSUER: 'https://id.example' }, 'needs JETON_OIDC_CLIENT_ID'],
      [{ JETON_SIEM_CERT: 'a' }, 'belong together'],
      [{ JETON_DATABASE_CA: 'a' }, 'needs JETON_DATABASE_URL'],
    ])('is refused as %j', (env, why) => refuses(env, why));
  });

  describe('of the bench', () => {
    const bench = (text: string) => ({ JETON_BENCH_FILE: file(text) });
    const SLOT = { slot: '1', position: 'Poste 1', module: '/usr/lib/module.so' };

    it('reads its slots from a file', () => {
      expect(readConfig(bench(JSON.stringify([SLOT]))).bench).toEqual([{ ...SLOT, place: 'A', env: {} }]);
    });

    it('is refused, saying which part is wrong', () => {
      const slots = (more: object) => bench(JSON.stringify([{ ...SLOT, ...more }]));
      refuses({ JETON_BENCH_FILE: join(folder, 'none') }, 'JETON_BENCH_FILE cannot be read', 'vérifiez son chemin');
      refuses(bench('{'), 'JETON_BENCH_FILE: file', 'JETON_BENCH_FILE : fichier : donnez une liste');
      refuses(slots({ module: 'module.so' }), '0.module: is an absolute path', '0.module : donnez un chemin absolu');
      refuses(slots({ slot: undefined }), '0.slot', 'JETON_BENCH_FILE : 0.slot : donnez un texte');
      refuses(slots({ port: 1 }), '"port"', 'retirez « port »');
      refuses(slots({ pkcs11Slot: {} }), '0.pkcs11Slot', 'donnez l’une des formes');
    });
  });

  describe('of the directory', () => {
    const LDAP = { JETON_LDAP_URL: 'ldap://ldap.interieur.example', JETON_LDAP_BASE: 'ou=people,dc=example' };

    it('is none when no server is named', () => {
      expect(readConfig({}).directory).toBeUndefined();
    });

    it('asks for TLS off loopback and reads people as inetOrgPerson', () => {
      expect(readConfig(LDAP).directory).toMatchObject({
        requireTls: true,
        base: 'ou=people,dc=example',
        map: { people: '(objectClass=inetOrgPerson)', attributes: { directoryId: 'uid' }, groups: [] },
      });
      expect(readConfig({ ...LDAP, JETON_LDAP_URL: 'ldap://127.0.0.1:389' }).directory?.requireTls).toBe(false);
    });

    it('takes a map of attributes and groups from a file', () => {
      const map = { schema: 'active-directory', groups: [{ group: 'CN=Valideurs,DC=example', role: 'approver' }] };
      const { directory } = readConfig({ ...LDAP, JETON_LDAP_MAP_FILE: file(JSON.stringify(map)) });
      expect(directory?.map).toMatchObject({
        groups: [{ group: 'CN=Valideurs,DC=example', role: 'approver', scope: '*', nested: false }],
        attributes: { directoryId: 'sAMAccountName' },
      });
    });

    it('is refused, saying which part is wrong', () => {
      refuses({ JETON_LDAP_URL: 'ldap://x' }, 'JETON_LDAP_BASE');
      refuses({ ...LDAP, JETON_LDAP_URL: 'https://x' }, 'JETON_LDAP_URL');
      refuses({ ...LDAP, JETON_LDAP_BIND_DN: 'cn=x' }, 'belong together');
      refuses({ ...LDAP, JETON_LDAP_MAP_FILE: join(folder, 'none') }, 'cannot be read');
      refuses({ ...LDAP, JETON_LDAP_MAP_FILE: file('{') }, 'JETON_LDAP_MAP_FILE: file');
      refuses({ ...LDAP, JETON_LDAP_MAP_FILE: file('{"groups":[{"group":"cn=x","role":"king"}]}') }, 'groups.0.role');
      refuses(
        { ...LDAP, JETON_LDAP_MAP_FILE: file('{"attributes":{"site":"2l"}}') },
        'is not the name',
        'nom d’un attribut',
      );
      refuses({ ...LDAP, JETON_CA_FILE: join(folder, 'none') }, 'JETON_CA_FILE');
    });
  });
});

import { AppError } from '../../../src/errors.ts';
import { type DatabaseEnvironment, databaseSettings } from '../../../src/store/postgres/server/settings.ts';

const PASSWORD = 'secret-canari-7';
const FILE = { JETON_DATABASE_PASSWORD_FILE: '/etc/jeton/db-password' };
type Given = Partial<Record<keyof typeof DatabaseEnvironment, string>>;

/** What is said of settings that are refused: English and French. */
function refusal(given: Given): string {
  try {
    databaseSettings(given);
  } catch (error) {
    if (error instanceof AppError) return `${error.code} ${error.message} ${error.detail['fr']}`;
  }
  throw new Error('was not refused');
}

describe('where the database is', () => {
  it('is the data folder when nothing is set', () => expect(databaseSettings({})).toBeUndefined());

  it('is one server or several, over TCP', () => {
    const URL = 'postgresql://jeton@db1.interieur.example,192.0.2.7:5433,[2001:db8::7]:5434/jeton';
    expect(databaseSettings({ ...FILE, JETON_DATABASE_URL: URL, JETON_DATABASE_CA: '/etc/jeton/ca.pem' })).toEqual({
      user: 'jeton',
      database: 'jeton',
      passwordFile: '/etc/jeton/db-password',
      caFile: '/etc/jeton/ca.pem',
      servers: [
        { host: 'db1.interieur.example', port: 5432 },
        { host: '192.0.2.7', port: 5433 },
        { host: '2001:db8::7', port: 5434 },
      ],
    });
  });

  it('is a unix socket, where nothing but the name is needed', () => {
    const URL = 'postgresql:///jeton?host=/run/postgresql&user=jeton';
    expect(databaseSettings({ JETON_DATABASE_URL: URL })).toEqual({
      user: 'jeton',
      database: 'jeton',
      servers: [{ host: '/run/postgresql', port: 5432 }],
    });
    const [server] = databaseSettings({ ...FILE, JETON_DATABASE_URL: `${URL}&port=5433` })?.servers ?? [];
    expect(server).toEqual({ host: '/run/postgresql', port: 5433 });
  });

  it('has names that are percent-encoded', () => {
    const URL = 'postgres://jeton%40nord@DB1/la%20base?sslmode=verify-full&target_session_attrs=read-write';
    expect(databaseSettings({ ...FILE, JETON_DATABASE_URL: URL })).toMatchObject({
      user: 'jeton@nord',
      database: 'la base',
      servers: [{ host: 'db1', port: 5432 }],
    });
  });

  it('may have a certificate of ours in place of a password', () => {
    const given = { JETON_DATABASE_CERT: 'c.pem', JETON_DATABASE_KEY: 'k.pem' };
    const found = databaseSettings({ JETON_DATABASE_URL: 'postgresql://jeton@db1/jeton', ...given });
    expect(found?.client).toEqual({ certFile: 'c.pem', keyFile: 'k.pem' });
  });

  it.each([
    `postgresql://jeton:${PASSWORD}@db1/jeton`,
    `postgresql://jeton:a/${PASSWORD}@db1/jeton`,
    `postgresql://jeton:a?${PASSWORD}@db1/jeton`,
    `postgresql://jeton:a?b=${PASSWORD}@db1/jeton?sslmode=verify-full`,
    `postgresql://jeton:a@${PASSWORD}@db1/jeton`,
    `postgresql://:${PASSWORD}@db1/jeton`,
    `postgresql://jeton@db1/jeton?password=${PASSWORD}`,
    `postgresql:///jeton?host=/run&user=jeton&password=${PASSWORD}`,
    `postgresql://jeton@db1/jeton?sslpassword=${PASSWORD}`,
  ])('holds no password: %s', (JETON_DATABASE_URL) => {
    const said = refusal({ ...FILE, JETON_DATABASE_URL });
    expect(said).toMatch(/^config_invalid JETON_DATABASE_URL: a password .* un mot de passe /);
    expect(said).not.toContain(PASSWORD);
  });

  it.each(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'no-verify', ''])('refuses sslmode=%s', (mode) => {
    const said = refusal({ ...FILE, JETON_DATABASE_URL: `postgresql://jeton@db1/jeton?sslmode=${mode}` });
    expect(said).toMatch(/sslmode may only be verify-full .* sslmode ne peut être que verify-full/);
  });

  it.each([
    ['postgresql://jeton@db1/jeton?uselibpqcompat=true', /uselibpqcompat is not known.*uselibpqcompat est inconnu/],
    ['postgresql://jeton@db1/jeton?ssl=false', /parameter ssl is not known/],
    ['postgresql://jeton@db1/jeton?options=-c%20fsync%3Doff', /parameter options is not known/],
    ['postgresql://jeton@db1/jeton?sslrootcert=/ca.pem', /set JETON_DATABASE_CA .* réglez JETON_DATABASE_CA/],
    ['postgresql://jeton@db1/jeton?target_session_attrs=any', /may only be read-write or primary/],
    ['postgresql://jeton@db1/jeton?user=jeton', /two users/],
    ['postgresql://db1/jeton?user=a&user=b', /user stands twice/],
    ['postgresql://db1/jeton', /no user/],
    ['postgresql://jeton@db1', /no database/],
    ['postgresql://jeton@/jeton', /no server/],
    ['postgresql:///jeton?host=db1&user=jeton', /no server/],
    ['postgresql:///jeton?host=/run&user=jeton&sslmode=verify-full', /socket has no sslmode/],
    ['postgresql://jeton@db1/jeton?host=/run', /not in both/],
    ['postgresql://jeton@db1:0/jeton', /port is a number/],
    ['postgresql://jeton@db1:65536/jeton', /port is a number/],
    ['postgresql:///jeton?host=/run&user=jeton&port=x', /port is a number/],
    ['postgresql://jeton@db1:543210/jeton', /each of its servers/],
    ['postgresql://jeton@db1,/jeton', /each of its servers/],
    ['postgresql://jeton@[::g]/jeton', /each of its servers/],
    ['postgresql://jeton@%2Frun%2Fpostgresql/jeton', /each of its servers/],
    ['postgresql://jeton@db1/je%ton', /hexadecimal/],
    ['postgresql://jeton@db1/je%00ton', /control character/],
    ['mysql://jeton@db1/jeton', /write postgresql:/],
    ['postgresql://jeton@db1/jeton#x', /write postgresql:/],
    ['/run/postgresql jeton', /write postgresql:/],
  ])('is refused as %s', (JETON_DATABASE_URL, why) => {
    const said = refusal({ ...FILE, JETON_DATABASE_URL });
    expect(said).toMatch(why);
    expect(said).not.toContain('undefined');
  });

  const TCP = { JETON_DATABASE_URL: 'postgresql://jeton@127.0.0.1/jeton' };
  const SOCKET = { JETON_DATABASE_URL: 'postgresql:///jeton?host=/run&user=jeton' };
  it.each<[Given, RegExp]>([
    [FILE, /JETON_DATABASE_PASSWORD_FILE needs JETON_DATABASE_URL/],
    [{ JETON_DATABASE_CA: 'ca.pem' }, /JETON_DATABASE_CA needs JETON_DATABASE_URL/],
    [TCP, /set JETON_DATABASE_PASSWORD_FILE, or JETON_DATABASE_CERT/],
    [{ ...TCP, JETON_DATABASE_CERT: 'c' }, /belong together/],
    [{ ...TCP, ...FILE, JETON_DATABASE_KEY: 'k' }, /belong together/],
    [{ ...SOCKET, JETON_DATABASE_CA: 'ca.pem' }, /socket has no TLS/],
    [{ ...SOCKET, JETON_DATABASE_CERT: 'c', JETON_DATABASE_KEY: 'k' }, /socket has no TLS/],
  ])('is refused as %j', (given, why) => expect(refusal(given)).toMatch(why));
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(tsx?|mjs|js|css)$/.test(name),
);
const texts = files.map((file) => ({ file, text: readFileSync(path.join('src', file), 'utf8') }));
/** Lines of src that match, but for comments. */
const lines = (pattern: RegExp, only: (file: string) => boolean = () => true): string[] =>
  texts
    .filter(({ file }) => only(file))
    .flatMap(({ file, text }) =>
      text
        .split('\n')
        .filter((line) => pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

describe('the source', () => {
  it('starts no shell', () => {
    expect(lines(/shell:\s*true|\bexecSync\b/)).toEqual([]);
    expect(lines(/import \{[^}]*\bexec\b[^}]*\} from 'node:child_process'/)).toEqual([]);
  });

  it('puts no value into SQL but as a parameter', () => {
    // but for a limit, which was held to be a whole number just before, and a word that is one of the book's
    expect(lines(/sql\.(raw|lit)\(/)).toEqual([
      'store/statements/at-most.ts: return sql.raw(String(rows));',
      'store/statements/codes.ts: return sql.raw(quoted);',
    ]);
    const built = lines(/(prepare|exec)\((`[^`]*\$\{|['"][^'"]*['"]\s*\+)/, (file) => file.startsWith('store/'));
    // the only text built is a pragma’s name and number, constants of the program, and a trigger’s quoted name
    expect(built.filter((line) => !/PRAGMA|SAVEPOINT|savepoint|drop trigger \$\{quoted\(name\)\}/i.test(line))).toEqual(
      [],
    );
  });

  it('writes no HTML that was not escaped', () => {
    expect(lines(/dangerouslySetInnerHTML|innerHTML\s*=|insertAdjacentHTML|document\.write/)).toEqual([]);
    expect(lines(/\beval\(|new Function\(/)).toEqual([]);
  });

  it('loads nothing from another origin', () => {
    const client = (file: string) =>
      file.startsWith('console/client/') || file.startsWith('console/frame/shell/layout');
    expect(lines(/(src|href|url|import)\s*[=(]\s*['"{`]*\s*(https?:)?\/\/[a-z]/i, client)).toEqual([]);
  });

  it('lets no password end by itself', () => {
    expect(lines(/passwordExpires|setAt\s*\+|password.*maxAge/i)).toEqual([]);
  });

  it('builds no regular expression from a value', () => {
    // but for how many characters there are, by a number of the program's own
    const built = lines(/new RegExp\(/);
    expect(built.filter((line) => !/\$\{(soPin\.length|size|octets)\}/.test(line))).toEqual([]);
  });

  it('draws no chance from anything but the system’s generator', () => {
    expect(lines(/Math\.random\(|pseudoRandomBytes/)).toEqual([]);
  });

  it('uses no cipher or hash of the past', () => {
    const old = lines(/createHash\('(md5|sha1)'|createCipher\(|createCipheriv\('[^']*(ecb|cbc|des|rc4)/i);
    // lists of breached passwords are published by SHA-1: a name to look up, which protects nothing
    expect(old.filter((line) => !line.startsWith('identity/passwords/breached.ts'))).toEqual([]);
  });

  it('calls no address but those of its settings', () => {
    // the command line and the demo are clients of this service; the rest connects where app.ts sends it
    const client = (file: string) => !/^(cli|demo|console\/client)\//.test(file);
    const calls = lines(/\bfetch\(|https?\.(get|request)\(|net\.connect\(|tls\.connect\(|new WebSocket/, client);
    // the receiver that JETON_SIEM_URL names
    expect(calls).toEqual([expect.stringContaining('siem/connection.ts: const socket = tls.connect(')]);
    expect(lines(/from '(axios|got|undici|node-fetch)'/)).toEqual([]);
  });

  it('has each address that it calls among the connections that are written down', () => {
    const settings = texts.flatMap(({ text }) =>
      [...text.matchAll(/^ +(JETON_\w+_(?:URL|ISSUER)): /gm)].map(([, name = '']) => name),
    );
    const outward = settings.filter((name) => name !== 'JETON_PKI_URL'); // where gateways find us
    const connections = readFileSync('docs/security.md', 'utf8').split('\n## Connections\n')[1]?.split('\n## ')[0];
    expect(outward.length).toBeGreaterThanOrEqual(5);
    expect(outward.filter((name) => !connections?.includes(`\`${name}\``))).toEqual([]);
  });

  it('keeps nothing in a browser but the theme, whether sounds are muted, and a form until the next page', () => {
    const kept = lines(/(local|session)Storage|indexedDB|caches\.open|document\.cookie/);
    // what is typed goes along to the page in the other language, which takes it out again: typed.test.ts holds that no secret does
    expect(
      kept.filter((line) => line.includes('CARRIED')).map((line) => /sessionStorage\.(\w+)/.exec(line)?.[1]),
    ).toEqual(['setItem', 'getItem', 'removeItem']);
    expect(kept.filter((line) => !/theme|scheme|MUTED|CARRIED/i.test(line))).toEqual([]);
  });

  it('masks every field for a password, and lets managers fill it in', () => {
    const pages = texts.filter(({ file }) => file.startsWith('console/') && file.endsWith('.tsx'));
    const fields = pages.flatMap(
      ({ text }) => text.match(/<\w*(Field|input)\b[^>]*name="_?(password|current|repeat)"[^>]*>/gi) ?? [],
    );
    expect(fields.length).toBeGreaterThan(2);
    expect(fields.filter((field) => !/type="password"/.test(field) || !/-password"/.test(field))).toEqual([]);
    expect(lines(/onpaste/i)).toEqual([]);
  });
});

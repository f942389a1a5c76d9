import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { addressOf, SCRIPTS, STYLES } from '../../../src/console/frame/assets.ts';
import { type Hall, openHall } from '../hall.ts';

const NAMES = [...STYLES, ...SCRIPTS, 'favicon.svg'] as const;
const OPENED = { br: brotliDecompressSync, gzip: gunzipSync, identity: (content: Buffer) => content };

/** One answer as it comes over the wire: nothing is unpacked, nothing asked for that is not said here. */
function call(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: Buffer }>((done, failed) => {
    const asking = request(url, { method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    asking.on('error', failed).end();
  });
}

describe('the files that browsers keep', () => {
  let hall: Hall;
  beforeAll(async () => {
    hall = await openHall();
  });
  afterAll(() => hall.close());
  const at = (name: (typeof NAMES)[number]) => hall.url + addressOf(name);

  it.each(NAMES)('come compressed as the client asks, and are the same file: %s', async (name) => {
    const plain = await call(at(name));
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const sizes = [];
    for (const [coding, open] of Object.entries(OPENED)) {
      const { status, headers, body } = await call(at(name), { 'accept-encoding': coding });
      expect({ status, length: headers['content-length'], vary: headers['vary'] }).toEqual({
        status: 200,
        length: String(body.length),
        vary: 'Accept-Encoding',
      });
      expect(headers['content-encoding'] ?? 'identity').toBe(coding);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(open(body).equals(plain.body)).toBe(true);
      sizes.push(body.length);
    }
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  });

  it('answer HEAD without a body, and 304 to whoever has this very coding of this content', async () => {
    for (const coding of Object.keys(OPENED)) {
      const asked = { 'accept-encoding': coding };
      const { headers, body } = await call(at('console.css'), asked);
      const head = await call(at('console.css'), asked, 'HEAD');
      expect(head).toMatchObject({ status: 200, body: Buffer.alloc(0) });
      expect(head.headers['content-length']).toBe(String(body.length));
      const again = await call(at('console.css'), { ...asked, 'if-none-match': String(headers['etag']) });
      expect([again.status, again.body.length, again.headers['vary']]).toEqual([304, 0, 'Accept-Encoding']);
      const others = { 'accept-encoding': coding === 'br' ? 'gzip' : 'br' };
      expect((await call(at('console.css'), { ...others, 'if-none-match': String(headers['etag']) })).status).toBe(200);
    }
  });

  it('say 406 to whoever wants them in no way that there is', async () => {
    const { status, headers } = await call(at('console.css'), { 'accept-encoding': 'identity;q=0' });
    expect([status, headers['vary'], headers['cache-control']]).toEqual([406, 'Accept-Encoding', undefined]);
  });

  it('are no others than these', async () => {
    const address = addressOf('console.css');
    const refused = [
      ...[`${address}.br`, `${address}.map`, '/ressources/files.json', '/ressources/', '/ressources/console.css'],
      ...[`/ressources/..%2f..%2fpackage.json`, `/ressources/../package.json`, `${address}/`],
    ];
    for (const other of refused) expect([other, (await call(hall.url + other)).status]).toEqual([other, 404]);
    expect((await call(hall.url + address, {}, 'POST')).status).toBe(404);
  });

  it('say whose the design system is', async () => {
    for (const name of ['dsfr.css', 'icons.css'] as const)
      expect((await call(at(name))).body.toString().slice(0, 200)).toMatch(
        /^\/\*!\s+\* DSFR v1.*License-Identifier: MIT/,
      );
  });

  it('hold neither a typeface nor an address of a file elsewhere', async () => {
    for (const name of STYLES) {
      const css = (await call(at(name))).body.toString();
      expect(css).not.toContain('@font-face');
      expect(css.replaceAll('url("data:image/svg+xml', '').replaceAll("url('data:image/svg+xml", '')).not.toMatch(
        /url\(|@import/,
      );
    }
  });

  it('have every icon that a page names, once, and no other', async () => {
    const icon = /\bfr-icon-[a-z0-9-]*[a-z0-9]/g;
    const named = pageSources().flatMap((text) => text.match(icon) ?? []);
    const sheet = (await call(at('icons.css'))).body.toString();
    const held = sheet.match(/\.fr-icon-[\w-]+:before/g)?.map((text) => text.slice(1, -':before'.length)) ?? [];
    expect(held.sort()).toEqual([...new Set(named)].sort());
    expect(named.length).toBeGreaterThan(20);
  });

  it('have every class of the design system that a page names and the system knows', async () => {
    const whole = readFileSync('node_modules/@gouvfr/dsfr/dist/dsfr.min.css', 'utf8');
    const known = new Set(whole.match(/\.fr-[\w-]+/g) ?? []);
    const named = new Set(pageSources().flatMap((text) => text.match(/\bfr-[a-z][\w-]*/g) ?? []));
    const sheet = (await call(at('dsfr.css'))).body.toString();
    const held = new Set(sheet.match(/\.fr-[\w-]+/g) ?? []);
    expect([...known].filter((name) => named.has(name.slice(1)) && !held.has(name))).toEqual([]);
    // of what no page names only a few remain: the many kinds of what is composed, and what a negation names
    expect(held.size).toBeLessThan(known.size / 2);
  });
});

/** Every page's source, word for word. */
function pageSources(): string[] {
  return readdirSync('src/console', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|js|css)$/.test(file))
    .map((file) => readFileSync(path.join('src/console', file), 'utf8'));
}

import fc from 'fast-check';
import { addressOf } from '../../../src/console/frame/assets.ts';
import { type House, type Insider, openHouse } from './house.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';
import { framed, inLine, inTarget } from './wire.ts';

const PATHS = [
  '/connexion?suite=%2Fdemandes&lang=en',
  '/demandes/DEM-1998-00001',
  '/demandes?etat=submitted&texte=Alice&suite=eyJhIjoxfQ',
  '/compte/acces',
  '/journal?texte=a&de=2026-01-01&a=2026-12-31&acteur=x&suite=MTIz',
  '/administration?texte=%25&service=PREF-33',
  '/stock?etat=in_stock&texte=B-00',
  addressOf('favicon.svg'),
  '/api/v1/requests?state=submitted&state=approved&limit=20&cursor=eyJ9',
  '/api/v1/requests/DEM-1998-00001',
  '/api/v1/reports/daily?date=2026-11-24',
  '/api/v1/journal/entries?limit=1&from=0&to=99',
  '/.well-known/security.txt',
];
/** Names of headers that something looks at, and a value that it takes. */
const HEADERS: readonly (readonly [string, string])[] = [
  ['Authorization', 'Bearer jtn_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ['Idempotency-Key', '0b9b2a3e-7d5f-4a51-9f0e-1b2c3d4e5f60'],
  ['Sec-Fetch-Site', 'same-origin'],
  ['Origin', 'http://localhost'],
  ['Accept-Language', 'fr-FR,fr;q=0.9,en;q=0.8'],
  ['Content-Type', 'multipart/form-data; boundary=----x; charset=utf-8'],
  ['If-None-Match', 'W/"abc", "def"'],
  ['If-Modified-Since', 'Tue, 24 Nov 2026 10:00:00 GMT'],
  ['Range', 'bytes=0-0,-1,5-2'],
  ['X-Forwarded-For', '192.0.2.1, 198.51.100.2'],
  ['Accept-Encoding', 'gzip;q=1, br, *;q=0'],
  ['Forwarded', 'for="[2001:db8::1]";host=evil.example'],
];

describe('the head of a request', () => {
  let house: House;
  let insiders: Insider[];
  beforeEach(async () => {
    house = await openHouse();
    insiders = await Promise.all((['alice', 'thomas', 'aurore'] as const).map((name) => house.insider(name)));
  });
  afterEach(() => house.close());
  const own = ({ cookie, bearer }: Insider) =>
    [
      ['Cookie', cookie],
      ['Authorization', `Bearer ${bearer}`],
    ] as const;

  it('may have any path and query', async () => {
    const thrown = fc.tuple(mutants(PATHS), fc.nat(2));
    const seen = await throwAt(
      'paths and queries',
      thrown,
      ([target, who]) => {
        const path = inTarget(target);
        const insider = insiders[who]!;
        return house.send(framed('GET', path.startsWith('/') ? path : `/${path}`, own(insider)), insider);
      },
      { atOnce: 8 },
    );
    for (const status of ['200', '400', '404']) expect(seen.get(status) ?? 0).toBeGreaterThan(0);
    expect(house.faults).toEqual([]);
  });

  it('may have any header', async () => {
    const calls = [
      ['GET', '/api/v1/me'],
      ['GET', '/compte/acces'],
      ['POST', '/api/v1/requests'],
      ['GET', '/aide'],
    ] as const;
    const thrown = fc
      .tuple(fc.nat(HEADERS.length - 1), fc.constantFrom(...calls), fc.nat(2))
      .chain(([which, call, who]) => {
        const others = [HEADERS[which]![1], HEADERS[which]![1], HEADERS[(which + 1) % HEADERS.length]![1]];
        return fc.record({
          value: mutants(others),
          name: fc.constant(HEADERS[which]![0]),
          call: fc.constant(call),
          who: fc.constant(who),
        });
      });
    const seen = await throwAt(
      'headers',
      thrown,
      ({ value, name, call: [method, path], who }) => {
        const insider = insiders[who]!;
        const headers = [...own(insider).filter(([other]) => other !== name), [name, inLine(value)] as const];
        return house.send(framed(method, path, headers, Buffer.from('{}')));
      },
      { atOnce: 8 },
    );
    for (const status of ['200', '401']) expect(seen.get(status) ?? 0).toBeGreaterThan(0);
    expect(house.faults).toEqual([]);
  });

  it('may have any cookies', async () => {
    const jars = insiders.map(
      ({ cookie }) => `${cookie}; __Host-jeton-form=AAAAAAAAAAAAAAAAAAAAAA; __Host-jeton-lang=en`,
    );
    const journey = `__Host-jeton-fournisseur=${encodeURIComponent('{"state":"a","nonce":"b","verifier":"c"}')}`;
    const paths = ['/compte/acces', '/connexion', '/connexion/fournisseur/retour?code=a&state=a', '/aide'];
    const thrown = fc.tuple(mutants([...jars, journey]), fc.constantFrom(...paths));
    const seen = await throwAt(
      'cookies',
      thrown,
      ([cookie, path]) => house.send(framed('GET', path, [['Cookie', inLine(cookie)]])),
      { atOnce: 8 },
    );
    for (const status of ['200', '303']) expect(seen.get(status) ?? 0).toBeGreaterThan(0);
    expect(house.faults).toEqual([]);
  });
});

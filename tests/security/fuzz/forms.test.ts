import fc from 'fast-check';
import { filled, routesOf } from '../../console/routes.ts';
import { type House, type Insider, openHouse } from './house.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';
import { framed } from './wire.ts';

const FORM = 'application/x-www-form-urlencoded';
describe('a form', () => {
  let house: House;
  let insiders: Insider[];
  let paths: string[];
  beforeEach(async () => {
    house = await openHouse();
    insiders = await Promise.all((['alice', 'thomas', 'adele'] as const).map((name) => house.insider(name)));
    const posts = routesOf(house.hall.door).filter(({ method }) => method === 'post');
    // who signs out has no session to go on with
    paths = posts.map(({ path }) => filled(path)).filter((path) => path !== '/deconnexion');
  });
  afterEach(() => house.close());
  const thrown = (bodies: string[]) =>
    fc.record({ body: mutants(bodies), path: fc.constantFrom(...paths), who: fc.nat(insiders.length - 1) });

  it('may say anything', async () => {
    const fields = [
      'login=M-ALICE&password=trois+petits+chats+gris&_form=x',
      'kind=replacement&reason=lost&workstation=PN-1&comment=perdu&priority=1&kind=renewal',
      'role=technician&scope=*&validFrom=2026-11-24&validUntil=2026-12-24',
      'name=n&scopes=agent&scopes=technician&days=7',
      'reference=BL-1&model=Twin&tokens=Z-1%3B12345678%0AZ-2%3B12345678',
      'code=WDJB-MJHT&response=%7B%22id%22%3A%22a%22%2C%22type%22%3A%22public-key%22%7D',
    ];
    const seen = await throwAt(
      'form bodies',
      thrown(fields),
      ({ body, path, who }) => {
        const insider = insiders[who]!;
        const { cookie, csrf } = insider;
        const token = Buffer.from(`_csrf=${csrf}&`);
        const headers = [
          ['Content-Type', FORM],
          ['Cookie', cookie],
          ['Sec-Fetch-Site', 'same-origin'],
        ] as const;
        return house.send(framed('POST', path, headers, Buffer.concat([token, body])), insider);
      },
      { atOnce: 8 },
    );
    expect(seen.size).toBeGreaterThan(2);
    expect(house.faults).toEqual([]);
  });

  it('may carry any file', async () => {
    const part = (name: string, content: string, file = '') =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${file && `; filename="${file}"\r\nContent-Type: text/csv`}\r\n\r\n${content}\r\n`;
    const csv = 'matricule;prenom;nom;courriel;service;site\nM-Z;Zoé;Zola;zoe@interieur.example;PREF-33;Bordeaux\n';
    const bodies = [
      `${part('a', 'b')}${part('file', csv, 'a.csv')}--x--\r\n`,
      `${part('file', csv, 'a.csv')}${part('constructor', 'b')}${part('__proto__', 'c')}--x--\r\n`,
      `${part('serial', 'Z-1')}${part('serial', 'Z-2')}${part('file', 'a;b\n', '../../etc/passwd')}--x--\r\n`,
    ];
    const seen = await throwAt(
      'multipart bodies',
      thrown(bodies),
      ({ body, path, who }) => {
        const insider = insiders[who]!;
        const { cookie, csrf } = insider;
        const whole = Buffer.concat([Buffer.from(part('_csrf', csrf)), body]);
        const headers = [
          ['Content-Type', 'multipart/form-data; boundary=x'],
          ['Cookie', cookie],
        ] as const;
        return house.send(framed('POST', path, headers, whole), insider);
      },
      { atOnce: 8 },
    );
    expect(seen.size).toBeGreaterThan(1);
    expect(house.faults).toEqual([]);
  });
});

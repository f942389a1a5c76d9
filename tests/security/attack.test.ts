import { gzipSync } from 'node:zlib';
import { type House, openHouse } from './fuzz/house.ts';
import { exchange, framed } from './fuzz/wire.ts';

describe('somebody who attacks the running service', () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  });
  afterEach(() => house.close());

  it('does not choose where an invitation leads by the name that a request gives this service', async () => {
    const { cookie, csrf } = await house.insider('armand');
    const [eve] = await house.hall.reads.find('person', { directoryId: house.hall.loginOf('eve') });
    const headers = [
      ['Cookie', cookie],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ] as const;
    const body = Buffer.from(`_csrf=${csrf}`);
    const honest = framed('POST', `/administration/personnes/${eve?.id}/inviter`, headers, body).toString('latin1');
    const { text } = await exchange(
      { port: house.port },
      Buffer.from(honest.replace('Host: localhost', 'Host: evil.example')),
    );
    expect(text).toMatch(/^HTTP\/1.1 200/);
    expect(text).toContain(`${house.hall.url}/bienvenue#`);
    expect(text).not.toContain('evil.example');
  });

  const formOf = (cookie: string, type: string) =>
    [
      ['Cookie', cookie],
      ['Content-Type', type],
    ] as const;

  it('has no more revocations by code tried by the console’s form than by the REST door', async () => {
    const { cookie, csrf } = await house.insider('thomas');
    const body = Buffer.from(`_csrf=${csrf}&serial=NOTHING&code=`); // refused before anything is compared
    const call = framed('POST', '/securite/telephone', formOf(cookie, 'application/x-www-form-urlencoded'), body);
    const answers: string[] = [];
    for (let count = 0; count < 121; count += 1) answers.push(await house.send(call));
    expect([answers.filter((status) => status === '429').length, answers.at(-1)]).toEqual([1, '429']);
  });

  it('has no more pick-up codes tried by naming many parcels in one call', async () => {
    const { bearer } = await house.insider('thomas');
    const headers = [
      ['Authorization', `Bearer ${bearer}`],
      ['Content-Type', 'application/json'],
    ] as const;
    const parcel = (_: unknown, n: number) => ({ requestId: `NONE-${n}`, code: '12345678', document: 'passport' });
    const body = Buffer.from(JSON.stringify({ parcels: Array.from({ length: 50 }, parcel) }));
    const call = framed('POST', '/api/v1/parcels/given', headers, body);
    expect([await house.send(call), await house.send(call), await house.send(call)]).toEqual(['200', '200', '429']);
  });

  it('does not have the service read a file for which they have no right, and the attempt is journalled', async () => {
    const { cookie, csrf } = await house.insider('alice');
    const field = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nno;heading\r\n';
    for (const path of ['/administration/import', '/postes/inventaire']) {
      const body = Buffer.from(`${field('_csrf', csrf)}${file}--x--\r\n`);
      const call = framed('POST', path, formOf(cookie, 'multipart/form-data; boundary=x'), body);
      expect(await house.send(call)).toBe('403');
    }
    const refused = (await house.hall.opened.lists.entries({ outcome: 'refused' }, { limit: 5 })).items;
    expect(refused.map(({ action }) => action)).toEqual(['workstation.import', 'person.import']);
  });

  it('has no more of a file held at the REST door than of any other body', async () => {
    const { bearer } = await house.insider('alice');
    const headers = [
      ['Authorization', `Bearer ${bearer}`],
      ['Content-Type', 'text/csv'],
    ] as const;
    // the second is a right of every agent, for themselves alone: nobody has that much to ask for
    for (const path of ['/api/v1/people/import', '/api/v1/requests/import']) {
      const call = framed('POST', path, headers, Buffer.alloc(100_001, 'a'));
      expect([path, await house.send(call)]).toEqual([path, '413']);
    }
  });

  it('gets no compressed form unpacked', async () => {
    const { cookie, csrf } = await house.insider('alice');
    const headers = [...formOf(cookie, 'application/x-www-form-urlencoded'), ['Content-Encoding', 'gzip']] as const;
    const call = framed('POST', '/session/prolonger', headers, gzipSync(`_csrf=${csrf}`));
    expect(await house.send(call)).toBe('422');
  });

  it('writes no sentence of their own into the journal in the place of an id', async () => {
    const { cookie, csrf } = await house.insider('alice');
    const { caller } = (await house.hall.identity.bySession(cookie.replace('__Host-jeton=', '')))!;
    const said = 'Jean Dupont\n\u202eCEF:0|';
    const body = Buffer.from(`_csrf=${csrf}`);
    const form = formOf(cookie, 'application/x-www-form-urlencoded');
    for (const path of [
      '/demandes/ID/retirer',
      '/administration/personnes/ID/inviter',
      '/compte/jetons-api/ID/revoquer',
    ])
      expect(await house.send(framed('POST', path.replace('ID', encodeURIComponent(said)), form, body))).toBe('404');
    await expect(house.hall.flow.request.withdraw(caller, { requestId: said })).rejects.toThrow();
    const { items } = await house.hall.opened.lists.entries({ actor: caller.personId }, { limit: 50 });
    expect(items.map(({ subject }) => subject)).toContain('request:unreadable');
    expect(JSON.stringify(items)).not.toContain('Dupont');
  });

  it('gets one thing done once by sending it many times at once', async () => {
    const { bearer } = await house.insider('alice');
    const body = Buffer.from(JSON.stringify({ kind: 'first-issue', workstation: 'PN-1' }));
    const headers = [
      ['Authorization', `Bearer ${bearer}`],
      ['Content-Type', 'application/json'],
    ] as const;
    const call = framed('POST', '/api/v1/requests', headers, body);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => house.send(call)));
    expect(statuses.sort()).toEqual(['201', ...Array.from({ length: 19 }, () => '409')]);
    expect(await house.hall.reads.count('request', {})).toBe(1);
  });
});

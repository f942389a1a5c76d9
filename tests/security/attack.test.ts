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

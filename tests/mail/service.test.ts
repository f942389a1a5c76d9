import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, openApp } from '../../src/app.ts';
import type { Caller } from '../../src/book/rights/roles.ts';
import type { Role } from '../../src/book/tables/codes.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { agent, BASE, BIND, type Slapd, startSlapd } from '../directory/slapd.ts';
import { openRelay, type RelayServer } from './relay.ts';

describe('the service with a mail relay and a directory', () => {
  let dir: string;
  let slapd: Slapd;
  let relay: RelayServer;
  let app: App;
  const logged = new PassThrough();
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'jeton-outside-'));
    const secret = (name: string, text: string): string => {
      const path = join(dir, name);
      writeFileSync(path, `${text}\n`, { mode: 0o600 });
      return path;
    };
    [slapd, relay] = await Promise.all([startSlapd([agent('M-ALICE'), agent('M-CORINNE')]), openRelay()]);
    const config = readConfig({
      JETON_DATA: join(dir, 'data'),
      JETON_KEK_FILE: secret('kek', Buffer.alloc(32, 7).toString('base64')),
      JETON_PORT: '0',
      JETON_PKI_PORT: '0',
      JETON_LOG_LEVEL: 'error',
      JETON_SMTP_URL: relay.url,
      JETON_MAIL_FROM: 'jeton@interieur.example',
      JETON_LDAP_URL: slapd.url,
      JETON_LDAP_BASE: BASE,
      JETON_LDAP_BIND_DN: BIND.dn,
      JETON_LDAP_BIND_PASSWORD_FILE: secret('ldap', BIND.password),
    });
    app = await openApp({ config, log: createLog('error', logged) });
  });
  afterAll(async () => {
    await app.close();
    await Promise.all([slapd.stop(), relay.close()]);
    rmSync(dir, { recursive: true, force: true });
  });

  const caller = (personId: string, role: Role): Caller => ({
    personId,
    service: 'PREF-33',
    freshUntil: Number.MAX_SAFE_INTEGER,
    grants: [{ role, scope: '*', validFrom: null, validUntil: null, revokedAt: null }],
  });

  it('brings people in from the one, tells them by the other, and says how mails stand', async () => {
    const [admin] = await app.flow.people.found([
      {
        directoryId: 'admin',
        givenName: 'Premier',
        familyName: 'Administrateur',
        email: 'admin@localhost.invalid',
        service: 'DNUM',
        site: 'Paris',
        role: 'administrator',
      },
    ]);
    const administrator = caller(admin!.id, 'administrator');
    const comesIn = (token: string) =>
      app.identity.enrol({ token, password: 'trois petits chats gris' }, { address: '192.0.2.7' });
    for (const { token } of await app.identity.firstLinks()) await comesIn(token);
    expect(await app.flow.directory.read(administrator, { manyLeft: false })).toMatchObject({ seen: 2, added: 2 });
    const { items } = await app.flow.reading.people(administrator, { text: 'M-CORINNE' }, { limit: 5 });
    const personId = items[0]!.id;
    await app.flow.people.grant(administrator, { personId, role: 'correspondent', scope: '*' });
    await comesIn((await app.identity.invite(administrator, personId)).token);
    const correspondent = caller(personId, 'correspondent');
    const toNadia = () => relay.received.filter(({ to }) => to === 'nadia@interieur.example');
    await slapd.asRoot((client) =>
      client.add(slapd.dnOf({ uid: 'M-NEW' }), {
        objectClass: ['inetOrgPerson'],
        uid: 'M-NEW',
        cn: 'Nadia Neuve',
        givenName: 'Nadia',
        sn: 'Neuve',
        mail: 'nadia@interieur.example',
        departmentNumber: 'PREF-33',
        l: 'Bordeaux',
      }),
    );
    const request = await app.flow.request.submit(correspondent, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
      holder: 'm-new',
    });

    for (const until = Date.now() + 15_000; toNadia().length === 0 && Date.now() < until; ) await sleep(50);
    expect(toNadia()).toMatchObject([{ to: 'nadia@interieur.example', from: 'jeton@interieur.example' }]);
    expect(toNadia()[0]?.raw.replace(/=\r\n/g, '')).toContain(`${app.url}/demandes/${request.number}`);

    const read = async () => (await fetch(`${app.url}/metrics`)).text();
    let metrics = await read();
    // the mark follows the relay's answer
    while (!metrics.includes('jeton_mails{state="waiting"} 0')) metrics = await read();
    expect(metrics).toContain('jeton_mails{state="waiting"} 0');
    expect(metrics).toContain('jeton_mails{state="dead"} 0');
    expect(metrics).toContain('jeton_mail_oldest_seconds 0');
    expect(await (await fetch(`${app.url}/readyz`)).json()).toMatchObject({ ready: true, waiting: [] });
    expect(logged.read()).toBeNull();
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineRequest } from '../support/world/machines.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('the mission from the command line', () => {
  let service: Service;
  let folder: string;
  beforeEach(async () => {
    service = await createService();
    folder = mkdtempSync(join(tmpdir(), 'jeton-cli-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await service.close();
  });
  const { as } = terminals(() => service);
  const file = (name: string, text: string | Buffer): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('takes a request from submission to a revoked token', async () => {
    expect((await as('alice', 'request', 'submit', '--workstation', 'PN-1', '--comment', 'Nouvel arrivant')).out).toBe(
      'DEM-1998-00001 is submitted\n',
    );
    const number = 'DEM-1998-00001';
    expect((await as('alice', 'request', 'list')).out).toMatch(
      /DEM-1998-00001\s+submitted\s+first-issue\s+Alice Agard\s+PN-1/,
    );
    expect((await as('valerie', 'request', 'show', number)).out).toContain('Nouvel arrivant');
    expect((await as('valerie', 'approve', number)).out).toMatch(/DEM-1998-00001\s+approved/);
    expect((await as('thomas', 'queue')).out).toContain(number);
    service.world.twin.onStep('generateKey', () => sleep(3_000));
    const produced = await as('thomas', 'bench', 'produce', '--next', '1', '--slot', '1');
    expect(produced).toMatchObject({ code: 0, out: expect.stringContaining('1 of 1 produced') });
    expect(produced.err).toMatch(
      /slot 1 {2}DEM-1998-00001 on B-0001 …\n(slot 1 {2}DEM-.*\n)*slot 1 {2}DEM-1998-00001 produced in [\d.]+ s\n/,
    );
    expect(produced.err).toContain('slot 1  DEM-1998-00001: Initialised (2 of 6)\n');
    const shown = await as('theo', 'handover', 'challenge', number, '--slot', '1');
    expect(shown.out).toMatch(/subject\s+.*CN=Alice Agard/);
    expect((await as('alice', 'handover', 'accept', number)).code).toBe(0);
    const { json } = await as('theo', 'letters', 'list', '--json');
    const letter = json.items.find((item) => item['kind'] === 'pin');
    expect((await as('thomas', 'letters', 'print', String(letter?.['id']))).err).toContain('a second person must act');
    expect((await as('valerie', 'letters', 'print', String(letter?.['id']))).code).toBe(0);
    expect((await as('valerie', 'letters', 'confirm', String(letter?.['id']))).code).toBe(0);
    expect((await as('theo', 'handover', 'done', number)).out).toBe('handed over\n');
    expect((await as('alice', 'handover', 'receipt', number)).code).toBe(0);
    expect((await as('alice', 'tokens')).out).toMatch(/B-0001\s+token\s+active/);
    expect((await as('thomas', 'stock', 'equation')).out).toContain('received 12: balanced');
    expect((await as('alice', 'report-loss', 'B-0001')).out).toMatch(/^B-0001 has been revoked since 1998-11-24/);
    expect(await as('alice', 'report-loss', 'B-0001')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^jeton: this token is revoked/),
    });
    const report = await as('simon', 'report', 'daily', '--date', '1998-11-24');
    expect(report.out).toMatch(/produced\s+1 by 1 technician \(one makes 25 to 30, 50 in surge mode\)/);
    // every figure of the page
    expect(report.out).toMatch(/at the first try\s+1 of 1\n/);
    expect(report.out).toMatch(/delivery site\s+received\s+produced\s+handed over\n\S+\s+1\s+1\s+1\n/);
    expect(report.out).toMatch(/from request to hand-over\s+\S+/);
    expect(report.out).toMatch(/open\s+< 1 day\s+1–3 days/);
    expect(report.out).toMatch(/model\s+produced\s+made again\s+scrapped\s+set aside\nTwin\s+1\s+0\s+0\s+0\n/);
    expect(report.out).toMatch(/workstations\s+how many\ntaken over\s+3\nretired\s+1\n/);
    expect(report.out).toMatch(/site\s+commissioned\s+migrated\s+retired\nBordeaux\s+0\s+0\s+1\n/);
    // by name, as the page does, and to a technician their own alone
    expect(report.out).toMatch(/technician\s+produced\nThomas Tissier\s+1\n/);
    const french = await as('thomas', '--lang', 'fr', 'report', 'daily', '--date', '1998-11-24');
    expect(french.out).toMatch(/technicien\s+produits\nThomas Tissier\s+1\n/);
    expect((await as('theo', 'report', 'daily', '--date', '1998-11-24')).out).not.toContain('Thomas');
    expect((await as('simon', 'report', 'daily', '--csv')).out).toContain('1998-11-24');
    const week = await as('simon', 'report', 'weekly', '--date', '1998-11-24');
    expect(week.out).toMatch(/produced\s+1 on 1 days of one technician \(usual 25 to 30, 50 in surge mode\)/);
    expect(week.out).toMatch(/1998-11-24\s+1\s+1\s+1\s+1\n/);
    expect(week.out).toMatch(
      /day\s+taken over\s+commissioned\s+migrated\s+exchanged\s+retired\n1998-11-24\s+3\s+0\s+0\s+0\s+1\n/,
    );
    expect((await as('simon', 'report', 'monthly', '--csv')).out).toContain('Premier jour;First day;1998-11-01');
    expect((await as('simon', 'report', 'trends')).out).toMatch(/1998-11\s+1\s+1\s+0\s+0\s+0\s+0\s+0\n/);
    expect((await as('simon', 'report', 'trends', '--csv')).out).toContain('Par mois;By month;1998-11;');
    expect((await as('simon', 'report', 'weekly', '--date', '1999-12-24')).code).toBe(1);
  });

  it('approves several, and says which were refused and why', async () => {
    await as('alice', 'request', 'submit', '--kind', 'nomade', '--device', 'Téléphone', '--system', 'android');
    await as('valerie', 'request', 'submit', '--kind', 'nomade', '--device', 'Téléphone', '--system', 'android');
    const done = await as('valerie', 'approve', 'DEM-1998-00001', 'DEM-1998-00002');
    expect(done.code).toBe(1);
    expect(done.out).toMatch(/DEM-1998-00001\s+approved/);
    expect(done.out).toMatch(/DEM-1998-00002\s+not done\s+you asked for this.*\[own_request\]/);
  });

  it('produces side by side, one request a slot, and says when no more can be', async () => {
    for (const [name, workstation] of [
      ['alice', 'PN-1'],
      ['bruno', 'PN-2'],
      ['eve', 'PN-3'],
    ] as const) {
      const request = await service.world.flow.request.submit(service.world[name], {
        kind: 'first-issue',
        workstation,
        priority: 0,
      });
      await service.world.approve(request.id);
    }
    const done = await as('thomas', 'bench', 'produce', '--next', '3', '--json');
    expect(done).toMatchObject({
      code: 1,
      json: {
        made: 2,
        results: [
          { slot: '1', outcome: 'produced' },
          { slot: '2', outcome: 'produced' },
        ],
      },
    });
    expect(done.err).toContain('no more tokens in stock are plugged in');
    expect(await service.world.reads.count('request', { state: 'approved' })).toBe(1);
    const written = (await as('thomas', '--lang', 'fr', 'bench', 'slots')).out;
    expect(written).toMatch(/^logement.*\n1 .* Produit .* Collez son étiquette, puis rangez-le pour la remise\.\n/);
    const elsewhere = await as('thomas', 'bench', 'produce', '--slot', '7');
    expect(elsewhere).toMatchObject({
      code: 1,
      err: expect.stringMatching(/the bench has no slot 7.*\nhint: jeton bench/),
    });
    service.world.plugNext('1');
    expect(await as('thomas', 'bench', 'produce', '--next', '1')).toMatchObject({ code: 0 });
    service.world.plugNext('2');
    expect(await as('thomas', 'bench', 'produce')).toMatchObject({
      code: 1,
      err: expect.stringContaining('the queue has no request'),
    });
  });

  it('imports people and workstations, or says line by line what is wrong', async () => {
    const people = file(
      'people.csv',
      '\ufeffmatricule;prenom;nom;courriel;service;site\nM-ZOE;Zoé;Zola;zoe@interieur.example;PREF-33;Bordeaux\n',
    );
    expect(await as('adele', 'import', 'people', people)).toMatchObject({
      code: 0,
      out: '1 added, 0 updated, 0 unchanged\n',
    });
    expect((await as('adele', 'people', 'list', '--text', 'zola')).out).toMatch(/M-ZOE\s+Zoé\s+Zola/);
    const wrong = file(
      'wrong.csv',
      'matricule;prenom;nom;courriel;service;site\nM-1;Zoé;Zola;no address;PREF-33;Bordeaux\n;A;B;a@b.example;PREF-33;Bordeaux\n',
    );
    const refused = await as('adele', 'import', 'people', wrong);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/nothing was imported: the file has 2 faults/);
    expect(refused.err).toMatch(/ {2}line 2, courriel: not an e-mail address\n {2}line 3, matricule: no value\n/);
    expect(await service.world.reads.count('person', { directoryId: 'M-1' })).toBe(0);
    const workstations = file('pn.csv', 'numero;modele;service;site\nPN-90;SPAN 14;PREF-33;Bordeaux\n');
    expect((await as('thomas', 'import', 'inventory', workstations, '--apply')).out).toBe(
      '1 added, 0 updated, 0 unchanged\n',
    );
    expect((await as('thomas', 'import', 'inventory', join(folder, 'nothing'))).err).toContain('cannot be read');
  });

  it('takes over workstations of before by two persons, and certifies one for the key that was compared', async () => {
    const before = file('before.csv', 'numero;modele;service;site;agent\nPN-91;SPAN 14;PREF-33;Bordeaux;M-ALICE\n');
    const proposed = await as('adele', 'propose', 'take-over', before);
    expect(proposed.out).not.toContain('columns that say nothing here');
    const glpi = file('glpi.csv', 'numero;modele;service;site;Utilisateur\nPN-92;SPAN 14;PREF-33;Bordeaux;aagard\n');
    const told = await as('adele', '--lang', 'fr', 'propose', 'take-over', glpi);
    expect(told.out).toContain('colonnes sans effet ici : Utilisateur');
    const [, id = ''] = /proposed as (\w+)/.exec(proposed.out) ?? [];
    const confirmed = await as('olga', 'confirm', id, '--yes');
    expect(confirmed.out).toContain('(workstation.takeOver)');
    expect(confirmed.out).toContain('about PN-91: Alice Agard (M-ALICE)');
    const { request, keySha256 } = machineRequest();
    const pem = file('pn.pem', `-----BEGIN CERTIFICATE REQUEST-----\n${request}\n-----END CERTIFICATE REQUEST-----\n`);
    const shown = await as('theo', 'workstation', 'certify', 'PN-91', pem);
    expect(shown.out).toContain(`give it back: --key ${keySha256}`);
    const wrong = await as('theo', 'workstation', 'certify', 'PN-91', pem, '--key', 'e'.repeat(64));
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('not the one that you compared') });
    const done = await as('theo', 'workstation', 'certify', 'PN-91', pem, '--key', keySha256);
    expect(done.out).toContain('is issued to PN-91');
  });

  it('puts a workstation into service item by item', async () => {
    const items = ['disk-encryption', 'local-firewall', 'vpn-profile', 'privacy-filter'];
    expect((await as('thomas', 'workstation', 'sign', 'PN-NEW', ...items)).out).toBe('still to do: image-version\n');
    expect((await as('thomas', 'workstation', 'show', 'PN-NEW')).out).toMatch(/image-version\s+to do/);
    expect((await as('thomas', 'workstation', 'sign', 'PN-NEW', 'image-version=SPAN 24H2')).err).toContain(
      'you brought this',
    );
    expect((await as('theo', 'workstation', 'sign', 'PN-NEW', 'image-version=SPAN 24H2')).out).toBe(
      'PN-NEW is in service\n',
    );
    expect((await as('thomas', 'workstation', 'list', '--state', 'commissioned')).out).toContain('PN-NEW');
    const imaged = await as('thomas', 'workstation', 'list', '--image', 'SPAN 24H2', '--sort', '-site', '--json');
    expect(imaged.json).toMatchObject({ items: [{ assetNumber: 'PN-NEW' }], next: null });
    expect((await as('thomas', 'workstation', 'list', '--service', 'PREF-99')).out).not.toContain('PN-');
    expect((await as('thomas', 'workstation', 'list', '--sort', 'colour')).err).toContain('colour');
    const { out: shown } = await as('thomas', 'workstation', 'show', 'PN-NEW');
    expect(shown).toContain('SPAN 24H2');
    expect(shown).toMatch(/round +checklist +version +items\n1 +commissioning +1 +\d+\n/);
    expect((await as('thomas', 'checklist', 'list')).out).toMatch(/commissioning\s+\*\s+\*\s+1\s+disk-encryption/);
    const next = { purpose: 'migration', model: 'SPAN 14', image: '*', version: 1 };
    const seal = { code: 'seal', fr: 'Scellé', en: 'Seal', required: true };
    const proposal = file('seal.json', JSON.stringify({ ...next, items: [seal] }));
    expect((await as('odile', 'propose', 'checklist', proposal)).out).toContain('proposed as');
    expect((await as('odile', 'propose', 'checklist', file('no.json', 'no'))).err).toContain('no JSON');
    // somebody else's machine is as none, until it is hers
    const strangers = { code: 1, err: expect.stringContaining('no such workstation') };
    expect(await as('alice', 'workstation', 'lose', 'PN-NEW')).toMatchObject(strangers);
    expect(await as('alice', 'workstation', 'lose', 'PN-NONE')).toMatchObject(strangers);
    await as('thomas', 'workstation', 'assign', 'PN-NEW', 'M-ALICE', '--reason', 'handed-out');
    expect((await as('alice', 'workstation', 'lose', 'PN-NEW')).out).toBe('PN-NEW is lost\n');
  });

  it('has whoever takes a delivery in say whether it was announced, where one of the model is expected', async () => {
    const { flow, clock, simon } = service.world;
    const on = new Date(clock.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    await flow.stock.expect(simon, { on, model: 'Twin', count: 40, reference: 'CMD-7' });
    const list = file('delivery.csv', 'serial;soPin\nZ-1;so-pin-of-1\n');
    const take = (...said: string[]) =>
      as('thomas', '--lang', 'fr', 'stock', 'receive', list, '--reference', 'BL-2', '--model', 'Twin', ...said);
    const refused = await take();
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('Une livraison de ce modèle est attendue : CMD-7.');
    expect((await take('--unannounced', '--expected', 'x')).code).not.toBe(0);
    expect(await take('--unannounced')).toMatchObject({ code: 0 });
  });

  it('takes a delivery in and never repeats its SO-PINs', async () => {
    const list = file('delivery.csv', 'serial;soPin\nZ-1;so-pin-of-1\nZ-2;so-pin-of-2\n');
    const received = await as('thomas', 'stock', 'receive', list, '--reference', 'BL-2', '--model', 'Twin');
    expect(received).toMatchObject({ code: 0, out: '2 tokens received\n' });
    const again = await as('thomas', 'stock', 'receive', list, '--reference', 'BL-2', '--model', 'Twin');
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('Z-1 was received before') });
    const wrong = await as(
      'thomas',
      'stock',
      'receive',
      file('w.csv', 'Z-3;1;so-pin-of-3'),
      '--reference',
      'x',
      '--model',
      'y',
    );
    expect(wrong.err).toContain('line 1 is not');
    expect(again.err + wrong.err).not.toContain('so-pin-of');
    expect((await as('thomas', 'stock', 'scrap', 'Z-1')).code).toBe(0);
    expect((await as('thomas', 'stock', 'list', '--state', 'scrapped')).out).toContain('Z-1');
  });

  it('grants an operator role by two persons', async () => {
    expect((await as('adele', 'people', 'grant', 'M-EVE', '--role', 'technician')).err).toMatch(
      /hint: jeton propose grant M-EVE/,
    );
    expect((await as('adele', 'people', 'grant', 'M-EVE', '--role', 'supervisor')).out).toBe('M-EVE is supervisor\n');
    const { json } = await as('adele', 'propose', 'grant', 'M-EVE', '--role', 'technician', '--json');
    const id = String(json['id']);
    expect((await as('olga', 'proposals')).out).toContain("Ève L'Hermite");
    expect((await as('olga', 'confirm', id, '--yes', '--hash', '0'.repeat(64))).err).toContain('not the act you saw');
    expect((await as('olga', 'confirm', id, '--yes')).out).toMatch(/^confirmed: .+ \(role\.grant\)/);
    expect((await as('adele', 'people', 'show', 'M-EVE')).out).toMatch(/technician/);
    expect((await as('olga', 'confirm', id, '--yes')).code).toBe(1);
  });

  it('downloads a Nomade credential once, for its owner alone', async () => {
    await as('alice', 'request', 'submit', '--kind', 'nomade', '--device', 'Téléphone', '--system', 'android');
    await as('valerie', 'approve', 'DEM-1998-00001');
    expect((await as('thomas', 'release', 'DEM-1998-00001')).code).toBe(0);
    const out = join(folder, 'alice.p12');
    const terms = await as('alice', 'credential', 'terms');
    expect(terms.out).toMatch(/version 1\n1\. .*mail/s);
    const download = ['credential', 'download', 'DEM-1998-00001', '--agree', '1', '--out'];
    const saved = await as('alice', ...download, out);
    expect(saved).toMatchObject({ code: 0, out: expect.stringMatching(/written\nAndroid\n1\. Find the \.p12 file/) });
    expect(readFileSync(out)[0]).toBe(0x30);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const again = await as('alice', ...download, join(folder, 'again.p12'));
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('downloaded already') });
    expect(readdirSync(folder)).toEqual(['alice.p12']);
    const { json } = await as('alice', 'tokens', '--json');
    const [{ id: serial }] = json['credentials'] as [{ id: string }];
    expect((await as('alice', 'credential', 'give-up', serial)).out).toContain(`${serial} has been revoked`);
  });
});

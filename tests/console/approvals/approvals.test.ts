import { create, move, update } from '../../../src/book/tables/lifecycle.ts';
import { bind } from '../../../src/flow/request/bound-content.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { entry, person, request, workstation } from '../../support/records/rows.ts';
import { faultsOf } from '../axe.ts';
import { chromiumOfFile, openWindow, shoot } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** More requests than one page shows: what an approver does reaches all of them. */
describe("the approver's table above one page", () => {
  const MANY = 450;
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ judge: noJudge }); // hundreds of requests that nobody made
    const numbers = Array.from({ length: MANY }, (_, i) => `${1000 + i}`);
    const rowsOf = (n: string, service: string, at: number) => {
      const holder = person(`p${n}`, { service });
      const row = request(`r${n}`, holder.id, { number: `DEM-2026-0${n}`, service, submittedAt: at });
      return [create('person', holder), create('request', { ...row, ...bind(hall.opened.chance, row, holder) })];
    };
    await hall.store.transact(async (unit) => {
      for (const [i, n] of numbers.entries()) {
        await unit.record(entry('x.y', 'x', rowsOf(n, i < 400 ? 'PREF-59' : 'PREF-75', i + 1)));
      }
    });
  });
  afterEach(() => hall.close());
  const checked = (html: string) => [...html.matchAll(/<input type="checkbox"[^>]* checked/g)].length;

  it('is sorted by age or by holder, each part in itself, and so are its file, its selection and its pages', async () => {
    const valerie = await visit(hall, 'valerie');
    const numbers = (text: string) =>
      [...text.matchAll(/id="choice-(DEM-\d+-\d+)"/g)].map(([, number]) => number ?? '');
    const usual = (await valerie.get('/approbations')).main;
    const [oldest, ...more] = numbers(usual);
    expect([oldest, more.length]).toEqual(['DEM-2026-01000', 49]);
    const by = async (sort: string) => (await valerie.get(`/approbations?tri=${sort}`)).main;
    expect(numbers(await by('age'))[0]).toBe('DEM-2026-01449');
    expect(numbers(await by('-age'))[0]).toBe('DEM-2026-01000');
    const holders = await by('holder');
    expect(numbers(holders)).toHaveLength(50);
    expect(holders).toMatch(/aria-sort="ascending"[^>]*><a class="jeton-sort" href="\/approbations\?tri=-holder"/);
    // the third press leads back to the order in which they are to be decided
    expect(await by('-holder')).toMatch(/aria-sort="descending"[^>]*><a class="jeton-sort" href="\/approbations"/);
    expect(usual).not.toContain('aria-sort');
    const next = /href="([^"]+)"[^>]*>Page suivante/.exec(await by('age'))?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toContain('tri=age');
    expect(numbers((await valerie.get(next)).main)[0]).toBe('DEM-2026-01399');
    const file = await valerie.post('/approbations.csv?tri=age');
    expect(file.html.split('\r\n')[1]).toMatch(/^DEM-2026-01449;/);
    expect(await by('age&tous=1')).toContain('Tout désélectionner');
  });

  it('says once of what kind the certificates are, and on a row where it is another or no profile of this site', async () => {
    const valerie = await visit(hall, 'valerie');
    const usual = 'Profil, clé et durée, sauf indication contraire sur la ligne\u202f: Accès au réseau (VPN)';
    const rowOf = (main: string, number: string) =>
      main.split('<tr').find((row) => row.includes(`choice-${number}"`)) ?? '';
    // more of them are of another kind than are of the usual one: it stays another
    const others = Array.from({ length: 60 }, (_, i) => `${1000 + i}`);
    const profiles = [...others.map((n) => [n, 'smart-card-logon'] as const), ['1060', 'gone'] as const];
    await hall.store.transact(async (unit) => {
      for (const [n, profile] of profiles) {
        const row = (await unit.get('request', `r${n}`))!;
        const bound = bind(hall.opened.chance, { ...row, profile }, (await unit.get('person', `p${n}`))!);
        await unit.record(entry('x.y', `request:r${n}`, [update('request', row, { profile, ...bound })]));
      }
    });
    const { main } = await valerie.get('/approbations?tri=-age');
    expect(main.split(usual)).toHaveLength(2);
    expect(main.indexOf(usual)).toBeLessThan(main.indexOf('<table'));
    for (const n of others) expect(rowOf(main, `DEM-2026-0${n}`)).toContain('Clé et durée');
    const none = rowOf(main, 'DEM-2026-01060');
    expect(none).toContain('Aucun certificat possible');
    expect(none).toMatch(/<input type="checkbox"[^>]* disabled/);
    const sheet = (await valerie.get('/demandes/DEM-2026-01060')).main;
    expect(sheet).toContain('Aucun certificat possible');
    expect(sheet).not.toContain('action="/demandes/DEM-2026-01060/approuver"');
    const plain = rowOf(main, 'DEM-2026-01061');
    expect(plain).toContain('Identifiant dans le certificat');
    expect(plain).not.toContain('Clé et durée');
    // what stands on other pages is said of the same kind, below the same sentence
    const all = (await valerie.get('/approbations?tous=1')).main;
    expect(all.indexOf(usual)).toBeLessThan(all.indexOf('name="elsewhere"'));
    expect(all.split('Clé et durée')).toHaveLength(others.length + 1);
  });

  it('offers to approve no row that is not what its hash says, wherever it stands', async () => {
    const valerie = await visit(hall, 'valerie');
    const edit = (comment: string) =>
      hall.opened.behind.run(`update "request" set "comment" = ${comment} where "id" in ('r1000', 'r1449')`);
    await edit("'seen and approved'");
    const { main } = await valerie.get('/approbations?tous=1'); // the one stands on it, the other on another page
    const row = main.split('<tr').find((part) => part.includes('choice-DEM-2026-01000"')) ?? '';
    expect(row).toContain('Aucun certificat possible');
    expect(row).toMatch(/<input type="checkbox"[^>]* disabled/);
    expect(checked(main)).toBe(49);
    const elsewhere = /name="elsewhere" value="([^"]+)"/.exec(main)?.[1] ?? '';
    expect(elsewhere).toContain('DEM-2026-01448');
    expect(elsewhere).not.toContain('DEM-2026-01449');
    await edit('null');
    expect(checked((await valerie.get('/approbations?tous=1')).main)).toBe(50);
  });

  it('gives nobody the salt of what a request is bound to', async () => {
    const valerie = await visit(hall, 'valerie');
    const { contentSalt } = (await hall.reads.get('request', 'r1000'))!;
    expect((await valerie.get('/approbations?tous=1')).html).not.toContain(contentSalt);
    expect((await valerie.post('/approbations.csv')).html).not.toContain(contentSalt);
    const read = await hall.flow.reading.undecided(hall.valerie, {}, { limit: 50 });
    expect(JSON.stringify([read.clear, read.odd, read.own])).not.toContain('contentSalt');
    expect(JSON.stringify(await hall.flow.reading.clear(hall.valerie, {}, 450))).not.toContain('contentSalt');
  });

  it('counts, filters and selects all of them on the server, and leaves out what is odd wherever it stands', async () => {
    const last = (await hall.reads.get('request', 'r1449'))!;
    const other = { ...last, id: 'other', number: 'DEM-2026-09999', workstationId: 'w', contentHash: 'another' };
    await hall.store.transact(async (unit) => {
      await unit.record(entry('x.y', 'x', [create('workstation', workstation('w')), create('request', other)]));
      await unit.record(entry('x.y', 'x', [move('request', other, 'approve', { approvedAt: 1 })]));
    });
    const valerie = await visit(hall, 'valerie');
    const { main } = await valerie.get('/approbations');
    expect(main).toContain('450 demandes à traiter');
    // the newest of all is odd and stands on top all the same
    expect(/id="choice-(DEM-\d+-\d+)"/.exec(main)?.[1]).toBe('DEM-2026-01449');
    expect(main).toMatch(/Tout sélectionner \(449 sans anomalie\)/);
    expect(main).not.toContain('data-select-all'); // the boxes of this page are not all: the link leads to the server
    const all = await valerie.get('/approbations?service=PREF-59&tous=1');
    expect(all.main).toContain('400 demandes à traiter');
    expect(all.main).toContain('autres pages\u202f: 350');
    expect(checked(all.main)).toBe(50);
    const elsewhere = /name="elsewhere" value="([^"]+)"/.exec(all.main)?.[1] ?? '';
    const choice = [...all.main.matchAll(/name="choice" value="([^"]+)"[^>]* checked/g)].map(
      ([, value]) => value ?? '',
    );
    await hall.store.transact(async (unit) => {
      const amended = (await unit.get('request', 'r1350'))!;
      await unit.record(
        entry('x.z', 'x', [update('request', amended, { contentHash: 'other' }, { state: 'submitted' })]),
      );
    });
    const done = await valerie.act('/approbations?service=PREF-59', { choice, elsewhere });
    expect(done.main).toContain('399 demandes approuvées sur 400');
    expect(await hall.reads.count('request', { state: 'approved', service: 'PREF-59' })).toBe(399);

    const numbers = /name="numbers" value="([^"]+)"/.exec(done.main)?.[1] ?? '';
    const undone = await valerie.act('/approbations/reprendre', { numbers });
    expect(undone.main).toContain('399 approbations retirées sur 399');
    expect(await hall.reads.count('request', { state: 'approved', service: 'PREF-59' })).toBe(0);
  });
});

describe('the approver’s selection', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
    for (const [who, workstation] of [
      ['alice', 'PN-1'],
      ['bruno', 'PN-2'],
    ] as const) {
      await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
      hall.clock.advance(60_000);
    }
  });
  afterEach(() => hall.close());

  it('begins with a crisis, then with what has waited longest', async () => {
    const urgent = await hall.flow.request.submit(hall.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 2 });
    const { main } = await (await visit(hall, 'valerie')).get('/approbations');
    const numbers = [...main.matchAll(/id="choice-(DEM-\d+-\d+)"/g)].map(([, number]) => number);
    expect(numbers).toHaveLength(3);
    expect(numbers[0]).toBe(urgent.number);
    expect(numbers[1]! < numbers[2]!).toBe(true);
  });

  it('says once of a row that a crisis is asked for, until it is confirmed', async () => {
    const asked = await hall.flow.request.submit(hall.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 2 });
    const valerie = await visit(hall, 'valerie');
    const badges = async () => {
      const rows = (await valerie.get('/approbations')).main.split('<tr');
      const row = rows.find((part) => part.includes(`choice-${asked.number}"`)) ?? '';
      return [...row.matchAll(/fr-badge[^>]*>(Crise[^<]*)</g)].map(([, words]) => words);
    };
    expect(await badges()).toEqual(['Crise demandée']);
    await hall.flow.priority.prioritise(hall.simon, {
      requestId: asked.id,
      priority: 2,
      seenPriority: 2,
      priorityReason: 'as-asked',
    });
    expect(await badges()).toEqual(['Crise demandée', 'Crise']);
  });

  it('says that nothing is ticked, and asks all that are one question', async () => {
    const valerie = await visit(hall, 'valerie');
    const { main } = await valerie.get('/approbations');
    for (const path of ['/approbations', '/approbations/refuser', '/approbations/demander']) {
      const refused = await valerie.post(path, { text: 'Pour quel usage ?' });
      expect([path, refused.status]).toEqual([path, 422]);
      expect(refused.main).toContain('Rien n’est coché');
      expect(refused.main).toContain('<form method="get" action="/approbations" class="jeton-filters"'); // of the list
    }
    const choice = [...main.matchAll(/name="choice" value="([^"]+)"/g)].map(([, value]) => value ?? '');
    const asked = await valerie.act('/approbations/demander', { choice, text: 'Pour quel usage ?' });
    expect(asked.main).toContain('2 demandes sur 2 renvoyées avec la question');
    expect(await hall.reads.count('request', { state: 'needs_information' })).toBe(2);
  });

  it('is counted and seen in the browser, and an anomaly leads to what it means', async () => {
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-3', priority: 2 });
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('valerie'));
    await window.open('/approbations');
    const { page } = window;
    expect(await page.locator('[data-ticked]').textContent()).toBe('');
    await page.locator('input[name=choice]').first().check({ force: true });
    expect(await page.locator('[data-ticked]').textContent()).toBe('1 cochée');
    await page.locator('input[name=choice]').nth(1).check({ force: true });
    expect(await page.locator('[data-ticked]').textContent()).toBe('2 cochées');
    expect(await faultsOf(page, 'two ticked')).toEqual([]);
    await shoot(page, 'approvals-ticked-fr-light-1280');
    await page.locator('a.jeton-badge-link').first().click();
    await page.waitForSelector('#anomalies');
    expect(window.wrongs).toEqual([]);
    await window.close();
  });
});

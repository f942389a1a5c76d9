import { dateOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { OpenCampaign } from '../../../src/flow/campaign/inputs.ts';
import { machine, newMachines, takeOver } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const SLOW = 60_000;
const BENCH = '/mise-en-service';
const RECOVERY_KEY = '419474-011055-255123-700216-041107-115313-004994-648021';
const TICKED = (code: string) => new RegExp(`value="${code}"[^>]* checked`);

/** The bench page, by a scanner and a keyboard alone: every step is a form that a browser without JavaScript sends. */
describe('commissioning at the bench', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    await hall.flow.imports.all(hall.adele, 'workstations', newMachines([machine('PN-7'), machine('PN-8')]));
  }, SLOW);
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  /** What stands in the form, which a browser would send with the next scan. */
  const held = (html: string) => ({
    item: [...html.matchAll(/name="item" value="([^"]+)"[^>]* checked/g)].map(([, code]) => code ?? ''),
    ...Object.fromEntries(
      [...html.matchAll(/name="(value\.[^"]+)" value="([^"]+)"/g)].map(([, name = '', value = '']) => [name, value]),
    ),
    ...Object.fromEntries([...html.matchAll(/name="asks" value="([^"]+)"/g)].map(([, code = '']) => ['asks', code])),
  });

  it('warns of an image that no campaign and no checklist names, and puts the machine into service', async () => {
    const items = [{ code: 'image', fr: 'Image', en: 'Image', required: true, value: { kind: 'image' as const } }];
    const scope = { purpose: 'commissioning', model: '*', image: '*', version: 2, items } as const;
    await hall.dual('checklist.set', scope);
    await hall.dual('checklist.set', { ...scope, purpose: 'migration', image: 'SPAN 2026', version: 1 });
    await hall.flow.imports.all(hall.adele, 'workstations', newMachines([machine('PN-60')]));
    const theo = await visit(hall, 'theo');
    await theo.get(`${BENCH}/PN-60`);
    const done = await theo.act(`${BENCH}/PN-60`, { _form: 'commission', 'value.image': 'SPAM 2026', scan: 'OK' });
    expect(done.main).toMatch(/fr-alert--warning[\s\S]*avec l’image «\sSPAM 2026\s»\s: aucune campagne/);
    expect((await hall.reads.find('workstation', { assetNumber: 'PN-60' }))[0]?.state).toBe('commissioned');
  });

  it('says to whoever brought the machine in alone that another signs the last item, and takes its card for no tick', async () => {
    const items = ['first', 'last'].map((code) => ({ code, fr: `Le ${code}`, en: code, required: true }));
    await hall.dual('checklist.set', { purpose: 'commissioning', model: '*', image: '*', version: 2, items });
    await hall.flow.imports.all(hall.theo, 'workstations', newMachines([machine('PN-61')]));
    const theo = await visit(hall, 'theo');
    const here = `${BENCH}/PN-61`;
    const before = (await theo.get(here)).main;
    expect(before.indexOf('un autre technicien signe le dernier point')).toBeGreaterThan(0);
    expect(before.indexOf('un autre technicien signe le dernier point')).toBeLessThan(before.indexOf('<form'));
    const left = await theo.act(here, { _form: 'commission', item: ['first'], sign: 'yes', scan: '' });
    expect(left.main).not.toContain('value="last"');
    expect(left.main).toContain('Étiquette du poste');
    const scanned = await theo.post(here, { _form: 'commission', scan: 'last' });
    expect(scanned.main).toContain('Vous avez fait entrer ce poste.');
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get(here)).main).toContain('value="last"');
  });

  it('keeps a value where Enter is pressed in its field, and says that nothing is signed', async () => {
    const items = [{ code: 'image', fr: 'Image', en: 'Image', required: true, value: { kind: 'image' as const } }];
    await hall.dual('checklist.set', { purpose: 'commissioning', model: '*', image: '*', version: 2, items });
    await hall.flow.imports.all(hall.adele, 'workstations', newMachines([machine('PN-60')]));
    const theo = await visit(hall, 'theo');
    await theo.get(`${BENCH}/PN-60`);
    const entered = await theo.post(`${BENCH}/PN-60`, { _form: 'commission', scan: '', 'value.image': 'SPAN 2026' });
    expect(held(entered.main)).toMatchObject({ 'value.image': 'SPAN 2026' });
    expect(entered.main).toContain('Rien n’est encore signé');
    expect((await theo.post(`${BENCH}/PN-60`, { _form: 'commission', scan: '' })).main).not.toContain(
      'Rien n’est encore signé',
    );
  });

  it('keeps what is ticked where the label of the same machine is scanned again', async () => {
    const theo = await visit(hall, 'theo');
    const here = `${BENCH}/PN-7`;
    const ticked = await theo.post(here, { _form: 'commission', scan: 'disk-encryption' });
    const again = await theo.post(here, { ...held(ticked.main), _form: 'commission', scan: 'pn-7' });
    expect(again.status).toBe(200);
    expect(again.main).toMatch(TICKED('disk-encryption'));
  });

  it(
    'is the label, the cards, OK: all items in one act, then the next machine',
    async () => {
      const theo = await visit(hall, 'theo');
      const first = await theo.get(BENCH);
      expect(first.main).toMatch(/name="scan"[^>]*autofocus/);
      const opened = await theo.act(BENCH, { scan: 'pn-7' });
      for (const text of ['PN-7', 'SPAN 14', '0 sur 5', 'Chiffrement du disque']) expect(opened.main).toContain(text);
      expect(opened.main).toMatch(/name="scan"[^>]* value [^>]*autofocus/);
      const here = `${BENCH}/PN-7`;
      let page = opened.main;
      const scan = async (code: string) => {
        const answer = await theo.post(here, { ...held(page), _form: 'commission', scan: code });
        page = answer.main;
        return answer;
      };
      await scan('disk-encryption');
      expect(page).toMatch(TICKED('disk-encryption'));
      expect(page).toContain('Scannez OK pour signer');
      await scan('LOCAL-FIREWALL');
      await scan('vpn-profile');
      // a scanner set to an American keyboard on a French one
      await scan('privqcy)filter');
      for (const code of ['disk-encryption', 'local-firewall', 'vpn-profile', 'privacy-filter'])
        expect(page).toMatch(TICKED(code));
      await scan('image-version');
      expect(page).toMatch(/Valeur\s: Version de l’image système/);
      expect((await scan('SPAN')).status).toBe(422);
      expect(page).toContain('name="asks" value="image-version"');
      const label = await scan('PN-8'); // the next machine's label, read too early, has the form of an image's name
      expect(label.status).toBe(422);
      expect(label.main).toContain('numéro d’un poste');
      expect(page).not.toContain('value="PN-8"');
      expect(page).toContain('name="asks" value="image-version"');
      expect(page).toMatch(/name="scan"[^>]* value /);
      await scan('SPAN 24H2');
      expect((await scan('SPAN 24H2')).status).toBe(200); // a scanner that stammers
      expect(page).toContain('value="SPAN 24H2"');
      expect(await hall.reads.find('checkItem', {})).toEqual([]);
      const done = await theo.act(here, { ...held(page), _form: 'commission', scan: 'OK' });
      for (const text of ['le poste est en service', 'n’a aucune liste de contrôle à remplir', 'SPAN 24H2', 'Théo'])
        expect(done.main).toContain(text);
      const stammer = await theo.post(here, { _form: 'commission', scan: 'OK' });
      expect([stammer.status, stammer.main.includes('role="alert"')]).toEqual([200, false]);
      expect(await hall.reads.find('checkItem', {})).toHaveLength(5);
      const [row] = await hall.reads.find('workstation', { assetNumber: 'PN-7' });
      expect(row).toMatchObject({ state: 'commissioned', image: 'SPAN 24H2' });
      expect((await theo.act(BENCH, { scan: 'PN-8' })).main).toContain('0 sur 5');
    },
    SLOW,
  );

  it(
    'says in words what a wrong scan is, keeps what is ticked, and leaves the field empty',
    async () => {
      const theo = await visit(hall, 'theo');
      await theo.get(BENCH);
      const unknown = await theo.post(BENCH, { scan: 'PN-404' });
      expect([unknown.status, unknown.main]).toEqual([422, expect.stringContaining('PN-404')]);
      await theo.get(`${BENCH}/PN-7`);
      const ticked = { item: ['vpn-profile'], _form: 'commission' };
      const other = await theo.post(`${BENCH}/PN-7`, { ...ticked, scan: 'PN-8' });
      expect(other.main).toContain('pas encore signés');
      expect(other.main).toMatch(TICKED('vpn-profile'));
      for (const scan of [RECOVERY_KEY, `image-version=${RECOVERY_KEY}`]) {
        const key = await theo.post(`${BENCH}/PN-7`, { ...ticked, scan });
        expect([key.status, key.main]).toEqual([422, expect.stringContaining('clé de récupération')]);
        expect(key.html).not.toContain('419474');
      }
      const typed = await theo.post(`${BENCH}/PN-7`, {
        _form: 'commission',
        sign: 'yes',
        'value.image-version': RECOVERY_KEY,
      });
      expect([typed.status, typed.main]).toEqual([422, expect.stringContaining('clé de récupération')]);
      expect(typed.html).not.toContain('419474');
      expect((await theo.post(`${BENCH}/PN-7`, { ...ticked, scan: '', sign: 'yes' })).status).toBe(303);
      const again = await theo.post(`${BENCH}/PN-7`, { _form: 'commission', scan: 'vpn-profile' });
      expect(again.main).toContain('déjà signé');
      expect((await theo.post(`${BENCH}/PN-7`, { _form: 'commission', scan: 'OK' })).main).toContain(
        'Aucun point n’est coché',
      );
    },
    SLOW,
  );
});

/** A machine of a campaign that is brought to the bench on its day. */
describe('a migration at the bench', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
    const image = 'SPAN-2025.1';
    await takeOver(hall.flow, [hall.adele, hall.olga], { ...machine('PN-50'), image }, { ...machine('PN-51'), image });
    const startsOn = dateOf(dayOf(hall.clock.now()));
    const plan = { tokens: 'keep', checklist: 'any', technicians: 1, perTechnician: 5, startsOn } as const;
    const of = { fromImage: image, targetImage: 'SPAN-2026.3' };
    await hall.flow.campaign.open(hall.simon, OpenCampaign.parse({ ...of, ...plan }));
    await hall.flow.campaign.ended();
  }, SLOW);
  afterEach(async () => {
    await hall.flow.campaign.stop();
    await hall.check();
    await hall.close();
  });
  const state = async (assetNumber: string) => (await hall.reads.find('workstation', { assetNumber }))[0]?.state;
  const begin = (number: string) => `${BENCH}/${number}/migration`;

  it('begins by the OK card or by one button, where a campaign leads the machine', async () => {
    const theo = await visit(hall, 'theo');
    await theo.get(BENCH);
    const opened = await theo.act(BENCH, { scan: 'PN-50' });
    for (const said of ['SPAN-2026.3', 'Commencer la migration', 'Jour prévu']) expect(opened.main).toContain(said);
    expect(opened.main).not.toContain('n’a aucune liste de contrôle à remplir');
    expect(opened.main).toMatch(/name="scan"[^>]*autofocus/);
    // Enter in the empty field, or a card that clears, begins nothing
    for (const scan of ['', 'ANNULER']) await theo.act(begin('PN-50'), { _form: 'begin', scan });
    expect(await state('PN-50')).toBe('commissioned');
    const begun = await theo.act(begin('PN-50'), { _form: 'begin', scan: 'OK' });
    for (const said of ['La migration a commencé', '0 sur ']) expect(begun.main).toContain(said);
    expect(begun.main).toMatch(/name="scan"[^>]*autofocus/);
    expect(await state('PN-50')).toBe('migrating');
    // the same card once more finds it begun
    expect((await theo.act(begin('PN-50'), { _form: 'begin', scan: 'ok' })).main).toContain('0 sur ');
    expect((await theo.act(begin('PN-51'), { _form: 'begin', scan: '', begin: 'yes' })).main).toContain('0 sur ');
    expect(await state('PN-51')).toBe('migrating');
  });

  it('is left as it is where the next machine is scanned, and is offered for no machine that no campaign leads', async () => {
    const theo = await visit(hall, 'theo');
    await theo.get(BENCH);
    const next = await theo.act(begin('PN-50'), { _form: 'begin', scan: 'pn-1' });
    expect(next.main).toContain('PN-1');
    expect(next.main).toContain('n’a aucune liste de contrôle à remplir');
    expect(await state('PN-50')).toBe('commissioned');
    expect((await theo.act(begin('PN-1'), { scan: 'OK' })).main).toContain('n’a aucune liste de contrôle à remplir');
    expect(await state('PN-1')).toBe('commissioned');
    const unknown = await theo.post(begin('PN-50'), { _form: 'begin', scan: 'PN-404' });
    expect([unknown.status, unknown.main]).toEqual([422, expect.stringContaining('PN-404')]);
    expect(unknown.main).toContain('Commencer la migration');
  });

  it('is begun and offered by technicians alone', async () => {
    const adele = await visit(hall, 'adele');
    const page = await adele.get(`${BENCH}/PN-50`);
    expect(page.main).not.toContain('Commencer la migration');
    expect((await adele.post(begin('PN-50'), { _form: 'begin', scan: 'OK' })).status).toBe(403);
    expect(await state('PN-50')).toBe('commissioned');
  });
});

describe('papers of machines', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  }, SLOW);
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const isPdf = ({ status, headers, html }: { status: number; headers: Headers; html: string }): boolean =>
    status === 200 && headers.get('content-type') === 'application/pdf' && html.startsWith('%PDF-');

  it(
    'open as PDF: the sheet is recorded and says its entry, labels and cards are not',
    async () => {
      const [theo, eve] = [await visit(hall, 'theo'), await visit(hall, 'eve')];
      await theo.get('/postes/PN-NEW');
      expect((await theo.post('/postes/PN-NEW/fiche', { round: '1' })).status).toBe(303); // nobody signed yet
      await hall.flow.enrolment.signItems(hall.theo, { workstation: 'PN-NEW', items: [{ item: 'vpn-profile' }] });
      expect((await theo.get('/postes/PN-NEW')).main).toContain('Fiche à signer');
      expect(isPdf(await theo.post('/postes/PN-NEW/fiche', { round: '1' }))).toBe(true);
      const { items } = await hall.opened.lists.entries({ action: 'commissioning.print' }, { limit: 5 });
      expect(items.map(({ outcome, detail }) => [outcome, detail['round']])).toEqual([
        ['done', 0],
        ['refused', undefined],
      ]);
      const numbers = 'PN-1\nPN-2';
      expect(isPdf(await theo.post('/postes/etiquettes', { numbers, first: '3' }))).toBe(true);
      expect((await theo.post('/postes/etiquettes', { numbers, first: '25' })).status).toBe(422);
      expect((await theo.post('/postes/etiquettes', { numbers: 'PN-404', first: '1' })).status).toBe(404);
      const [list] = await hall.reads.find('checklist', { purpose: 'commissioning' });
      expect(isPdf(await theo.get(`/listes-de-controle/${list!.id}/cartes.pdf`))).toBe(true);
      await theo.get('/postes/PN-NEW');
      expect((await theo.act('/postes/PN-NEW/etiquette')).main).toContain('Étiquette envoyée');
      await eve.get('/mes-jetons');
      expect((await eve.post('/postes/etiquettes', { numbers, first: '1' })).status).toBe(403);
    },
    SLOW,
  );
});

describe('changing a checklist', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  }, SLOW);
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it(
    'is proposed from the list, and its second person reads the difference item by item',
    async () => {
      const [adele, olga] = [await visit(hall, 'adele'), await visit(hall, 'olga')];
      const lists = await adele.get('/listes-de-controle');
      for (const text of [/Mise en service\s–\smodèle\s: tous/, /Version 1/, /disk-encryption/])
        expect(lists.main).toMatch(text);
      // by its words for whoever signs it; the code is for whoever proposes the next version
      expect(lists.main).toMatch(/<th scope="row">Chiffrement du disque<\/th>[\s\S]*?disk-encryption<\/td>/);
      const signed = (await (await visit(hall, 'theo')).get('/listes-de-controle')).main;
      expect(signed).toContain('<th scope="row">Chiffrement du disque</th>');
      expect(signed).not.toContain('disk-encryption');
      const id = /nouvelle\?de=([0-9A-Z]{26})/.exec(lists.main)?.[1] ?? '';
      const form = await adele.get(`/listes-de-controle/nouvelle?de=${id}`);
      expect(form.main).toMatch(/href="\/listes-de-controle">\s*Annuler/);
      expect(form.main).toContain('Point requis');
      const value = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(form.main)?.[1] ?? '';
      const fields = Object.fromEntries(
        ['version', 'de', 'purpose', 'model', 'image'].map((name) => [name, value(name)] as const),
      );
      const line = (n: number, code: string, kind = '', detail = '') => ({
        [`code.${n}`]: code,
        [`fr.${n}`]: `Point ${code}`,
        [`en.${n}`]: `Item ${code}`,
        [`required.${n}`]: 'on',
        [`kind.${n}`]: kind,
        [`detail.${n}`]: detail,
      });
      const wrong = await adele.post('/listes-de-controle', { ...fields, ...line(0, 'disk', 'choice', 'BitLocker') });
      expect([wrong.status, wrong.main]).toEqual([422, expect.stringContaining('n’est pas valable')]);
      await adele.act('/listes-de-controle', {
        ...fields,
        ...line(0, 'disk', 'choice', 'BitLocker, LUKS'),
        ...line(1, 'recovery-key', 'place', 'AD, COFFRE-PARIS'),
      });
      const seen = await olga.get('/double-controle');
      expect(seen.main).toContain('Changer une liste de contrôle');
      expect(seen.main).toMatch(
        /disk<\/th>[\s\S]*?<ins>Point disk \/ Item disk\s–\srequis\s–\sun mot au choix \(BitLocker, LUKS\)/,
      );
      expect(seen.main).toMatch(/<del>Chiffrement du disque \/ Disk encryption\s–\srequis/);
      const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
      await olga.act(`/double-controle/${proposal!.id}/confirmer`, { argsHash: proposal!.argsHash });
      expect((await olga.get('/listes-de-controle')).main).toContain('Version 2');
    },
    SLOW,
  );
});

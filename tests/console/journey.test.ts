import type { Browser } from 'playwright-core';
import { PASSWORD } from '../support/world/come-in.ts';
import { type Looks, openWindow, startChromium, type Window } from './browser.ts';
import { type Hall, type Name, openHall } from './hall.ts';

/** Whole stories in a real browser: a newcomer does the job with nothing but the pages. */
describe('in a browser', () => {
  let chromium: Browser;
  let hall: Hall;
  let windows: Window[];
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openHall();
    windows = [];
  });
  afterEach(async () => {
    const wrongs = windows.flatMap(({ wrongs }) => wrongs);
    for (const window of windows) await window.close();
    await hall.close();
    expect(wrongs).toEqual([]);
  });
  const windowOf = async (looks: Looks = {}): Promise<Window> => {
    const window = await openWindow(chromium, hall, looks);
    windows.push(window);
    return window;
  };
  /** One window, one person after the other, as at a shared desk. */
  const become = async (window: Window, name: Name): Promise<void> => {
    await window.forget();
    await window.signIn(hall.loginOf(name ?? ''));
  };

  it('Alice asks, Valérie approves, Thomas produces, Théo hands over, Alice confirms, then loses it', async () => {
    const b = await windowOf();

    await become(b, 'alice');
    await b.press('Demander un jeton');
    await b.page.fill('[name=workstation]', 'pn-1');
    await b.press('Envoyer la demande');
    expect(await b.main()).toContain('Demande DEM-1998-00001 envoyée.');
    expect(await b.main()).toContain('Étape 1 sur 6');

    await become(b, 'valerie');
    expect(b.page.url()).toContain('/approbations');
    await b.press(/^Tout sélectionner/);
    await b.press('Approuver la sélection');
    expect(await b.main()).toContain('1 demande approuvée sur 1');

    await become(b, 'thomas');
    expect(b.page.url()).toContain('/atelier');
    expect(await b.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('requestId');
    await b.page.keyboard.type('DE?)&çç_)àààà&'); // a scanner that takes the keyboard for an American one
    await b.page.keyboard.press('Enter');
    await b.page.waitForSelector('select:focus'); // two blanks are plugged in: the page asks which
    await b.page.selectOption('[name=slot]', '1');
    await b.press('Produire');
    await b.page.waitForSelector('#notice');
    expect(await b.main()).toContain('jeton B-0001 produit, étiquette imprimée.');

    await become(b, 'theo');
    await b.open('/remise');
    await b.page.waitForSelector('main input:focus'); // a page is loaded before its field has the keyboard
    await b.page.keyboard.type('DEM-1998-00001');
    await b.page.keyboard.press('Enter');
    await b.press(/^Contrôler la clé/);
    expect(await b.main()).toContain('Alice Agard');

    await become(b, 'alice'); // on her telephone
    await b.open('/demandes/DEM-1998-00001');
    await b.press('J’accepte ce certificat');
    await b.page.waitForSelector('#notice'); // whoever leaves before the answer may not have accepted

    await become(b, 'valerie');
    await b.open('/courriers');
    await b.press('Imprimer');
    await b.press('Elle est lisible');
    await b.page.waitForURL('**/courriers?**');
    await b.page.waitForSelector('#notice');

    await become(b, 'theo');
    await b.open('/remise/DEM-1998-00001');
    expect(await b.main()).toContain('depuis son propre compte');
    await b.press('Confirmer la remise');
    expect(await b.main()).toContain('Jeton remis.');
    expect(await b.main()).not.toMatch(/\b\d{8}\b/); // no PIN on any screen

    await become(b, 'alice');
    await b.open('/demandes/DEM-1998-00001');
    await b.press('J’ai reçu mon jeton');
    expect(await b.main()).toContain('Réception confirmée : le jeton est actif.');
    await b.press('Déclarer une perte ou un vol');
    await b.press('Il a été volé');
    await b.press('Révoquer maintenant');
    expect(await b.main()).toContain('B-0001 est révoqué : il n’ouvre plus le réseau.');
    await b.press('Demander un autre jeton');
    expect(await b.page.inputValue('[name=motif]')).toBe('replacement:stolen');
  });

  it('works without script: series by refresh, select all by a link, the code of a link by hand', async () => {
    const b = await windowOf({ script: false });
    const [person] = await hall.reads.find('person', { directoryId: 'M-ALICE' });
    const { token } = await hall.identity.invite(hall.adele, person?.id ?? '');
    await b.open(`/bienvenue#${token}`);
    await b.page.fill('[name=token]', token);
    await b.page.fill('[name=password]', PASSWORD);
    await b.page.fill('[name=again]', PASSWORD);
    await b.press('Ouvrir mon compte');
    expect(await b.main()).toContain('Votre compte est ouvert.');

    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await hall.flow.request.submit(hall.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await become(b, 'valerie');
    await b.press(/^Tout sélectionner/);
    await b.press('Approuver la sélection');
    expect(await b.main()).toContain('2 demandes approuvées sur 2');

    await become(b, 'thomas');
    await b.press('Lancer la série');
    expect(b.page.url()).toContain('/atelier/series/');
    for (let tries = 0; tries < 20 && (await b.main()).includes('En cours'); tries += 1) await b.page.reload();
    expect(await b.main()).toContain('2 jetons produits sur 2');
    await b.page.goto(`${hall.url}/plan-du-site`);
    expect(await b.main()).toContain('Postes SPAN');
  });

  it('moves the code of a one-time link from the address into its field', async () => {
    const b = await windowOf();
    await b.open('/bienvenue#abc-DEF_1');
    await b.page.waitForFunction(() => location.hash === '');
    expect(await b.page.inputValue('[name=token]')).toBe('abc-DEF_1');
  });

  it('follows a series by itself until its last slot is done', async () => {
    for (const [who, workstation] of [
      [hall.alice, 'PN-1'],
      [hall.bruno, 'PN-2'],
    ] as const) {
      await hall.approve((await hall.flow.request.submit(who, { kind: 'first-issue', workstation, priority: 0 })).id);
    }
    const b = await windowOf();
    await become(b, 'thomas');
    let release = () => {};
    hall.twin.onStep(
      'generateKey',
      () =>
        new Promise<void>((go) => {
          release = go;
        }),
    );
    await b.press('Lancer la série');
    await b.page.getByText('1 jeton produit sur 2').waitFor();
    expect(await b.main()).toContain('En cours');
    release();
    await b.page.getByText('2 jetons produits sur 2').waitFor();
    expect(await b.main()).not.toContain('Actualiser');
  });

  it('switches language and theme, and keeps both', async () => {
    const b = await windowOf({ scheme: 'dark' });
    await become(b, 'alice');
    const ground = () => b.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(22, 22, 22)');
    await b.page.getByRole('link', { name: 'English' }).first().click();
    expect(await b.page.getAttribute('html', 'lang')).toBe('en');
    await b.open('/mes-jetons');
    expect(await b.main()).toContain('Ask for a token');
    await b.page.getByRole('button', { name: 'Display settings' }).click();
    await b.page.getByText('Light theme').click();
    await b.page.getByRole('button', { name: 'Apply' }).click();
    await b.page.waitForFunction(() => document.documentElement.dataset['frTheme'] === 'light');
    expect(new URL(b.page.url()).pathname).toBe('/mes-jetons');
    await b.page.reload();
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });

  it('carries a form over the end of its session', async () => {
    const b = await windowOf();
    await become(b, 'alice');
    await b.open('/demandes/nouvelle');
    await b.page.fill('[name=workstation]', 'PN-1');
    await b.page.fill('[name=comment]', 'Astreinte « nuit » & <week-end>');
    hall.clock.advance(20 * 60_000);
    await b.press('Envoyer la demande');
    expect(await b.main()).toContain('Votre session a pris fin.');
    await b.page.fill('[name=login]', 'M-ALICE');
    await b.page.fill('[name=password]', PASSWORD);
    await b.press('Se connecter');
    await b.press('Envoyer ma saisie');
    expect(await b.main()).toContain('Demande DEM-1998-00001 envoyée.');
    expect(await b.main()).toContain('Astreinte « nuit » & <week-end>');
  });

  it('would be told of a violation of the policy, which the stories above never are', async () => {
    const b = await windowOf();
    await b.open('/aide');
    await b.page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<p style="color: red">x</p><img src="https://elsewhere.example/x.png">',
      );
    });
    while (!['style-src', 'img-src'].every((one) => b.wrongs.join().includes(one))) await b.page.waitForTimeout(20);
    await b.page.waitForTimeout(100); // whatever else it tells of them belongs to this test too
    const told = b.wrongs.splice(0).join();
    expect(told).toContain('style-src');
    expect(told).toContain('img-src');
  });
});

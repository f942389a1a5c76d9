import type { Browser } from 'playwright-core';
import { faultsOf } from '../axe.ts';
import { openWindow, shoot, startChromium } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const approved = async (hall: Hall, workstation: string) => {
  const request = await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation, priority: 0 });
  await hall.approve(request.id);
  return request;
};

describe('the production line', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const LINE = '/atelier/chaine';

  it('goes scan, plug, label: three gestures, each said, and the label closes the slot', async () => {
    const { number } = await approved(hall, 'PN-1');
    const blank = hall.twin.tokens.get('1')!;
    for (const slot of ['1', '2']) hall.twin.unplug(slot);
    const thomas = await visit(hall, 'thomas');
    expect((await thomas.get(LINE)).main).toContain('Scannez la demande');
    const scanned = await thomas.act(LINE, { scan: ` ${number.toLowerCase()} ` });
    expect(scanned.main).toContain(`Branchez un jeton vierge pour ${number}`);
    expect(scanned.main).not.toContain('data-ready');
    hall.twin.tokens.set('1', blank);
    expect((await thomas.get(`${LINE}?demande=${number}`)).main).toContain('data-ready'); // the page's script sends it
    await thomas.act(LINE, { scan: number });
    while (!(await thomas.get(LINE)).main.includes('puis scannez-la'));
    const closed = await thomas.act(LINE, { scan: number });
    expect(closed.main).toMatch(/étiquette vérifiée, jeton terminé/);
    expect(closed.main).toContain('Rangez ce jeton pour la remise');
  });

  it('refuses two unassigned tokens for one request and names both; a number produces on all', async () => {
    const { number } = await approved(hall, 'PN-1');
    await approved(hall, 'PN-2');
    const thomas = await visit(hall, 'thomas');
    await thomas.get(LINE);
    const refused = await thomas.post(LINE, { scan: number });
    expect(refused.main).toMatch(/Plusieurs jetons vierges sont branchés\s: B-0001, B-0002\./);
    expect(await hall.reads.count('job', {})).toBe(0);
    await thomas.act(LINE, { scan: '2' });
    while (!(await thomas.get(LINE)).main.includes('Aujourd’hui 2 / 2'));
  });

  it('prints a label again by F4, puts a request aside by F2, and says what is wrong with a printer', async () => {
    await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    const thomas = await visit(hall, 'thomas');
    await thomas.get(LINE);
    await thomas.act(LINE, { scan: '1' });
    let main = '';
    while (!main.includes('data-key="F4"')) ({ main } = await thomas.get(LINE));
    const number = /DEM-\d{4}-\d+/.exec(main)![0];
    expect((await thomas.act(`${LINE}/etiquette`, { number })).main).toContain('envoyée à l’imprimante');
    hall.queues.label = { name: 'etiquettes', state: 'stopped', reason: 'Paused' };
    const stopped = await thomas.get(LINE);
    expect(stopped.main).toContain('arrêtée');
    expect(stopped.main).toContain('cupsenable etiquettes');
    const second = await approved(hall, 'PN-2');
    hall.twin.unplug('1');
    await thomas.act(LINE, { scan: second.number });
    expect((await thomas.act(`${LINE}/cote`, { number: second.number })).main).toContain('remise dans la file');
  });
});

describe('the production line in a browser', () => {
  let chromium: Browser;
  let hall: Hall;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openHall({ demo: true });
    for (const workstation of ['PN-1', 'PN-2', 'PN-3']) await approved(hall, workstation);
    hall.twin.unplug('2');
  });
  afterEach(() => hall.close());

  it('keeps the focus where the scanner types, and makes a token from the keyboard alone', async () => {
    const window = await openWindow(chromium, hall, {});
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/atelier/chaine');
    const { page } = window;
    await page.keyboard.type('DEM-1998-00001');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.jeton-tile--done');
    await page.keyboard.press('Tab');
    await page.keyboard.type('DEM-1998-00001'); // the first key brings the focus back
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Rangez ce jeton pour la remise');
    await page.keyboard.press('F4');
    await page.waitForSelector('text=envoyée à l’imprimante');
    expect(window.wrongs).toEqual([]);
    await shoot(page, 'line-fr-light');
    await page.goto(`${hall.url}/stock/B-0001`);
    await shoot(page, 'token-fr-light');
    await window.close();
  });

  it('shows how far each token really is, across a reload, and says it aloud', async () => {
    const window = await openWindow(chromium, hall, {});
    await window.signIn(hall.loginOf('thomas'));
    const { page } = window;
    let goOn: () => void = () => {};
    hall.twin.onStep('generateKey', () => new Promise<void>((done) => (goOn = done)));
    await page.goto(`${hall.url}/atelier/chaine`);
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.jeton-making__step--now');
    await page.waitForSelector('progress[value="2"]');
    const steps = async () => page.locator('.jeton-making li').allTextContents();
    expect(await steps()).toEqual([
      '✓ Jeton branché (fait)',
      '✓ Initialisé (fait)',
      '… Clé générée sur le jeton (en cours)',
      '○ Certificat émis (à venir)',
      '○ Écrit et relu (à venir)',
      '○ Étiquette (à venir)',
    ]);
    await page.reload();
    await page.waitForSelector('progress[value="2"]');
    expect(await faultsOf(page, 'the line while it works')).toEqual([]);
    await shoot(page, 'line-steps-fr-light');
    goOn();
    await page.waitForSelector('progress[value="6"]');
    expect(await page.locator('#line-said').textContent()).toMatch(/Poste 1, DEM-1998-\d{5}\s: Étiquette, 6 sur 6/);
    expect(await page.locator('#line-said').getAttribute('role')).toBe('status');
    expect(window.wrongs).toEqual([]);
    await window.close();
  });
});

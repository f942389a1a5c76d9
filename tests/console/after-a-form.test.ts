import { machineRequest } from '../support/world/machines.ts';
import { faultsOf } from './axe.ts';
import { chromiumOfFile, looksOf, openWindow, shoot, type Window } from './browser.ts';
import { type Hall, type Name, openHall } from './hall.ts';

const MINUTE = 60_000;
const INVENTORY = 'numero;modele;service;site\nPN-1;SPAN 15;PREF-33;Pau\nPN-900;SPAN 15;PREF-33;Bordeaux\n';

/** Pages without an address of their own, or whose address only a form knows. */
describe.each(looksOf(1280, 320))('pages that a form leads to, in $language, $scheme, at $width pixels', (looks) => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  let window: Window;
  let broken: string[];
  beforeEach(async () => {
    hall = await openHall();
    window = await openWindow(chromium(), hall, looks);
    broken = [];
  });
  afterEach(async () => {
    broken.push(...window.wrongs);
    await window.close();
    await hall.close();
    expect(broken).toEqual([]);
  });

  const come = async (name: Name, path: string): Promise<void> => {
    await window.forget();
    await window.signIn(hall.loginOf(`${name}`));
    await window.open(path);
  };
  const look = async (what: string): Promise<void> => {
    broken.push(...(await faultsOf(window.page, what)));
    await shoot(window.page, `${what.replace(/\W+/g, '-')}-${looks.language}-${looks.scheme}-${looks.width}`);
  };
  const unfold = () =>
    window.page.evaluate(() => {
      for (const d of document.querySelectorAll('details')) d.open = true;
    });
  const send = (action: string) => window.page.locator(`form[action="${action}"] button[type=submit]`).first().click();

  it('at the bench: a series of tokens, a place left alone, a password before the line', async () => {
    const { id } = await hall.flow.request.submit(hall.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    await hall.approve(id);
    await come('thomas', '/atelier');
    await send('/atelier/suivants');
    await window.page.waitForURL('**/atelier/series/*');
    await look('series');
    await window.open('/atelier/chaine');
    await send('/atelier/chaine/ouvrir');
    await window.page.waitForSelector('#line-scan');
    hall.clock.pass(11 * MINUTE);
    await window.open('/stock');
    await window.page.waitForSelector('[data-locked]');
    await look('locked');
    await come('theo', '/atelier/chaine');
    hall.clock.pass(6 * MINUTE);
    await send('/atelier/chaine/ouvrir');
    await window.page.waitForSelector('[name=_password]');
    await look('password before an act');
  }, 120_000);

  it('for an auditor: what a verification came to', async () => {
    await come('aurore', '/journal');
    await send('/journal/verifier');
    await window.page.waitForURL((url) => url.pathname !== '/journal/verifier');
    await window.open('/journal/lecture');
    await look('reading of the journal');
  }, 60_000);

  it('for whoever keeps the machines: an inventory compared, the key of a machine', async () => {
    await come('thomas', '/postes/inventaire');
    const file = { name: 'glpi.csv', mimeType: 'text/csv', buffer: Buffer.from(INVENTORY) };
    await window.page.setInputFiles('form[action="/postes/inventaire"] [type=file]', file);
    await send('/postes/inventaire');
    await window.page.waitForURL('**/postes/inventaire/*');
    await look('inventory compared');
    await window.open('/postes/PN-1');
    await unfold();
    const request = {
      name: 'pn-1.csr',
      mimeType: 'application/pkcs10',
      buffer: Buffer.from(machineRequest().request, 'base64'),
    };
    await window.page.setInputFiles('form[action="/postes/PN-1/certificat"] [type=file]', request);
    await send('/postes/PN-1/certificat');
    await window.page.waitForSelector('form[action$="/certificat/delivrer"]');
    await look('key of a machine');
  }, 60_000);

  it('for accounts: a new passkey, a command line let in, all sessions ended', async () => {
    await come('alice', '/compte/acces');
    await send('/compte/acces/cles/nouvelle');
    await window.page.waitForSelector('[data-passkey=create]');
    await look('new passkey');
    const { userCode } = await hall.identity.startDeviceSignIn({ address: '192.0.2.7' });
    await window.open('/connexion/code');
    await window.page.fill('[name=userCode]', userCode);
    await send('/connexion/code');
    await window.page.waitForSelector('form[action="/connexion/code/confirmer"]');
    await look('command line let in');
    await come('armand', '/administration');
    await unfold();
    await send('/administration/sessions');
    await window.page.waitForSelector('[name=_sure]', { state: 'attached' });
    await look('question before all sessions end');
  }, 60_000);
});

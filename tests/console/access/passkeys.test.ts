import type { Browser as Chromium } from 'playwright-core';
import { PASSWORD } from '../../support/world/come-in.ts';
import { openWindow, startChromium, type Window } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';
import { plugKey } from '../passkey.ts';
import { createVisitor } from '../visitor.ts';

describe('a technician with a passkey, where operators need one', () => {
  let chromium: Chromium;
  let hall: Hall;
  let window: Window;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    hall = await openHall({ passkeyNeed: 'operators', demo: true });
    window = await openWindow(chromium, hall, { language: 'en' });
    await plugKey(window);
  });
  afterEach(async () => {
    const { wrongs } = window;
    await window.close();
    await hall.close();
    expect(wrongs).toEqual([]); // nothing failed, nothing left our origin, nothing broke the content policy
  });
  const menu = async () => (await window.page.locator('header').textContent()) ?? '';
  const submit = () => window.page.locator('main button[type=submit]').click();

  const signInByPassword = async (who = 'thomas', to = '**/connexion/cle**'): Promise<void> => {
    await window.open('/connexion?lang=en');
    await window.page.fill('[name=login]', hall.loginOf(who));
    await window.page.fill('[name=password]', PASSWORD);
    await submit();
    await window.page.waitForURL(to);
  };
  /** The same session in a browser without script. */
  const visitorHere = async () => {
    const visitor = createVisitor(hall);
    for (const { name, value } of await window.page.context().cookies()) visitor.jar.set(name, value);
    await visitor.get('/compte?lang=fr');
    return visitor;
  };
  const register = async (): Promise<void> => {
    await window.open('/compte/acces');
    await window.press('Add a passkey');
    expect(await window.main()).toContain('a security key that has a PIN or reads a fingerprint');
    await window.page.fill('[name=name]', 'blue key');
    await window.press('Register the key');
    await window.page.waitForURL('**/compte/acces?**');
  };

  it('is asked for it after the password, registers it, and comes in with it alone', async () => {
    await signInByPassword();
    expect(await window.main()).toContain('Only after this confirmation do you act as');
    expect(await menu()).not.toContain('Workshop');
    await window.press('Add a passkey');
    await register();
    expect(await window.main()).toContain('Your passkey is registered. Add a second one');
    expect(await menu()).toContain('Workshop');

    // the same key once more: the browser refuses it, and the page says why
    expect((await window.main()).match(/\(this session\)/g)).toHaveLength(1);
    await window.press('Add a passkey');
    await window.page.fill('[name=name]', 'red key');
    await window.press('Register the key');
    await window.page.locator('[data-passkey-known]').waitFor();
    expect(await window.main()).toContain('registered on your account already');
    expect(await window.page.locator('[data-passkey-failed]').isVisible()).toBe(false);

    await window.page.locator('form[action="/deconnexion"] button').first().click();
    await window.page.waitForURL('**/connexion');
    await window.press('Sign in with a passkey');
    await submit();
    await window.page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    expect(await menu()).toContain('Workshop');

    await window.forget();
    await signInByPassword();
    expect(await menu()).not.toContain('Workshop');
    await submit();
    await window.page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    expect(await menu()).toContain('Workshop');
  });

  it('opens a bench that locked by one touch: no click, nothing typed', async () => {
    await signInByPassword();
    await register();
    await window.open('/atelier/chaine');
    await window.press('Open bench place A');
    await window.page.waitForSelector('#line');
    const touched = window.page.waitForResponse((answer) => answer.url().endsWith('/connexion/cle'));
    hall.clock.pass(11 * 60_000);
    await touched; // the lock came by itself, and the key of this test is touched at once
    await window.page.waitForSelector('#line');
    await window.page.keyboard.type('DEM-1998-09999');
    await window.page.keyboard.press('Enter');
    await window.page.waitForSelector('#alert');
    expect(await window.main()).toContain('No such request');
    expect((await hall.reads.find('job', {})).length).toBe(0);
    const locks = window.wrongs.splice(0);
    expect(locks.filter((wrong) => !wrong.startsWith('423 '))).toEqual([]);
  });

  it('confirms a delicate act with it, not with the password, and the act goes on with the same click', async () => {
    await signInByPassword();
    await register();
    hall.clock.pass(6 * 60_000);
    await window.open('/compte');
    await window.page.fill('[name=name]', 'night report');
    await window.page.locator('form[action="/compte/jetons-api"] input[name=scopes]').first().check({ force: true });
    await window.page.locator('form[action="/compte/jetons-api"] button').click();
    await window.page.waitForSelector('[data-own-key]');
    expect(await window.page.locator('[name=_password]').count()).toBe(0);
    expect(await window.page.locator('main .fr-btn').allTextContents()).toEqual(['Confirm with my passkey']);
    // a password that is sent all the same, and right
    const { status, main } = await (await visitorHere()).post('/compte/adresse', { _password: PASSWORD });
    expect(status).toBe(401);
    expect(main).toContain('Vos rôles demandent votre clé d’accès ici');
    expect(main).not.toContain('name="_password"');
    await submit();
    await window.page.waitForSelector('#secret');
    expect(await window.page.locator('#secret').textContent()).toMatch(/jtn_/);
  });

  it('adds a second passkey from a session of a password by confirming with the first', async () => {
    await signInByPassword();
    await register();
    await window.forget();
    await signInByPassword();
    await window.open('/compte/acces');
    await window.press('Add a passkey');
    await window.page.waitForSelector('[data-own-key]');
    expect(await window.page.locator('[name=_password]').count()).toBe(0);
    expect(await window.page.locator('main .fr-alert--error').count()).toBe(0);
    await submit();
    await window.page.waitForSelector('[name=name]');
  });

  it('keeps the password for somebody who has no passkey yet', async () => {
    await signInByPassword();
    hall.clock.pass(6 * 60_000);
    await window.open('/compte/acces');
    await window.press('Add a passkey');
    expect(await window.page.locator('[data-own-key]').count()).toBe(0);
    await window.page.fill('[name=_password]', PASSWORD);
    await window.press('Confirm and go on');
    await window.page.waitForSelector('[name=name]');
  });

  it('has both buttons of a confirmation one below the other on a narrow screen', async () => {
    await signInByPassword('alice', '**/mes-jetons**');
    await register();
    hall.clock.pass(6 * 60_000);
    await window.page.setViewportSize({ width: 320, height: 900 });
    await window.open('/compte/acces');
    await window.press('Add a passkey');
    const [first, second] = await Promise.all(
      ['Confirm and go on', 'Confirm with my passkey'].map((name) =>
        window.page.getByRole('button', { name }).boundingBox(),
      ),
    );
    expect(second).toMatchObject({ x: first!.x, width: first!.width });
    expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height + 8);
  });

  it('is shown which passkey would go, before anything is said of it', async () => {
    await signInByPassword();
    await register();
    await window.press('Remove');
    await window.page.waitForSelector('[name=_sure]', { state: 'attached' });
    expect(await window.main()).toContain('Remove this passkey?');
    expect(await window.main()).toContain('blue key');
    expect(await hall.identity.passkeys(hall.thomas)).toHaveLength(1);
    await window.press('Remove');
    await window.page.waitForSelector('#alert');
    window.wrongs.splice(0); // an operator's last one stays: refused
  });

  it('is told that the key is needed where a password ends no session that the key opened', async () => {
    await signInByPassword();
    await register();
    await window.forget();
    await signInByPassword();
    await window.open('/compte');
    await window.page.locator('form[action="/compte/sessions"] button').last().click();
    await window.page.waitForSelector('[name=_sure]', { state: 'attached' });
    await window.page.locator('form[action="/compte/sessions"] button').last().click();
    await window.page.waitForSelector('[data-own-key]');
    expect(await window.main()).toContain('a password is not enough');
    expect(await window.page.locator('[name=_password]').count()).toBe(0);
    await submit();
    await window.page.waitForURL('**/connexion');
    const refused = window.wrongs.splice(0);
    expect(refused.filter((wrong) => !wrong.startsWith('403 '))).toEqual([]);
  });

  it('lets the command line in by its code, and sees it among the sessions', async () => {
    await signInByPassword();
    await register();
    const from = { address: '198.51.100.9' };
    const { deviceCode, userCode } = await hall.identity.startDeviceSignIn(from);
    await window.open('/connexion/code');
    await window.page.fill('[name=userCode]', userCode.toLowerCase());
    await window.press('Continue');
    expect(await window.main()).toContain(from.address);
    expect(await hall.identity.redeemDeviceSignIn(deviceCode, from)).toBeUndefined();
    await window.press('Yes, it is me');
    await window.page.waitForURL('**/compte/acces**');
    const opened = await hall.identity.redeemDeviceSignIn(deviceCode, from);
    expect(await hall.identity.bySession(opened!.token)).toMatchObject({ method: 'passkey', withheld: [] });
    await window.page.reload();
    expect(await window.main()).toContain(from.address);
    await window.page.locator('tr', { hasText: from.address }).getByText('End', { exact: true }).click();
    await window.page.waitForSelector('[name=_sure]', { state: 'attached' });
    expect(await window.main()).toContain(from.address); // which one it is
    await window.press('End');
    expect(await window.main()).toContain('The session is ended.');
    expect(await hall.identity.bySession(opened!.token)).toBeUndefined();
  });

  it('is told that no such code waits where one of a command line is mistyped', async () => {
    await signInByPassword();
    const visitor = await visitorHere();
    await visitor.get('/connexion/code');
    const { main } = await visitor.post('/connexion/code', { userCode: 'BCDF-GHJK' });
    expect(main).toContain('Aucune ligne de commande n’attend avec ce code.');
    expect(main).toMatch(/Vérifiez le code, ou relancez «\sjeton connect\s»./);
    expect(main).not.toContain('Le délai est passé');
  });

  it('is told the console’s own name where a passkey fails under another', async () => {
    await window.page.goto(`${hall.url.replace('localhost', '127.0.0.1')}/connexion/cle?lang=en`);
    await submit();
    const failed = window.page.locator('[data-passkey-failed]');
    await failed.waitFor();
    expect(await failed.textContent()).toBe(`Open the console at ${hall.url}`);
    window.wrongs.splice(0); // all of it left our origin
  });

  it('is warned two minutes before the session ends, and stays with one click; what was typed is still there', async () => {
    await signInByPassword();
    await window.page.clock.install();
    await window.open('/compte');
    await window.page.fill('[name=name]', 'half typed');
    await window.page.clock.fastForward(13 * 60_000);
    hall.clock.pass(13 * 60_000);
    await window.page.getByRole('button', { name: 'Stay signed in' }).click();
    await window.page.getByText('Your session ends in two minutes').waitFor({ state: 'detached' });
    hall.clock.pass(13 * 60_000);
    expect(await window.page.locator('[name=name]').inputValue()).toBe('half typed');
    await window.page.reload();
    expect(new URL(window.page.url()).pathname).toBe('/compte');
  });
});

import { PASSWORD } from '../support/world/come-in.ts';
import type { Window } from './browser.ts';
import type { Hall } from './hall.ts';

/** A security key that is touched at once, as Chromium imitates one. */
export async function plugKey({ page }: Pick<Window, 'page'>): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const key = { protocol: 'ctap2', transport: 'usb', hasResidentKey: true, hasUserVerification: true } as const;
  const options = { ...key, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
}

/** The first time: signs in by password, in French, and registers the key that is plugged in. */
export async function registerKey(
  { page, open, press, main }: Window,
  hall: Pick<Hall, 'loginOf'>,
  name: string,
): Promise<void> {
  await open('/connexion?lang=fr');
  await page.fill('[name=login]', hall.loginOf(name));
  await page.fill('[name=password]', PASSWORD);
  await page.locator('main button[type=submit]').click();
  await page
    .waitForURL((url) => url.pathname !== '/connexion')
    .catch(async () => {
      throw new Error(`${name} is not let in: ${await main()}`);
    });
  await open('/compte/acces');
  await press('Ajouter une clé d’accès');
  await page.fill('[name=name]', 'clé bleue');
  await press('Enregistrer la clé');
  await page.waitForURL('**/compte/acces?**');
}

import type { Page } from 'playwright-core';
import { chromiumOfFile, openWindow } from '../../console/browser.ts';
import { type Hall, openHall } from '../../console/hall.ts';
import { type SoftBench, softBench } from '../../support/softhsm.ts';
import { checkEnd } from '../ended.ts';
import { comeIn } from '../somebody.ts';
import { keyboardOf, signInByKeys } from './keyboard.ts';

/** What the browser saw of one form: which fields were changed by hand, and how often something else was clicked. */
function countOnForm(): void {
  const seen = { fields: new Set<string>(), clicks: 0 };
  const tell = () =>
    sessionStorage.setItem(
      'form',
      JSON.stringify({ fields: seen.fields.size, clicks: seen.clicks, at: location.pathname }),
    );
  addEventListener(
    'input',
    ({ isTrusted, target }) => {
      if (isTrusted) seen.fields.add((target as HTMLInputElement).name);
      if (location.pathname.endsWith('/nouvelle')) tell();
    },
    true,
  );
  addEventListener(
    'click',
    ({ isTrusted, target }) => {
      if (isTrusted && !(target as HTMLElement).closest('input, select, textarea, label')) seen.clicks += 1;
      if (location.pathname.endsWith('/nouvelle')) tell();
    },
    true,
  );
}
const formSeen = (page: Page): Promise<unknown> =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem('form') ?? '{}') as unknown);

describe('an agent: asks for a token, receives it, loses it', () => {
  const chromium = chromiumOfFile();
  let soft: SoftBench;
  let hall: Hall;
  beforeEach(async () => {
    soft = await softBench({ slots: 1, blanks: 1 });
    blanks.splice(0, blanks.length, ...soft.blanks);
    const delivered = blanks.map((blank) => ({ ...blank, model: 'SoftHSM v2' }));
    hall = await openHall({ bench: soft.bench, blanks: delivered, passkeyNeed: 'operators' });
  }, 120_000);
  afterEach(async () => {
    await hall.close();
    await soft.close();
  });
  const blanks: SoftBench['blanks'] = [];
  const requestOf = async (number: string) => (await hall.reads.find('request', { number }))[0]!;
  const ask = async (who: 'eve' | 'bruno', workstation: string) => {
    const { id } = await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
    await hall.approve(id);
    hall.clock.pass(60_000); // who asks later stands behind
  };
  /** Thomas makes it on a real token, and Théo has that token sign at his desk. */
  const madeAndShown = async (number: string): Promise<void> => {
    const { id } = await requestOf(number);
    soft.plug('1', blanks.shift()!);
    await hall.flow.production.produce(hall.thomas, { requestId: id, slot: '1' });
    await hall.flow.handover.challenge(hall.theo, { requestId: id, slot: '1' });
  };
  const handedOver = async (number: string): Promise<void> => {
    const { id } = await requestOf(number);
    await hall.printLetter(id);
    await hall.flow.handover.handOver(hall.theo, { requestId: id });
    soft.unplug('1');
  };

  it('with a mouse: four inputs and one click at most, her place in the queue, a replacement in the end', async () => {
    await ask('eve', 'PN-1');
    await ask('bruno', 'PN-3');
    const alice = await comeIn(chromium(), hall, 'alice');
    await alice.signIn();
    await alice.sees('Mes jetons');
    await alice.page.context().addInitScript(countOnForm);
    await alice.link('Demander un jeton');
    await alice.sees('Numéro du poste SPAN');
    await alice.types('Numéro du poste SPAN', 'PN-2');
    await alice.button('Envoyer la demande');
    await alice.sees('Demande DEM-1998-00003 envoyée.', 'Étape 1 sur 6');
    expect(await formSeen(alice.page)).toMatchObject({ fields: 1, clicks: 1 });

    await hall.approve((await requestOf('DEM-1998-00003')).id);
    await alice.goTo('Mes jetons');
    await alice.sees('Mes jetons');
    await alice.link('DEM-1998-00003');
    await alice.sees('2 demandes devant vous.');

    await madeAndShown('DEM-1998-00003');
    await alice.page.reload();
    await alice.sees('Lisez et acceptez votre certificat', 'Alice Agard');
    await alice.button('J’accepte ce certificat');
    await alice.sees('Le certificat est accepté.');
    await handedOver('DEM-1998-00003');
    await alice.page.reload();
    await alice.sees('Confirmer la réception');
    await alice.button('J’ai reçu mon jeton');
    await alice.sees('Réception confirmée : le jeton est actif.');

    await alice.link('Déclarer une perte ou un vol');
    await alice.sees('La révocation est immédiate et définitive.');
    await alice.page.getByText('Il a été volé').click();
    await alice.button('Révoquer maintenant');
    await alice.sees('est révoqué : il n’ouvre plus le réseau.');
    await alice.link('Demander un autre jeton');
    await alice.sees('Demander un jeton');
    expect(await alice.page.inputValue('[name=motif]')).toBe('replacement:stolen');
    expect(await alice.page.inputValue('[name=workstation]')).toBe('PN-2');
    await alice.leave();
    await checkEnd(hall);
  }, 300_000);

  it('with the keyboard alone: every stop is seen, in the order of the page', async () => {
    const bruno = await comeIn(chromium(), hall, 'bruno');
    const keys = keyboardOf(bruno.page);
    await signInByKeys(bruno, keys);
    await bruno.sees('Mes jetons');

    await keys.skip();
    await keys.enter('Demander un jeton');
    await bruno.sees('Numéro du poste SPAN');
    await keys.skip();
    await keys.tabTo('Numéro du poste SPAN');
    await bruno.page.keyboard.type('PN-1');
    await keys.enter('Envoyer la demande');
    const number = (await bruno.page.title()).match(/DEM-\d+-\d+/)?.[0] ?? '';
    await bruno.sees(`Demande ${number} envoyée.`);

    await hall.approve((await requestOf(number)).id);
    await madeAndShown(number);
    await bruno.page.reload();
    await bruno.sees('Lisez et acceptez votre certificat');
    await keys.skip();
    await keys.enter('J’accepte ce certificat');
    await bruno.sees('Le certificat est accepté.');
    await handedOver(number);
    await bruno.page.reload();
    await keys.skip();
    await keys.enter('J’ai reçu mon jeton');
    await bruno.sees('le jeton est actif.');
    await keys.skip();
    await keys.enter('Déclarer une perte ou un vol');
    await bruno.sees('La révocation est immédiate et définitive.');
    await keys.skip();
    await keys.tabTo('Il est perdu');
    await bruno.page.keyboard.press('ArrowDown');
    await keys.enter('Révoquer maintenant');
    await bruno.sees('est révoqué : il n’ouvre plus le réseau.');
    await keys.skip();
    await keys.enter('Demander un autre jeton');
    await bruno.sees('Demander un jeton');
    expect(await bruno.page.inputValue('[name=motif]')).toBe('replacement:stolen');
    expect(keys.lost).toEqual([]);
    await bruno.leave();
    await checkEnd(hall);
  }, 300_000);

  it('would be told of a stop that is not seen, or out of order', async () => {
    const window = await openWindow(chromium(), hall);
    await window.open('/aide?lang=fr');
    await window.page.evaluate(() => {
      for (const link of document.querySelectorAll('a')) link.style.setProperty('outline', 'none', 'important');
      document.querySelector<HTMLElement>('footer a')!.tabIndex = 1;
    });
    const keys = keyboardOf(window.page);
    await keys.tabTo('Contenu');
    await window.close();
    expect(keys.lost).toContainEqual(expect.stringContaining('has the keyboard, unseen'));
    expect(keys.lost).toContainEqual(expect.stringContaining('comes out of order'));
  });
});

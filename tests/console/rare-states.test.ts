import type { Browser } from 'playwright-core';
import { noteConfiguration } from '../../src/flow/two-persons/confirm-configuration.ts';
import { configurationSaying } from '../support/world/configuration.ts';
import { heldDays } from '../support/world/held-days.ts';
import { machine, newMachines } from '../support/world/machines.ts';
import { restoreInto } from '../support/world/restore.ts';
import { faultsOf } from './axe.ts';
import { looksOf, openWindow, shoot, startChromium, type Window } from './browser.ts';
import { type Hall, type Name, openHall } from './hall.ts';

const NUMBER = 'DEM-1998-00001';
const REQUEST = `/demandes/${NUMBER}`;
const DESK = `/remise/${NUMBER}`;

/** What people see once a year, or once in a token's life: no list of pages comes past it. */
describe.each(looksOf(1280, 320))('pages that are rarely seen, in $language, $scheme, at $width pixels', (looks) => {
  let chromium: Browser;
  let hall: Hall;
  let window: Window;
  let held: ReturnType<typeof heldDays>;
  let broken: string[];
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());
  beforeEach(async () => {
    held = heldDays();
    held.release();
    hall = await openHall({ hold: held.hold });
    window = await openWindow(chromium, hall, looks);
    broken = [];
  });
  afterEach(async () => {
    broken.push(...window.wrongs);
    await window.close();
    await hall.close();
    expect(broken).toEqual([]);
  });

  const look = async (what: string): Promise<void> => {
    broken.push(...(await faultsOf(window.page, what)));
    await shoot(window.page, `${what.replace(/\W+/g, '-')}-${looks.language}-${looks.scheme}-${looks.width}`);
  };
  const become = async (name: Name): Promise<void> => {
    await window.forget();
    await window.signIn(hall.loginOf(name ?? ''));
  };
  const send = (action: string) => window.page.locator(`form[action="${action}"] button[type=submit]`).first().click();
  const openAll = () =>
    window.page.evaluate(() => {
      for (const d of document.querySelectorAll('details')) d.open = true;
    });

  it('a report whose days are being counted', async () => {
    hall.clock.pass(3 * 86_400_000);
    held.again();
    const opened = become('simon'); // whose first page it is
    const first = await held.askedAs(1);
    hall.clock.pass(60_000);
    first.proceed(10, 100);
    await opened;
    await window.page.waitForSelector('#day-count progress');
    await look('days are counted');
    held.release();
    await window.page.waitForSelector('#day-count', { state: 'detached' }); // the report, opened by the page itself
  });

  it('a hand-over: code, identity, PIN, refusals', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    await become('theo');
    await window.open(DESK);
    await look('desk begins');
    await send(`${DESK}/defi`);
    await look('desk without a code');
    const code = (await hall.flow.pickupCodes.issueForMail(id)) ?? '';
    await window.open(DESK);
    await look('desk with a code');
    await openAll();
    await window.page.fill(`form[action="${DESK}/code"] [name=code]`, '0000 0000');
    await send(`${DESK}/code`);
    await window.page.waitForSelector('#alert');
    await look('desk a wrong code');
    await openAll();
    await window.page.selectOption(`form[action="${DESK}/identite"] [name=document]`, 'passport');
    await send(`${DESK}/identite`);
    await window.page.waitForSelector('#notice');
    await look('desk first identity check');

    await become('alice');
    await window.open(REQUEST);
    await look('holder accepts');
    await openAll();
    await send(`${REQUEST}/nouveau-code`);
    await window.page.waitForSelector('.jeton-secret');
    await look('pick-up code shown');
    await window.open('/compte');
    await look('account with address');
    await window.open(REQUEST);
    await send(`${REQUEST}/accepter`);
    await window.page.waitForSelector('#notice');
    await look('holder accepted');

    await become('odile');
    await window.open('/courriers');
    await look('letters');
    const other = (await hall.flow.pickupCodes.issueForMail(id)) ?? code;
    await become('theo');
    await window.open(DESK);
    await send(`${DESK}/remis`);
    await window.page.waitForSelector('#notice');
    await look('desk given');
    await become('alice');
    await window.open(REQUEST);
    await look('holder receives');
    await send(`${REQUEST}/recu`);
    await window.page.waitForSelector('#notice');
    await look('holder sees PIN form');
    await window.page.fill(`form[action="${REQUEST}/pin"] [name=code]`, other);
    await send(`${REQUEST}/pin`);
    await window.page.waitForSelector('.jeton-secret');
    await look('PIN shown once');
  }, 120_000);

  it('a token that was set aside: bench, stock, its own page, checked', async () => {
    await hall.setAside();
    await become('theo');
    for (const path of ['/atelier', '/atelier/chaine', '/stock', '/stock/B-0001']) {
      await window.open(path);
      await look(`set aside ${path}`);
    }
    hall.twin.tokens.get('1')!.soPin = 'nobody knows';
    await send('/stock/B-0001/verifier');
    await window.page.waitForSelector('#notice');
    await look('set aside refused');
  }, 120_000);

  it('forms: a deputy, a request for somebody', async () => {
    await become('vera');
    await window.open('/approbations');
    await openAll();
    await look('deputy form');
    await window.page.fill('[name=deputy]', 'M-NOBODY');
    await window.page.fill('[name=validUntil]', '1998-12-01');
    await send('/approbations/suppleant');
    await window.page.waitForSelector('#alert');
    await look('deputy refused');
    await become('corinne');
    await window.open('/service/demande');
    await look('request for somebody');
    await window.page.fill('[name=holder]', 'M-NOBODY');
    await window.page.fill('[name=workstation]', 'PN-OLD');
    await send('/service/demande');
    await window.page.waitForSelector('#alert');
    await look('request refused');
  }, 60_000);

  it('files: one that runs, was stopped, or had rows that could not come in', async () => {
    const machines = (count: number, from: number) =>
      Array.from({ length: count }, (_, i) => machine(`PN-${from + i}`));
    await become('thomas');
    const running = await hall.flow.imports.begin(hall.thomas, 'workstations', newMachines(machines(15_000, 20_000)));
    await window.open(`/imports/${running.id}`);
    await look('import running');
    await hall.flow.imports.stop(hall.thomas, { importId: running.id });
    await window.open(`/imports/${running.id}`);
    await look('import stopped');
    const { id } = await hall.flow.imports.begin(hall.thomas, 'workstations', newMachines(machines(400, 7000)));
    await hall.flow.enrolment.register(hall.theo, machine('PN-7399'));
    await hall.flow.imports.ended(id);
    await window.open(`/imports/${id}`);
    await look('import with a row refused');
    await window.open('/postes/inventaire');
    await look('imports before');
  }, 60_000);

  it('what is asked once before a grave act', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await become('odile');
    await window.open('/securite');
    await window.page.fill('#revoke-serial', tokenId);
    await window.page.selectOption('#revoke-reason', 'stolen');
    await window.page.click('form[action="/securite/revoquer"] button');
    await look('question before a revocation');
    await become('armand');
    await window.open(`/administration/personnes/${hall.alice.personId}`);
    await window.page.click('form[action$="/desactiver"] button');
    await look('question before a disabling');
  }, 60_000);

  it('what waits for two persons: a changed configuration', async () => {
    Object.assign(hall.configuration, configurationSaying({ organisation: 'Préfecture' }));
    await noteConfiguration({ store: hall.store, configuration: hall.configuration });
    await become('armand');
    await window.open('/administration');
    await look('banner of changes');
    await window.open('/double-controle');
    await look('changes to confirm');
    await become('thomas');
    await window.open('/atelier');
    await look('banner in the workshop');
  }, 60_000);

  it('what waits for two persons: a restore', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    await restoreInto(hall.opened);
    await window.open(`/bienvenue?restauration=1&lang=${looks.language}`);
    await look('restore way in');
    const link = (await hall.identity.firstLinks()).find(({ person }) => person.directoryId === hall.loginOf('armand'));
    await window.page.fill('[name=token]', link?.token ?? '');
    await window.page.fill('[name=former]', 'trois petits chats gris');
    await window.page.fill('[name=password]', 'trois petits chats gris');
    await window.page.fill('[name=again]', 'trois petits chats gris');
    await window.page.locator('main button[type=submit]').first().click();
    await window.page.waitForURL('**/connexion?**'); // whoever leaves before the answer may have no account yet
    await become('armand');
    await window.open('/double-controle');
    await look('restore to confirm');
    await window.open('/administration');
    await look('restore banner');
  }, 60_000);
});

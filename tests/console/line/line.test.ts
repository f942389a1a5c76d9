import { AppError } from '../../../src/errors.ts';
import { PASSWORD } from '../../support/world/come-in.ts';
import { labelRead } from '../../support/world/label.ts';
import { takeOver } from '../../support/world/machines.ts';
import { faultsOf } from '../axe.ts';
import { chromiumOfFile, openWindow, shoot } from '../browser.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const approved = async (hall: Hall, workstation: string, priority = 0) => {
  const request = await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation, priority });
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

  /** A technician whose place is open, at the line. */
  const atWork = async (name: 'thomas' | 'theo' = 'thomas', place = 'A') => {
    const visitor = await visit(hall, name);
    await visitor.get(LINE);
    await visitor.act(`${LINE}/ouvrir`, { place });
    await visitor.get(LINE);
    return visitor;
  };
  type Worker = Awaited<ReturnType<typeof atWork>>;
  const scan = (who: Worker, text: string) => {
    hall.clock.pass(3_000); // a person needs longer from one paper to the next
    return who.act(LINE, { scan: text });
  };
  const until = async (who: Worker, text: RegExp) => {
    for (let look = 0; look < 200; look += 1) {
      const { main } = await who.get(LINE);
      if (text.test(main)) return main;
    }
    throw new Error(`the line never says ${text}`);
  };
  const FIELD = /<input[^>]*name="scan"[^>]*>/;

  it('goes scan, plug, label: three gestures, each said, and the label closes the slot', async () => {
    const { number } = await approved(hall, 'PN-1', 1);
    const blank = hall.twin.tokens.get('1')!;
    for (const slot of ['1', '2']) hall.twin.unplug(slot);
    const thomas = await atWork();
    expect((await thomas.get(LINE)).main).toContain('Scannez la demande');
    const scanned = await scan(thomas, ` ${number.toLowerCase()} `);
    expect(scanned.main).toContain(`Branchez un jeton vierge pour ${number}`);
    expect(scanned.main).toMatch(/Alice Arnaud|Alice/);
    const card = /<div class="jeton-panel jeton-line__card">[\s\S]*?<\/div>/.exec(scanned.main)![0];
    const { service } = (await hall.reads.get('person', hall.alice.personId))!;
    const { deliverySite } = (await hall.reads.find('request', { number }))[0]!;
    for (const fact of ['PN-1', service, 'Première dotation', `à remettre à ${deliverySite}`, 'Continuité'])
      expect(card).toContain(fact);
    expect(scanned.main).not.toContain('data-ready');
    hall.twin.tokens.set('1', blank);
    const ready = await thomas.get(LINE);
    expect(ready.main).toContain('data-ready'); // the page's script sends it
    expect(ready.main).toMatch(/<a [^>]*href="\/atelier\/chaine"[^>]*>Actualiser/); // and without one the page is asked for anew
    await thomas.act(`${LINE}/commencer`, { number });
    await until(thomas, /puis scannez-la/);
    const label = await labelRead(hall.reads, number);
    const closed = await scan(thomas, label);
    expect(closed.main).toMatch(/étiquette vérifiée, jeton terminé/);
    expect(closed.main).toContain('Rangez ce jeton pour la remise');
  });

  it('waits for no token, and begins nothing again, while the job of what was just begun is not open yet', async () => {
    const { number } = await approved(hall, 'PN-1');
    const blank = hall.twin.tokens.get('1')!;
    for (const slot of ['1', '2']) hall.twin.unplug(slot);
    const thomas = await atWork();
    await scan(thomas, number);
    hall.twin.tokens.set('1', blank);
    const bay = (await hall.flow.reading.slots(hall.thomas)).find(({ slot }) => slot === '1')!;
    const { id: requestId } = (await hall.reads.find('request', { number }))[0]!;
    jest.spyOn(hall.flow.production, 'produceWatched').mockImplementation((_caller, _input, { begun }) => {
      begun([{ requestId, number, holderName: 'Alice', slot: '1', position: bay.position, serial: 'B-0001' }]);
      return new Promise(() => {});
    });
    const { main } = await thomas.act(`${LINE}/commencer`, { number });
    expect(main).not.toContain('data-ready');
    expect(main).not.toMatch(/Branchez un jeton vierge pour|puis scannez-la/);
    // no heading sends the hands elsewhere while the token is written
    const heading = /<h2 class="fr-stepper__title">[\s\S]*?<\/h2>/.exec(main)?.[0];
    expect(heading).toContain('Étape 2 sur 3');
    expect(heading).toContain(`Ne débranchez pas\u202f: ${number} en production`);
  });

  it('says that no blank is plugged in where a number is typed, and quotes no code', async () => {
    await approved(hall, 'PN-1');
    for (const slot of ['1', '2']) hall.twin.unplug(slot);
    const { main } = await scan(await atWork(), '18');
    expect(main).toContain('Aucun jeton vierge de notre stock n’est branché ici.');
    expect(main).not.toContain('token_wrong');
  });

  it('asks once for the shift, then for hours nothing more', async () => {
    const visitor = await visit(hall, 'thomas');
    hall.clock.pass(6 * 60_000);
    await visitor.get(LINE);
    const asked = await visitor.post(`${LINE}/ouvrir`, { place: 'A' });
    expect(asked.main).toContain('Confirmez que c’est vous');
    await visitor.act(`${LINE}/ouvrir`, { place: 'A', _password: PASSWORD });
    for (let hour = 0; hour < 8 * 7; hour += 1) {
      hall.clock.pass(8.5 * 60_000);
      await visitor.act(LINE, { scan: 'DEM-1998-99999' });
    }
    const { number } = await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    await scan(visitor, number);
    await until(visitor, /puis scannez-la/);
  });

  it('locks after ten minutes: nothing is shown, what is scanned is not done, and the owner opens it again', async () => {
    const thomas = await atWork();
    const { number } = await approved(hall, 'PN-1');
    hall.clock.pass(10 * 60_000);
    for (const path of [LINE, '/demandes', '/stock']) {
      const { status, main } = await thomas.get(path);
      expect([path, status]).toEqual([path, 423]);
      expect(main).toContain('Établi verrouillé');
      expect(main).not.toContain(number);
    }
    const scanned = await thomas.post(LINE, { scan: number });
    expect(scanned.status).toBe(423);
    expect((await hall.reads.find('request', { number }))[0]!.state).toBe('approved');
    const wrong = await thomas.post('/verrou', { _password: 'not the password at all' });
    expect(wrong.main).toContain('Établi verrouillé');
    expect(wrong.main).toContain('role="alert"');
    expect((await thomas.act('/verrou', { _password: PASSWORD })).main).toContain('Scannez la demande');
  });

  it('stays open while its technician works on other pages, and not because a page looks by itself', async () => {
    const thomas = await atWork();
    for (const path of ['/stock', '/remise', '/demandes']) {
      hall.clock.pass(9 * 60_000);
      expect((await thomas.get(path)).status).toBe(200);
    }
    hall.clock.pass(9 * 60_000);
    expect((await thomas.post('/remise', { number: 'DEM-1998-09999' })).status).toBe(404);
    hall.clock.pass(9 * 60_000);
    const watched = await follow(hall, thomas, `${LINE}/etat`);
    expect(await watched.next()).toContain('id="line"');
    watched.leave();
    hall.clock.pass(2 * 60_000);
    expect((await thomas.get(LINE)).status).toBe(423);
  });

  it('empties its field after every answer, says what it read, and the next scan is right', async () => {
    const { number } = await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    const thomas = await atWork();
    for (const wrong of ['3760123456789', 'DEM-1998-09999', `${number}${number}`]) {
      const refused = await scan(thomas, wrong);
      expect(FIELD.exec(refused.main)?.[0]).toMatch(/ value(?:="")? /);
      expect(refused.main).toMatch(/role="alert"/);
      expect(refused.main).not.toMatch(/rebut/);
    }
    expect((await scan(thomas, '3760123456789')).main).toMatch(/Lu\s: «\s3760123456789\s»/);
    await scan(thomas, number);
    await until(thomas, /puis scannez-la/);
  });

  it('judges at the scan, in words, before a token is asked for, and never speaks of scrapping', async () => {
    const own = await hall.flow.request.submit(hall.thomas, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    await hall.approve(own.id);
    const thomas = await atWork();
    const refused = await scan(thomas, own.number);
    expect(refused.main).toMatch(/C’est votre propre demande\s: un autre technicien doit la produire/);
    expect(refused.main).not.toMatch(/rebut|data-key="F8"/);
    expect(await hall.reads.count('job', {})).toBe(0);
    expect(hall.twin.tokens.get('1')!.pin).toBeNull();
  });

  it('ignores what a scanner stammers within two seconds', async () => {
    const { number } = await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    const thomas = await atWork();
    await scan(thomas, number);
    await until(thomas, /puis scannez-la/);
    hall.clock.pass(3_000);
    const label = await labelRead(hall.reads, number);
    await thomas.post(LINE, { scan: label });
    hall.clock.pass(1_000);
    const again = await thomas.post(LINE, { scan: label });
    expect(again.to).toBe(LINE); // no second notice, no act
    const entries = await hall.reads.find('letter', { kind: 'label', state: 'confirmed' });
    expect(entries).toHaveLength(1);
  });

  it('reads a label a second time, and after a restart, as what it is', async () => {
    const { number } = await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    const thomas = await atWork();
    await scan(thomas, number);
    await until(thomas, /puis scannez-la/);
    const label = await labelRead(hall.reads, number);
    await scan(thomas, label);
    expect((await scan(thomas, label)).main).toContain('étiquette déjà vérifiée');
    const theo = await visit(hall, 'theo');
    expect((await theo.get('/atelier')).status).toBe(200);
    expect(await hall.reads.count('job', {})).toBe(1);
  });

  it('names two blanks while one is awaited, and writes to neither; a number produces on all', async () => {
    const { number } = await approved(hall, 'PN-1');
    await approved(hall, 'PN-2');
    const thomas = await atWork();
    const refused = await scan(thomas, number);
    expect(refused.main).toMatch(/Plusieurs jetons vierges sont branchés\s: Poste 1 \(B-0001\), Poste 2 \(B-0002\)/);
    expect(await hall.reads.count('job', {})).toBe(0);
    await thomas.act(`${LINE}/cote`, { number });
    await scan(thomas, '2');
    await until(thomas, /Jetons produits aujourd’hui, refaits compris\s: 2, dont 2 par vous/);
  });

  it('closes what waited when the next is scanned: it is back in its place', async () => {
    const [first, second] = [await approved(hall, 'PN-1'), await approved(hall, 'PN-2')];
    for (const slot of ['1', '2']) hall.twin.unplug(slot);
    const thomas = await atWork();
    await scan(thomas, first.number);
    const next = await scan(thomas, second.number);
    expect(next.main).toContain(`${first.number} est remise dans la file`);
    expect(next.main).toContain(`Branchez un jeton vierge pour ${second.number}`);
    const aside = await thomas.act(`${LINE}/cote`, { number: second.number });
    expect(aside.main).toContain(`${second.number} est remise dans la file`);
  });

  it('says of a token whose production failed what is true of it, and scraps it at the second F8 only', async () => {
    const { number } = await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    hall.twin.fail('writeCertificate', 0, new AppError('device_failed', 'the token failed', { detail: { rv: 'X' } }));
    const thomas = await atWork();
    await scan(thomas, number);
    const main = await until(thomas, /a été effacé et reste en stock/);
    expect(main).toContain('data-key="F8"');
    expect(main).not.toMatch(/Rien n.a été écrit/);
    const once = await thomas.act(`${LINE}/rebut`, { serial: 'B-0001' });
    expect(once.main).toMatch(/Confirmer\s: B-0001 au rebut/);
    expect((await hall.reads.get('token', 'B-0001'))!.state).toBe('in_stock');
    // out of its slot: no key is there, and none is spoken of; the question is forgotten
    const failed = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    const pulled = await thomas.get(LINE);
    expect(pulled.main).toContain('a été effacé et reste en stock');
    expect(pulled.main).not.toMatch(/F8/);
    expect((await thomas.post(`${LINE}/rebut`, { serial: 'B-0001', sure: 'yes' })).status).toBe(409);
    hall.twin.tokens.set('1', failed);
    expect((await thomas.get(LINE)).main).toMatch(/F8 Mettre B-0001 au rebut/);
    const anew = await thomas.act(`${LINE}/rebut`, { serial: 'B-0001', sure: 'yes' });
    expect(anew.main).toMatch(/Confirmer\s: B-0001 au rebut/);
    expect((await hall.reads.get('token', 'B-0001'))!.state).toBe('in_stock');
    const twice = await thomas.act(`${LINE}/rebut`, { serial: 'B-0001', sure: 'yes' });
    expect(twice.main).toContain('posez-le dans le bac rouge');
    expect((await hall.reads.get('token', 'B-0001'))!.state).toBe('scrapped');
  });

  /** What is said across the whole page, one text each. */
  const alerts = (main: string): string[] =>
    main
      .split(/(?=<div class="fr-alert fr-alert--error)/)
      .slice(1)
      .map((one) => one.split('</div>')[0]!.replace(/<[^>]*>/g, ' '));

  it('explains each failure of a series, whichever slot it was in', async () => {
    for (const workstation of ['PN-1', 'PN-2', 'PN-3']) await approved(hall, workstation);
    hall.twin.tokens.get('2')!.soPin = 'not the one of our stock';
    const thomas = await atWork();
    await scan(thomas, '2');
    const main = await until(thomas, /Derniers[\s\S]*✓[\s\S]*✗|Derniers[\s\S]*✗[\s\S]*✓/);
    expect(alerts(main)).toEqual([expect.stringMatching(/Poste 2, DEM-\d{4}-\d+\. .*B-0002/)]);
    expect(main).toMatch(/data-said="Poste 2, DEM-[^"]*B-0002/); // the page's script reads it out

    for (const slot of ['1', '2']) hall.twin.plug(slot, { serial: `B-000${Number(slot) + 2}`, soPin: 'another' });
    await scan(thomas, '2'); // what failed came back into the queue
    const both = await until(thomas, /Derniers[\s\S]*✗[\s\S]*✗[\s\S]*✓/);
    expect(alerts(both)).toEqual([expect.stringContaining('Poste 1, '), expect.stringContaining('Poste 2, ')]);
  });

  it('has F4 print the label that did not come out, before one that is to be stuck on, before one that is done', async () => {
    const [first, second] = [await approved(hall, 'PN-1'), await approved(hall, 'PN-2')];
    const two = hall.twin.tokens.get('2')!;
    hall.twin.unplug('2');
    const thomas = await atWork();
    await scan(thomas, first.number);
    const one = await until(thomas, /puis scannez-la/);
    expect(one).toMatch(new RegExp(`F4 Réimprimer l’étiquette \\(${first.number}\\)`));
    hall.twin.tokens.set('2', two);
    hall.failPrinter(new AppError('device_failed', 'out of labels'));
    await scan(thomas, second.number);
    const both = await until(thomas, /Étiquette non imprimée/);
    expect(both).toMatch(new RegExp(`F4 Imprimer l’étiquette \\(${second.number}\\)`));
    expect(both).toMatch(new RegExp(`Imprimez l’étiquette de ${second.number}[\\s\\u00a0\\u202f]: F4`));
    await thomas.act(`${LINE}/etiquette`, { number: second.number });
    await scan(thomas, await labelRead(hall.reads, first.number));
    expect((await thomas.get(LINE)).main).toContain(`F4 Réimprimer l’étiquette (${second.number})`);
    await scan(thomas, await labelRead(hall.reads, second.number));
    expect((await thomas.get(LINE)).main).toContain(`F4 Réimprimer l’étiquette (${second.number})`); // the newest
  });

  it('scraps by F8 nothing but a token whose production failed in its slot', async () => {
    const thomas = await atWork();
    for (const serial of ['B-0001', 'B-0007']) {
      const refused = await thomas.post(`${LINE}/rebut`, { serial, sure: 'yes' });
      expect(refused).toMatchObject({ status: 409, main: expect.stringContaining('Ouvrez sa fiche dans le stock') });
      expect((await thomas.post(`${LINE}/rebut`, { serial, sure: 'yes' })).status).toBe(409);
      expect((await hall.reads.get('token', serial))!.state).toBe('in_stock');
    }
  });

  it('says full width and aloud what is wrong with a token in a slot, and the one thing to do', async () => {
    await hall.setAside();
    const aside = hall.twin.tokens.get('1')!;
    await hall.activeToken(hall.bruno, 'PN-2');
    const used = hall.twin.tokens.get('1')!;
    await hall.flow.stock.change(hall.thomas, { serial: 'B-0005', action: 'scrap' });
    const thomas = await atWork();
    const wrong = async (): Promise<string> => {
      const { main } = await thomas.get(LINE);
      const said = alerts(main);
      expect(main.match(/data-said="Poste 1\s:/g) ?? []).toHaveLength(said.length);
      return said.join().replace(/\s+/g, ' ');
    };
    expect(await wrong()).toMatch(/Poste 1 : le jeton B-\d+ est déjà attribué, .*Débranchez-le : il n’est pas vierge/);
    expect(await wrong()).toContain(used.serial);
    hall.twin.plug('1', { serial: 'FOREIGN', soPin: 'x' });
    expect(await wrong()).toMatch(/Poste 1 : le jeton FOREIGN n’est pas dans notre stock\. Débranchez-le/);
    hall.twin.plug('1', { serial: 'B-0005', soPin: 'x' });
    expect(await wrong()).toMatch(/Poste 1 : le jeton B-0005 est au rebut\. .*bac rouge/);
    hall.twin.unplug('1');
    expect(await wrong()).toBe('');
    hall.twin.tokens.set('1', aside);
    expect(await wrong()).toMatch(/Poste 1 : la production du jeton \S+ a été interrompue\. .*effacez-le à l’atelier/);
  });

  it('counts the day’s tokens by the site’s day: the shop’s, one’s own, and what is planned', async () => {
    const at = (text: string) => hall.clock.set(Date.parse(text));
    const today = async (who: Worker) =>
      /<strong>(Jetons produits aujourd’hui[\s\S]*?)<\/p>/
        .exec((await who.get(LINE)).main)![1]!
        .replace(/<[^>]*>/g, '');
    await takeOver(hall.flow, [hall.adele, hall.olga], 'PN-50');
    const make = async (workstation: string, by: typeof hall.thomas, slot = '1') => {
      const { id } = await approved(hall, workstation);
      hall.plugNext(slot);
      await hall.flow.production.produce(by, { requestId: id, slot });
    };
    hall.twin.places.set('2', 'B');
    at('1998-12-01T22:30:00Z'); // 23:30 in Paris
    await make('PN-1', hall.theo, '2');
    let thomas = await atWork();
    expect(await today(thomas)).toMatch(
      /aujourd’hui, refaits compris\s: 1, dont 0 par vous · Objectif\s: 25 à 30 par technicien/,
    );
    at('1998-12-01T23:30:00Z'); // 00:30 in Paris, the next day
    thomas = await atWork();
    expect(await today(thomas)).toMatch(/aujourd’hui, refaits compris\s: 0, dont 0 par vous/);
    await make('PN-2', hall.theo, '2');
    await make('PN-3', hall.thomas);
    await make('PN-50', hall.thomas);
    expect(await today(thomas)).toMatch(/aujourd’hui, refaits compris\s: 3, dont 2 par vous · Objectif/);
    await hall.flow.roster.plan(hall.simon, { from: '1998-12-02', to: '1998-12-02', technicians: 2, reason: 'usual' });
    expect(await today(thomas)).toMatch(
      /aujourd’hui, refaits compris\s: 3, dont 2 par vous, sur 50 à 60 prévus · Objectif/,
    );
  });

  it('asks once and not for ever when a token is refused for the request that waits', async () => {
    const { number } = await approved(hall, 'PN-1');
    const blank = hall.twin.tokens.get('1')!;
    for (const slot of ['1', '2']) hall.twin.unplug(slot);
    const thomas = await atWork();
    await scan(thomas, number);
    await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-1', action: 'sendToRepair' });
    hall.twin.tokens.set('1', blank);
    expect((await thomas.get(LINE)).main).toContain('data-ready');
    await thomas.act(`${LINE}/commencer`, { number });
    const refused = await until(thomas, /Ce poste est «/);
    expect(refused).not.toContain('data-ready');
    expect(refused).not.toMatch(/rebut|data-key="F8"/);
    expect(hall.twin.tokens.get('1')!.pin).toBeNull();
  });

  it('says that a token which refused to be wiped is scrapped, and asks for another', async () => {
    const { number } = await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    const dead = () => new AppError('device_failed', 'the token is dead', { detail: { rv: 'CKR_DEVICE_ERROR' } });
    hall.twin.fail('writeCertificate', 0, dead());
    hall.twin.fail('initialise', 1, dead());
    const thomas = await atWork();
    await scan(thomas, number);
    const main = await until(thomas, /est au rebut\s: posez-le dans le bac rouge/);
    expect(main).not.toContain('data-key="F8"');
    expect((await hall.reads.get('token', 'B-0001'))!.state).toBe('scrapped');
  });

  it('gives each technician a place of their own, and shows both who waits for what', async () => {
    hall.twin.places.set('2', 'B');
    hall.twin.plug('3', { serial: 'FOREIGN-3', soPin: 'x' }); // the twin shows no empty slots
    const first = await approved(hall, 'PN-1');
    const blank = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    const thomas = await atWork('thomas', 'A');
    const theo = await visit(hall, 'theo');
    const opening = await theo.get(LINE);
    expect(opening.main).toMatch(/Thomas \S+ travaille à l’établi A/);
    const refused = await theo.post(`${LINE}/ouvrir`, { place: 'A' });
    expect(refused.main).toMatch(/Thomas \S+ travaille à l’établi A/);
    await theo.act(`${LINE}/ouvrir`, { place: 'B' });
    await scan(thomas, first.number);
    const seen = await theo.get(LINE);
    expect(seen.main).toContain(`Attend un jeton vierge pour ${first.number}`);
    expect(seen.main).not.toContain('data-ready'); // Théo's blank is not Thomas's
    expect(seen.main).not.toContain('data-slot="1"');
    hall.twin.tokens.set('1', blank);
    expect((await thomas.get(LINE)).main).toContain('data-ready');
    expect((await scan(theo, first.number)).main).toMatch(/Thomas \S+ a déjà pris la demande/);
  });

  it('prints a label again by F4, and says what is wrong with a printer', async () => {
    await approved(hall, 'PN-1');
    hall.twin.unplug('2');
    const thomas = await atWork();
    await scan(thomas, '1');
    const main = await until(thomas, /data-key="F4"/);
    const number = /DEM-\d{4}-\d+/.exec(main)![0];
    expect((await thomas.act(`${LINE}/etiquette`, { number })).main).toContain('envoyée à l’imprimante');
    hall.queues.label = { name: 'etiquettes', state: 'stopped', reason: 'Paused' };
    const stopped = await thomas.get(LINE);
    expect(stopped.main).toContain('arrêtée');
    expect(stopped.main).toContain('cupsenable etiquettes');
  });

  it('tests a scanner without producing anything', async () => {
    const { number } = await approved(hall, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    const page = await thomas.get(`${LINE}/douchette`);
    expect(page.main).toContain('<svg');
    expect((await thomas.post(`${LINE}/douchette`, { scan: number })).main).toContain('lit bien les fiches');
    const typed = await thomas.post(`${LINE}/douchette`, { scan: 'DE?)&çç_)àààà&' });
    expect(typed.main).toContain('clavier américain');
    expect((await thomas.post(`${LINE}/douchette`, { scan: '<b>42' })).main).toContain('ni une fiche');
    const key = '123456-234567-345678-456789-567890-678901-789012-890123';
    const secret = await thomas.post(`${LINE}/douchette`, { scan: key });
    expect(secret.main).toContain('ni une fiche');
    expect(secret.html).not.toContain('345678');
    expect(await hall.reads.count('job', {})).toBe(0);
  });
});

describe('the production line in a browser', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
    for (const workstation of ['PN-1', 'PN-2', 'PN-3']) await approved(hall, workstation);
    hall.twin.unplug('2');
  });
  afterEach(() => hall.close());

  it('keeps the focus where the scanner types, and makes a token from the keyboard alone', async () => {
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/atelier/chaine');
    const { page } = window;
    await page.click('text=Ouvrir l’établi A');
    await page.waitForSelector('#line');
    await page.keyboard.type('DEM-1998-00001');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.jeton-tile--done');
    hall.clock.pass(3_000);
    await page.keyboard.press('Tab');
    await page.keyboard.type(await labelRead(hall.reads, 'DEM-1998-00001')); // the first key brings the focus back
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

  it.each([
    { language: 'fr', scheme: 'light', width: 1366 },
    { language: 'en', scheme: 'dark', width: 320 },
  ] as const)('breaks no rule in any state, in $language, $scheme, at $width pixels', async (looks) => {
    const window = await openWindow(chromium(), hall, looks);
    await window.signIn(hall.loginOf('thomas'));
    const { page } = window;
    const broken: string[] = [];
    const look = async (state: string) => {
      broken.push(...(await faultsOf(page, state)));
      await shoot(page, `line-${state}-${looks.language}-${looks.scheme}-${looks.width}`);
    };
    const scan = async (text: string) => {
      hall.clock.pass(3_000);
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    };
    await window.open('/atelier/chaine/douchette');
    await scan('DEM-1998-00001');
    await page.waitForSelector('.fr-alert');
    await look('scanner');
    await window.open('/atelier/chaine');
    await look('shift');
    await page.click('main form[action="/atelier/chaine/ouvrir"] button');
    const blank = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    await page.waitForSelector('#line');
    await scan('3760123456789');
    await page.waitForSelector('#alert');
    await look('wrong-scan');
    await scan('DEM-1998-00001');
    await page.waitForSelector('.jeton-line__card');
    await look('waits');
    hall.twin.fail('writeCertificate');
    hall.twin.tokens.set('1', blank);
    await page.waitForSelector('[data-key=F8]');
    await look('failed');
    await page.keyboard.press('F8');
    await page.waitForSelector('.jeton-btn--danger');
    await look('scrap');
    await scan('DEM-1998-00001');
    await page.waitForSelector('.jeton-tile--done');
    await look('label');
    hall.clock.pass(11 * 60_000);
    await page.waitForSelector('[data-locked]');
    await look('locked');
    expect(broken).toEqual([]);
    expect(window.wrongs.filter((wrong) => !wrong.startsWith('423 '))).toEqual([]);
    await window.close();
  });

  it('begins a token once, however long the server takes to answer', async () => {
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('thomas'));
    const { page } = window;
    await window.open('/atelier/chaine');
    await page.click('text=Ouvrir l’établi A');
    const blank = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    await page.waitForSelector('#line');
    await page.keyboard.type('DEM-1998-00001');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.jeton-line__card');
    let sent = 0;
    await page.route('**/atelier/chaine/commencer', async (route) => {
      sent += 1;
      await new Promise((later) => setTimeout(later, 3_500)); // longer than a form is kept from being sent again
      await route.continue().catch(() => {}); // left, if the page asked again meanwhile
    });
    hall.twin.tokens.set('1', blank);
    await page.waitForSelector('.jeton-tile--done');
    expect(sent).toBe(1);
    expect(window.wrongs).toEqual([]);
    await window.close();
  });

  it('is unlocked by its owner and by nothing else, and says when the server does not answer', async () => {
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('thomas'));
    const { page } = window;
    await window.open('/atelier/chaine');
    await page.click('text=Ouvrir l’établi A');
    await page.waitForSelector('#line');
    hall.away();
    await page.waitForSelector('#line-lost:not([hidden])');
    expect(await page.locator('#line-lost').textContent()).toContain('ne débranchez pas');
    hall.back();
    await page.waitForSelector('#line-lost[hidden]', { state: 'attached' });
    hall.clock.pass(11 * 60_000);
    await page.waitForSelector('[data-locked]');
    await window.open('/stock');
    await page.waitForSelector('[data-locked]');
    await page.fill('[name=_password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#line');
    await window.close();
  });

  it('shows how far each token really is, across a reload, and says it aloud', async () => {
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('thomas'));
    const { page } = window;
    let goOn: () => void = () => {};
    hall.twin.onStep('generateKey', () => new Promise<void>((done) => (goOn = done)));
    await page.goto(`${hall.url}/atelier/chaine`);
    await page.click('text=Ouvrir l’établi A');
    await page.waitForSelector('#line');
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

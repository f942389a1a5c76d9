import { grouped } from '../../../src/console/frame/components/names.ts';
import { chromiumOfFile, openWindow } from '../browser.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('« Colis du service »', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const shipped = async (name: 'alice' | 'bruno', workstation: string, trackingNumber = 'LP-42') => {
    const { id: requestId, number } = await hall.produced(hall[name], workstation);
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber });
    return { requestId, number };
  };

  it('takes a parcel of two in at once, and gives each token by one code, beside its certificate', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.get('/service')).main).toContain('href="/service/colis"');
    const coming = await corinne.get('/service/colis');
    expect(coming.main).toContain('Colis LP-42');
    expect(coming.main).toMatch(new RegExp(`href="/demandes/${alice.number}">Ouvrir la demande`));
    expect(coming.main.match(/name="taken-/g)).toHaveLength(2);
    expect(coming.main).not.toContain('Remettre les jetons');
    const fields = Object.fromEntries([alice, bruno].map(({ number }) => [`taken-${number}`, 'on']));
    const taken = await corinne.act('/service/colis/recu', fields);
    expect(taken.main).toContain('2 jetons reçus sur 2');
    expect(taken.main).toContain('Alice Agard');
    expect(taken.main).not.toContain(`code-${alice.number}`); // they have none yet

    const code = (await hall.flow.pickupCodes.issueForMail(alice.requestId)) ?? '';
    await hall.flow.pickupCodes.issueForMail(bruno.requestId);
    await corinne.get('/service/colis');
    const unsaid = await corinne.post('/service/colis/remis', { [`code-${alice.number}`]: code });
    expect(unsaid.status).toBe(422);
    expect(unsaid.main).not.toContain(code);
    const given = await corinne.act('/service/colis/remis', {
      [`code-${alice.number}`]: code,
      [`document-${alice.number}`]: 'passport',
      [`code-${bruno.number}`]: '00000000',
      [`document-${bruno.number}`]: 'passport',
    });
    expect(given.main).toContain('1 jeton remis sur 2');
    expect(given.main).toContain('Ce n’est pas le code de retrait');
    expect(await hall.reads.find('request', { id: alice.requestId })).toMatchObject([{ state: 'closed' }]);
  });

  it('takes in the parcel that is here, and not the one that is still on its way', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2', 'LP-43')];
    const { main } = await (await visit(hall, 'corinne')).get('/service/colis');
    const forms = main.split('<form').filter((form) => form.includes('action="/service/colis/recu"'));
    expect(forms).toHaveLength(2);
    const of = (tracking: string) => forms.find((form) => form.includes(`Colis ${tracking}`)) ?? '';
    expect(of('LP-42')).toContain(`name="taken-${alice.number}"`);
    expect(of('LP-42')).not.toContain(bruno.number);
    expect(of('LP-43')).toContain(`name="taken-${bruno.number}"`);
    expect(of('LP-43')).not.toContain(alice.number);
  });

  it('says what to do about a token that is missing or damaged, and leads to where its loss is reported', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    const corinne = await visit(hall, 'corinne');
    const coming = (await corinne.get('/service/colis')).main;
    expect(coming).toContain('Un jeton manque ou est abîmé');
    const path = `/demandes/${bruno.number}`;
    expect(coming).toContain(`href="${path}"`);
    const here = (await corinne.act('/service/colis/recu', { [`taken-${alice.number}`]: 'on' })).main;
    expect(here).toContain('Un jeton manque ou est abîmé');
    expect(here.replace(/<[^>]*>/g, '')).toContain(`Ouvrir la demande ${alice.number}`);
    const [token] = await hall.reads.find('token', { requestId: bruno.requestId });
    const loss = `/jetons/${token?.id}/perte`;
    const request = (await corinne.get(path)).main;
    expect(request).toContain(`href="${loss}"`);
    expect(request).toContain('Confirmez seulement si ce jeton est dans le colis');
    await corinne.get(loss);
    await corinne.act(loss, { reason: 'lost' });
    expect((await hall.reads.get('token', token?.id ?? ''))?.state).toBe('revoked');
    expect((await corinne.get('/service/colis')).main).not.toContain(`taken-${bruno.number}`);
  });

  it('says that nothing is ticked, and is a correspondent’s', async () => {
    await shipped('alice', 'PN-1');
    const corinne = await visit(hall, 'corinne');
    await corinne.get('/service/colis');
    expect((await corinne.post('/service/colis/recu')).main).toContain('Aucune ligne n’est cochée ni remplie');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/service/colis')).status).toBe(403);
  });

  it('says of a token that was lost on its way that it goes back, and offers nothing else', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    const [token] = await hall.reads.find('token', { requestId: bruno.requestId });
    await hall.flow.revocation.reportLoss(hall.bruno, { serial: token?.id ?? '', reason: 'lost' });
    const corinne = await visit(hall, 'corinne');
    const { main } = await corinne.get('/service/colis');
    expect(main).toContain(`taken-${alice.number}`);
    expect(main).not.toContain(`taken-${bruno.number}`);
    const back = main.slice(main.indexOf('À renvoyer à l’atelier'));
    expect(back).toContain(bruno.number);
    expect(back).toContain('Ne les remettez à personne');
    expect(back).not.toContain(alice.number);
  });

  const tokensOf = async (requestId: string) => (await hall.reads.find('token', { requestId })).map(({ id }) => id);
  const backOf = (main: string): string => main.slice(main.indexOf('À renvoyer à l’atelier'));
  it('goes on saying so of a lost token once its holder asked for another', async () => {
    const bruno = await shipped('bruno', 'PN-2');
    const [serial = ''] = await tokensOf(bruno.requestId);
    const { replacement } = await hall.flow.revocation.reportLoss(hall.bruno, { serial, reason: 'lost' });
    await hall.flow.request.submit(hall.bruno, { ...replacement!, workstation: 'PN-2', priority: 0 });
    expect(await hall.reads.get('request', bruno.requestId)).toMatchObject({ state: 'withdrawn' });
    const { main } = await (await visit(hall, 'corinne')).get('/service/colis');
    expect(main).toContain('À renvoyer à l’atelier');
    for (const shown of [bruno.number, grouped(serial), 'LP-42']) expect(backOf(main)).toContain(shown);
  });

  it('tells a token that was made again from the one that comes late, until that one is back in the workshop', async () => {
    const { requestId, number } = await shipped('alice', 'PN-1');
    const [first = ''] = await tokensOf(requestId);
    await hall.flow.handover.repeat(hall.theo, { requestId, reason: 'lost-in-transit' });
    hall.plugNext('1');
    await hall.flow.production.produce(hall.thomas, { requestId, slot: '1' });
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'LP-43' });
    const second = (await tokensOf(requestId)).find((id) => id !== first) ?? '';
    const corinne = await visit(hall, 'corinne');
    const { main } = await corinne.get('/service/colis');
    const coming = main.slice(0, main.indexOf('À renvoyer à l’atelier'));
    for (const shown of [`taken-${number}`, grouped(second), 'LP-43']) expect(coming).toContain(shown);
    expect(coming).not.toContain(grouped(first));
    for (const shown of [number, grouped(first), 'LP-42']) expect(backOf(main)).toContain(shown);
    expect(backOf(main)).not.toContain(grouped(second));

    const here = await corinne.act('/service/colis/recu', { [`taken-${number}`]: 'on' });
    const given = here.main.slice(0, here.main.indexOf('À renvoyer à l’atelier'));
    for (const shown of [grouped(second), 'LP-43']) expect(given).toContain(shown);
    expect(given).not.toContain(grouped(first));

    await hall.flow.stock.change(hall.thomas, { serial: first, action: 'return' });
    expect((await corinne.get('/service/colis')).main).not.toContain('À renvoyer');
  });

  it('says no more of a token that is back in the workshop, though its request stands open', async () => {
    const { requestId, number } = await shipped('bruno', 'PN-2');
    const [serial = ''] = await tokensOf(requestId);
    await hall.flow.revocation.reportLoss(hall.bruno, { serial, reason: 'lost' });
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.get('/service/colis')).main).toContain(number);
    await hall.flow.stock.change(hall.thomas, { serial, action: 'return' });
    const { main } = await corinne.get('/service/colis');
    expect(main).not.toContain(number);
    expect(main).toContain('Aucun colis n’est en route ni à remettre');
    expect(await hall.reads.get('request', requestId)).toMatchObject({ state: 'handed_over' });
  });

  it('is no other service’s to send back', async () => {
    const { id: requestId, number } = await hall.produced(hall.eve, 'PN-3');
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'LP-44' });
    await hall.flow.handover.repeat(hall.theo, { requestId, reason: 'lost-in-transit' });
    expect((await (await visit(hall, 'corinne')).get('/service/colis')).main).not.toContain(number);
  });

  const received = async (name: 'alice' | 'bruno', workstation: string) => {
    const { requestId, number } = await shipped(name, workstation);
    await hall.flow.handover.receiveParcel(hall.corinne, { requestId });
    await hall.flow.pickupCodes.issueForMail(requestId);
    return { requestId, number };
  };

  it('is told of another parcel, a new code and one that is locked while the page stands open', async () => {
    const { requestId, number } = await received('alice', 'PN-1');
    const corinne = await visit(hall, 'corinne');
    const page = await follow(hall, corinne, '/service/colis/etat');
    const first = await page.next();
    expect(first).toContain('aucun code plus ancien ne vaut');
    hall.clock.pass(60_000);
    await hall.flow.pickupCodes.ask(hall.alice, { requestId });
    const again = await page.until(/aucun code plus ancien ne vaut/);
    expect(again).not.toBe(first);
    await shipped('bruno', 'PN-2');
    await page.until('Bruno');
    for (let wrong = 0; wrong < 5; wrong += 1)
      await hall.flow.handover
        .takeCode(hall.corinne, { requestId, code: '00000000', purpose: 'acceptance' })
        .catch(() => undefined);
    await page.until('Le code de retrait est verrouillé');
    page.leave();
    expect(number).toMatch(/^DEM-/);
    const alice = await follow(hall, await visit(hall, 'alice'), '/service/colis/etat');
    await alice.ended();
    expect(alice.events).toEqual(['over']);
  });

  it('keeps what is being typed, but for a code whose place another one took', async () => {
    const [alice, bruno] = [await received('alice', 'PN-1'), await received('bruno', 'PN-2')];
    const window = await openWindow(chromium(), hall);
    const field = (number: string) => window.page.locator(`[name="code-${number}"]`);
    await window.signIn(hall.loginOf('corinne'));
    await window.open('/service/colis');
    await field(alice.number).fill('1111');
    await window.page.selectOption(`[name="document-${alice.number}"]`, 'passport');
    await field(bruno.number).pressSequentially('22');
    hall.clock.pass(60_000);
    await hall.flow.pickupCodes.ask(hall.alice, { requestId: alice.requestId });
    await window.page.waitForFunction(
      (name) => (document.getElementsByName(name)[0] as HTMLInputElement | undefined)?.value === '',
      `code-${alice.number}`,
    );
    await window.page.keyboard.type('33');
    expect(await field(bruno.number).inputValue()).toBe('2233');
    expect(await window.page.inputValue(`[name="document-${alice.number}"]`)).toBe('passport');
    expect(window.wrongs).toEqual([]);
    await window.close();
  });
});

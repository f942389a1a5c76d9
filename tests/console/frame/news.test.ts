import { CAST } from '../../support/world/people.ts';
import { faultsOf } from '../axe.ts';
import { chromiumOfFile, looksOf, openWindow, shoot } from '../browser.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const CHANGED = 'Du nouveau depuis que vous avez ouvert cette page.';
/** The stream that a page names. */
const streamOf = (main: string): string =>
  (/id="news"[^>]* data-refresh="([^"]+)"/.exec(main)?.[1] ?? '').replaceAll('&amp;', '&');

describe('two persons on one thing', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const asked = (workstation = 'PN-1') =>
    hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation, priority: 0 });
  const approve = (path: string, main: string) => ({
    path: `${path}/approuver`,
    fields: {
      contentHash: /name="contentHash" value="([^"]+)"/.exec(main)?.[1] ?? '',
      seenPriority: '0',
      priority: '0',
    },
  });

  it('are told on a request’s page who did what, each by their own rights', async () => {
    const { number } = await asked();
    const path = `/demandes/${number}`;
    const [valerie, vera, alice] = [
      await visit(hall, 'valerie'),
      await visit(hall, 'vera'),
      await visit(hall, 'alice'),
    ];
    const page = await vera.get(path);
    expect(page.main).not.toContain(CHANGED);
    const told = await follow(hall, vera, streamOf(page.main));
    const holders = await follow(hall, alice, streamOf((await alice.get(path)).main));
    expect(await told.next()).not.toContain(CHANGED);
    const { path: act, fields } = approve(path, (await valerie.get(path)).main);
    await valerie.act(act, fields);
    const state = await told.until(CHANGED);
    for (const said of ['Valérie Vidal', 'Approuver', 'État actuel', `href="${path}"`]) expect(state).toContain(said);
    expect(await holders.until(CHANGED)).toContain('Valérie Vidal'); // as the history of the page says it
    // who has no name on the page, and may not be read, is told by their role
    await hall.flow.production.produce(hall.thomas, { requestId: number, slot: '1' });
    const made = await told.until('Technicien');
    expect(made).not.toContain(CAST['thomas']?.familyName);
    told.leave();
    holders.leave();
  });

  it('are told by a refusal what was done since, and offered what is possible now', async () => {
    const { number } = await asked();
    const path = `/demandes/${number}`;
    const [valerie, vera] = [await visit(hall, 'valerie'), await visit(hall, 'vera')];
    const stale = approve(path, (await vera.get(path)).main);
    const first = approve(path, (await valerie.get(path)).main);
    await valerie.act(first.path, first.fields);
    const refused = await vera.post(stale.path, stale.fields);
    expect(refused.status).toBe(409);
    expect(refused.main.indexOf(CHANGED)).toBeLessThan(refused.main.indexOf('<h1'));
    expect(refused.main).toContain('Valérie Vidal');
    expect(refused.main).toContain(`${path}/reprendre`);
    // what was told is not told twice
    const again = await vera.post(stale.path, stale.fields);
    expect([again.status, again.main.includes(CHANGED)]).toEqual([409, false]);
    // an asker who changes what they asked for: the same act is offered of what stands there now
    await hall.flow.approval.takeBack(hall.valerie, { requestId: number });
    const seen = approve(path, (await vera.get(path)).main);
    await hall.flow.request.amend(hall.alice, { ...(await hall.seen(number)), comment: 'Bureau 12' });
    const other = await vera.post(seen.path, seen.fields);
    expect(other.main).toContain(CHANGED);
    const fresh = approve(path, other.main);
    expect(fresh.fields.contentHash).not.toBe(seen.fields.contentHash);
    expect((await vera.act(fresh.path, fresh.fields)).main).not.toContain(CHANGED);
  });

  it('see what comes to and leaves their pile, and nothing of another service', async () => {
    const [valerie, vera, victor] = [
      await visit(hall, 'valerie'),
      await visit(hall, 'vera'),
      await visit(hall, 'victor'),
    ];
    const told = await follow(hall, vera, streamOf((await vera.get('/approbations')).main));
    const others = await follow(hall, victor, streamOf((await victor.get('/approbations')).main));
    const { number } = await asked();
    expect(await told.until(CHANGED)).toContain(number);
    const { path, fields } = approve(`/demandes/${number}`, (await valerie.get(`/demandes/${number}`)).main);
    await valerie.act(path, fields);
    expect(await told.until('Valérie Vidal')).toContain(number);
    expect(await others.next()).not.toContain(number);
    told.leave();
    others.leave();
  });

  it('see each other at a machine, at the bench and at an incident', async () => {
    const [thomas, theo] = [await visit(hall, 'thomas'), await visit(hall, 'theo')];
    const machine = await follow(hall, theo, streamOf((await theo.get('/postes/PN-1')).main));
    const bench = await follow(hall, theo, streamOf((await theo.get('/mise-en-service/PN-NEW')).main));
    await thomas.get('/postes/PN-1');
    await thomas.act('/postes/PN-1/etat', { action: 'sendToRepair' });
    const repaired = await machine.until(CHANGED);
    for (const said of ['Thomas', 'État actuel']) expect(repaired).toContain(said);
    machine.leave();
    await thomas.get('/mise-en-service/PN-NEW');
    await thomas.act('/mise-en-service/PN-NEW', { _form: 'commission', item: 'disk-encryption', sign: 'yes' });
    await bench.until('Thomas');
    bench.leave();

    await hall.activeToken(hall.alice, 'PN-2');
    await hall.flow.incident.report(hall.alice, { kind: 'phishing', workstation: 'PN-2' });
    const [incident] = await hall.reads.find('incident', {});
    const odile = await visit(hall, 'odile');
    const page = await odile.get(`/incidents/${incident?.id}`);
    const followed = await follow(hall, odile, streamOf(page.main));
    await hall.flow.incident.block(hall.olga, { incidentId: incident?.id ?? '', reason: 'phishing' });
    expect(await followed.until(CHANGED)).toContain('Bloquer');
    followed.leave();
  });

  it('say that they are behind once the server was asked three times, and no more when it answers', async () => {
    const window = await openWindow(chromium(), hall);
    await window.signIn(hall.loginOf('odile'));
    await window.page.clock.install();
    await window.open('/securite');
    const lost = window.page.locator('#page-lost');
    hall.away();
    await window.page.clock.runFor(5_000);
    expect(await lost.isVisible()).toBe(false);
    await window.page.clock.runFor(15_000);
    expect(await lost.textContent()).toBe('Connexion perdue\u202f: cette page n’est plus à jour.');
    expect(await lost.isVisible()).toBe(true);
    hall.back();
    await window.page.clock.resume();
    await lost.waitFor({ state: 'hidden' });
    await window.open('/aide'); // nothing of it is followed
    expect(await lost.count()).toBe(0);
    await window.close();
  });

  it('ends for whoever may not read it any more, and is none for whoever only has the machine', async () => {
    const { number } = await asked();
    const vera = await visit(hall, 'vera');
    const address = streamOf((await vera.get(`/demandes/${number}`)).main);
    const told = await follow(hall, vera, address);
    await told.next();
    const [grant] = await hall.reads.find('grant', { personId: hall.vera.personId, role: 'approver' });
    await hall.flow.people.endGrant(hall.adele, { grantId: grant?.id ?? '' });
    await told.ended();
    const none = await follow(hall, vera, address);
    await none.ended();
    expect(none.events).toEqual(['over']);
    const alice = await visit(hall, 'alice');
    const strange = await follow(hall, alice, '/postes/PN-1/nouvelles?depuis=0.commissioned');
    await strange.ended();
    expect(strange.events).toEqual(['over']);
  });

  it.each(looksOf(320, 1280))('are told without a fault of accessibility: %o', async (looks) => {
    const { number } = await asked();
    const window = await openWindow(chromium(), hall, looks);
    const { page } = window;
    await window.signIn(hall.loginOf('vera'));
    for (const path of ['/approbations', `/demandes/${number}`]) {
      await window.open(path);
      await hall.flow.request.amend(hall.alice, { ...(await hall.seen(number)), comment: `Bureau ${path.length}` });
      await page.waitForSelector('#news .fr-alert');
      const name = `news ${path.split('/')[1]} ${looks.language} ${looks.scheme} ${looks.width}`;
      expect(await faultsOf(page, name)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await shoot(page, name.replaceAll(' ', '-'));
    }
    expect(window.wrongs).toEqual([]);
    await window.close();
  });

  it('keep what they typed, and take it along to the page as it is now', async () => {
    const { number } = await asked();
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('vera'));
    await window.open(`/demandes/${number}`);
    const { page } = window;
    const text = page.locator('main textarea').first();
    const box = async () => (await page.locator('main h1').boundingBox())?.y;
    await page.locator('main details:has(textarea) summary').first().click();
    await text.fill('Pour quel usage ?');
    const before = await box();
    await hall.flow.request.amend(hall.alice, { ...(await hall.seen(number)), comment: 'Bureau 12' });
    await page.waitForSelector('#news .fr-alert');
    expect(await text.inputValue()).toBe('Pour quel usage ?');
    expect(await box()).toBe(before); // nothing moved
    expect(await page.locator('#line-said').textContent()).toContain('Alice Agard');
    await shoot(page, 'news-request-fr-light-1280');
    await page.locator('#news a[data-carry]').click();
    await page.waitForSelector('#news:not(:has(.fr-alert))', { state: 'attached' });
    expect(await text.inputValue()).toBe('Pour quel usage ?');
    // the role ends meanwhile: what is typed stays, and the page says that it is not followed any more
    const [grant] = await hall.reads.find('grant', { personId: hall.vera.personId, role: 'approver' });
    await hall.flow.people.endGrant(hall.adele, { grantId: grant?.id ?? '' });
    await page.waitForSelector('#news [data-over]', { state: 'visible' });
    expect(await text.inputValue()).toBe('Pour quel usage ?');
    expect(window.wrongs).toEqual([]);
    await window.close();
  });
});

import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** What asker and approver say to each other on the page of a request. */
describe('a request that is amended, asked about or withdrawn', () => {
  let hall: Hall;
  let id: string;
  let path: string;
  beforeEach(async () => {
    hall = await openHall();
    const of = { kind: 'first-issue', workstation: 'PN-1', priority: 0, comment: 'bureau 1' } as const;
    const row = await hall.flow.request.submit(hall.alice, of);
    [id, path] = [row.id, `/demandes/${row.number}`];
  });
  afterEach(() => hall.close());
  const hashIn = (main: string): string => {
    const form = main.split(`action="${path}/modifier"`)[1]?.split('</form>')[0] ?? '';
    return /name="contentHash" value="([^"]*)"/.exec(form)?.[1] ?? '';
  };
  const areaIn = (main: string) => /<textarea[^>]*name="comment"[^>]*>([^<]*)</.exec(main)?.[1]?.trim();
  const commentOf = async () => (await hall.reads.get('request', id))?.comment;
  const ask = async (text: string) =>
    hall.flow.approval.askInformation(hall.valerie, { ...(await hall.seen(id)), text });
  const plain = (main: string) => main.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  const historyOf = (main: string) => plain(/<ol class="[^"]*jeton-history[\s\S]*?<\/ol>/.exec(main)?.[0] ?? '');

  it('is not overwritten from a page that was read before: what it says now and what was typed stand there', async () => {
    const alice = await visit(hall, 'alice');
    const stale = hashIn((await alice.get(path)).main);
    await hall.flow.request.amend(hall.alice, { ...(await hall.seen(id)), comment: 'bureau 12' });
    const typed = { workstation: 'PN-1', deliverySite: 'Paris', comment: 'bureau 14', _form: 'amend' };
    // another mistake first: what comes back does not pass for read
    const wrong = await alice.post(`${path}/modifier`, { ...typed, contentHash: stale, deliverySite: 'x'.repeat(300) });
    expect([wrong.status, hashIn(wrong.main)]).toEqual([422, stale]);
    const refused = await alice.post(`${path}/modifier`, { ...typed, contentHash: stale });
    expect(refused.status).toBe(409);
    expect(await commentOf()).toBe('bureau 12');
    expect(plain(refused.main)).toContain('La demande a été modifiée depuis que vous l’avez lue');
    expect(plain(refused.main)).toContain('La demande dit maintenant : bureau 12');
    expect(areaIn(refused.main)).toBe('bureau 14');
    const done = await alice.act(`${path}/modifier`, { ...typed, contentHash: hashIn(refused.main) });
    expect(done.main).toContain('est modifiée');
    expect(await commentOf()).toBe('bureau 14');
  });

  it('keeps an answer that another tab was before with, in the form that stands there by then', async () => {
    await ask('Prêté ?');
    const alice = await visit(hall, 'alice');
    const stale = hashIn((await alice.get(path)).main);
    await hall.flow.request.amend(hall.alice, { ...(await hall.seen(id)), comment: 'Oui' });
    const typed = { workstation: 'PN-1', deliverySite: 'Paris', comment: 'Non', contentHash: stale, _form: 'answer' };
    const refused = await alice.post(`${path}/modifier`, typed);
    expect([refused.status, areaIn(refused.main), await commentOf()]).toEqual([409, 'Non', 'Oui']);
    expect(plain(refused.main)).toContain('La demande dit maintenant : Oui');
    expect(refused.main).toContain('name="_form" value="amend"');
  });

  it('says to others whom a question is for, and keeps it above its answer until the request is over', async () => {
    await ask('Le poste est-il prêté ?');
    const [alice, valerie] = [await visit(hall, 'alice'), await visit(hall, 'valerie')];
    const [asked, waits] = [(await alice.get(path)).main, (await valerie.get(path)).main];
    expect(asked).toContain('Le valideur vous demande une précision');
    expect(waits).not.toContain('vous demande');
    expect(waits).toContain('Une précision est demandée au demandeur');
    const answer = {
      workstation: 'PN-1',
      deliverySite: 'Paris',
      comment: 'Oui, par la DOSI',
      contentHash: hashIn(asked),
    };
    const sent = await alice.act(`${path}/modifier`, { ...answer, _form: 'answer' });
    expect(plain(sent.main)).toContain('Réponse envoyée au valideur');
    expect(sent.main).not.toContain('est modifiée');
    for (const { main } of [await alice.get(path), await valerie.get(path)])
      expect(plain(main)).toMatch(/Question du valideur Le poste est-il prêté \? .*Oui, par la DOSI/);
    await hall.flow.request.withdraw(hall.alice, { requestId: id });
    expect((await valerie.get(path)).main).not.toContain('Question du valideur');
  });

  it('has in its history who amended, asked and answered, and why an approval ended', async () => {
    await hall.approve(id);
    hall.clock.advance(60_000);
    await hall.flow.request.amend(hall.alice, { ...(await hall.seen(id)), comment: 'bureau 12' });
    hall.clock.advance(60_000);
    await ask('Prêté ?');
    hall.clock.advance(60_000);
    await hall.flow.request.amend(hall.alice, { ...(await hall.seen(id)), comment: 'Oui' });
    hall.clock.advance(60_000);
    await hall.approve(id);
    hall.clock.advance(60_000);
    await hall.flow.approval.takeBack(hall.valerie, { requestId: id });
    const alice = await visit(hall, 'alice');
    const history = historyOf((await alice.get(path)).main);
    const inOrder = [
      'Approuvée par Valérie Vidal',
      'Demande modifiée par Alice Agard',
      'Approbation de Valérie Vidal annulée : la demande a été modifiée',
      'Précision demandée par Valérie Vidal',
      'Précision donnée par Alice Agard',
      'Approuvée par Valérie Vidal',
      'Approbation de Valérie Vidal retirée',
    ];
    expect(history).toMatch(new RegExp(inOrder.join('.*')));
    expect(historyOf((await alice.get(`${path}?lang=en`)).main)).toContain('cancelled: the request was amended');
  });

  it('is withdrawn when that was asked once, with what it is', async () => {
    await hall.approve(id);
    const alice = await visit(hall, 'alice');
    await alice.get(path);
    const asked = await alice.post(`${path}/retirer`);
    expect(asked.status).toBe(200);
    expect((await hall.reads.get('request', id))?.state).toBe('approved');
    for (const fact of [
      'Annuler cette demande',
      path.slice('/demandes/'.length),
      'Première dotation',
      'PN-1',
      'la place dans la file est perdue',
    ])
      expect(plain(asked.main)).toContain(fact);
    expect((await alice.act(`${path}/retirer`, { _sure: 'yes' })).main).toContain('est annulée');
    expect((await hall.reads.get('request', id))?.state).toBe('withdrawn');
    // whoever comes too late is told so, and asked nothing
    const late = await alice.post(`${path}/retirer`);
    expect([late.status, late.main.includes('Annuler cette demande')]).toEqual([409, false]);
  });

  it('of somebody else is withdrawn by nobody, and the refusal is written down', async () => {
    const bruno = await visit(hall, 'bruno');
    expect((await bruno.post(`${path}/retirer`)).status).toBe(404);
    const { items } = await hall.opened.lists.entries({ action: 'request.withdraw' }, { limit: 2 });
    expect(items.map(({ outcome, actor }) => [outcome, actor])).toEqual([['refused', hall.bruno.personId]]);
  });

  it('does not take a question for answered by a form that was open before it was asked', async () => {
    const alice = await visit(hall, 'alice');
    const contentHash = hashIn((await alice.get(path)).main);
    await ask('Prêté par qui ?');
    const refused = await alice.post(`${path}/modifier`, { contentHash, comment: 'bureau 12' });
    expect(refused.status).toBe(409);
    expect(plain(refused.main)).toContain('Prêté par qui ?');
    expect(areaIn(refused.main)).toBe('bureau 12');
    expect((await hall.reads.get('request', id))?.state).toBe('needs_information');
  });
});

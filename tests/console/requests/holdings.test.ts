import { beginOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { lastDay } from '../../../src/console/frame/dates.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const optionsOf = (main: string): string[] =>
  [...(/<select[^>]*name="motif"[\s\S]*?<\/select>/.exec(main)?.[0] ?? '').matchAll(/value="([^"]*)"/g)].map(
    ([, value = '']) => value,
  );
const chosen = (main: string): string | undefined => /<option value="([^"]*)" selected/.exec(main)?.[1];
const fieldsOf = (main: string): number =>
  (/<form[^>]*action="\/demandes\/nouvelle"[\s\S]*?<\/form>/.exec(main)?.[0] ?? '')
    .replace(/<fieldset[\s\S]*<\/fieldset>/, '') // for Nomade alone
    .match(/<(input(?! type="hidden")|select|textarea)/g)?.length ?? 0;

/** What somebody who has a token is shown of it, and what they are offered to ask for. */
describe('what an agent holds', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('is nothing at first: a first issue is asked for in four fields', async () => {
    const { main } = await (await visit(hall, 'alice')).get('/demandes/nouvelle');
    expect(fieldsOf(main)).toBe(4);
    expect(chosen(main)).toBe('first-issue');
    expect(optionsOf(main)).not.toContain('renewal');
  });

  it('has the fields of Nomade from the start, apart from the others, and is told of what was shown alone', async () => {
    const alice = await visit(hall, 'alice');
    const { main } = await alice.get('/demandes/nouvelle');
    const [, fields = ''] = /<legend[^>]*>Pour Nomade seulement[^<]*<\/legend>([\s\S]*?)<\/fieldset>/.exec(main) ?? [];
    expect([...fields.matchAll(/name="(\w+)"/g)].map(([, name]) => name)).toEqual(['deviceKind', 'deviceName']);
    expect(fields).not.toContain('required');
    expect(fields).toContain('Comme vous l’appelez');
    const typed = { motif: 'nomade', workstation: '', deliverySite: 'Pau', deviceKind: 'ios', deviceName: 'Le mien' };
    expect((await alice.act('/demandes/nouvelle', typed)).main).toContain('DEM-1998-00001 envoyée');
    // whoever came for Nomade and asks for a token instead is shown the field that is missing
    await alice.get('/demandes/nouvelle?motif=nomade');
    const other = await alice.post('/demandes/nouvelle?motif=nomade', { ...typed, motif: 'first-issue' });
    expect(other).toMatchObject({ status: 422, main: expect.stringContaining('name="workstation"') });
  });

  it('is a card with workstation, end and state in words, and what can be done', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    const { main } = await alice.get('/mes-jetons');
    for (const said of ['Poste SPAN PN-1', 'Il ouvre le réseau', 'Valide jusqu’au', 'Renouveler', 'endommagé'])
      expect(main).toContain(said);
    expect(main).toContain(`href="/jetons/${tokenId}/perte"`);
    expect(main).toContain('/demandes/nouvelle?poste=PN-1&amp;motif=renewal');
  });

  it('has the way to say that a token which was given or sent has arrived', async () => {
    const { id, number } = await hall.produced(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    const confirm = new RegExp(`class="fr-btn fr-btn--sm" href="/demandes/${number}">\\s*Confirmer la réception`);
    expect((await alice.get('/mes-jetons')).main).not.toMatch(confirm);
    await hall.handOver(id);
    const { main } = await alice.get('/mes-jetons');
    expect(main).toMatch(confirm);
    expect(main).not.toContain(`Suivre la demande`);
  });

  it('says until when a recalled token works, in place of the end of its certificate', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const revokeAt = beginOf(dayOf(hall.clock.now()) + 7);
    await hall.dual('recall.open', { kind: 'model', model: 'Twin', way: 'replace-first', revokeAt }, hall.odile);
    await hall.flow.recall.ended();
    const { main } = await (await visit(hall, 'alice')).get('/mes-jetons');
    expect(main).toContain(`au plus tard jusqu’au ${lastDay('fr', revokeAt)} inclus`);
    expect(main).not.toContain('Valide jusqu’au');
    await hall.flow.recall.stop();
  });

  it('tells a temporary token from the one that was forgotten, and says when it goes back', async () => {
    const { tokenId: forgotten } = await hall.activeToken(hall.alice, 'PN-1');
    const temporary = await hall.temporaryToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    const named = async (path: string) => (await alice.get(path)).main.match(/Temporaire/g)?.length ?? 0;
    const cards = (await alice.get('/mes-jetons')).main.split('<li class="jeton-card">').slice(1);
    const card = (serial: string) => cards.find((one) => one.includes(`/jetons/${serial}/perte`)) ?? '';
    for (const said of ['>Temporaire<', 'rendez-le à l’atelier quand vous avez retrouvé l’autre']) {
      expect(card(temporary)).toContain(said);
      expect(card(forgotten)).not.toContain(said);
    }
    expect(await named('/mes-jetons')).toBe(1);
    expect(await named(`/jetons/${temporary}/perte`)).toBe(1);
    expect(await named(`/jetons/${forgotten}/perte`)).toBe(0);
    // once it is back there is nothing to give back, and it is still told apart
    await hall.flow.revocation.reportLoss(hall.alice, { serial: temporary, reason: 'lost' });
    expect(await named('/mes-jetons')).toBe(1);
    expect((await alice.get('/mes-jetons')).main).not.toContain('rendez-le à l’atelier');
    // those of a session that reads no requests have the same to report
    const [holding] = await hall.flow.reading.holdings({ ...hall.alice, scopes: [] });
    expect(holding?.tokens.map(({ token, temporary: is }) => [token.id, is])).toEqual([
      [forgotten, false],
      [temporary, true],
    ]);
  });

  it('offers the replacement of a token that was lost or stolen, by the reason that was said', async () => {
    for (const [who, workstation, reason] of [
      ['alice', 'PN-1', 'lost'],
      ['bruno', 'PN-2', 'stolen'],
    ] as const) {
      const { tokenId } = await hall.activeToken(hall[who], workstation);
      await hall.flow.revocation.reportLoss(hall[who], { serial: tokenId, reason });
      const agent = await visit(hall, who);
      const { main } = await agent.get('/mes-jetons');
      expect(main).toContain(`/demandes/nouvelle?poste=${workstation}&amp;motif=replacement%3A${reason}`);
      expect(main).toContain('Demander son remplacement');
      expect(main).not.toContain('motif=first-issue');
      expect(chosen((await agent.get(`/demandes/nouvelle?poste=${workstation}`)).main)).toBe(`replacement:${reason}`);
    }
  });

  it('offers the replacement of a token that was lost on its way, though an older one was in use once', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    await hall.flow.revocation.revoke(hall.olga, { serial: tokenId, reason: 'key-compromise' });
    hall.clock.pass(DAY_MS);
    const made = await hall.produced(hall.alice, 'PN-1');
    const [onItsWay] = await hall.reads.find('token', { requestId: made.id });
    await hall.flow.handover.ship(hall.theo, { requestId: made.id, trackingNumber: '6A1', slot: '1' });
    await hall.flow.revocation.reportLoss(hall.alice, { serial: onItsWay!.id, reason: 'lost' });
    const { main } = await (await visit(hall, 'alice')).get('/mes-jetons');
    expect(main).toContain('/demandes/nouvelle?poste=PN-1&amp;motif=replacement%3Alost');
    expect(main).toContain('Demander son remplacement');
  });

  it('makes the form offer a renewal or a replacement in place of a refusal', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    const { main } = await alice.get('/demandes/nouvelle');
    expect(chosen(main)).toBe('renewal');
    // what was lost is reported first; a first issue is for another workstation
    expect(optionsOf(main)).toEqual([
      'first-issue',
      'renewal',
      'replacement:damaged',
      'replacement:forgotten',
      'nomade',
    ]);
    expect(main).toContain('Première dotation, pour un autre poste');
    const asked = { motif: 'first-issue', workstation: 'PN-1', deliverySite: 'Bordeaux' };
    const refused = await alice.post('/demandes/nouvelle', asked);
    expect(refused.status).toBe(409);
    expect(refused.main).toContain('Il y a déjà un jeton actif pour ce poste');
    expect(chosen(refused.main)).toBe('renewal');
    const sent = await alice.act('/demandes/nouvelle', { ...asked, motif: 'renewal' });
    expect(sent.main).toContain('Renouvellement');
    // from now on there is one to follow
    expect((await alice.get('/mes-jetons')).main).toContain('Suivre la demande');
    const asking = (await alice.get('/demandes/nouvelle')).main;
    expect(asking).toContain('Une demande est déjà ouverte pour le poste PN-1');
    // what is damaged meanwhile is asked for in its place
    expect(asking).not.toContain('serait refusée');
  });

  it('says that a second request would be refused, and has the reader choose a workstation where none is chosen', async () => {
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/demandes/nouvelle')).main).toMatch(/class="fr-btn">Envoyer la demande/);
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const { main } = await alice.get('/demandes/nouvelle?poste=PN-1');
    expect(main).toContain('une seconde demande pour ce poste serait refusée');
    expect(main).toMatch(/fr-btn--secondary[^>]*>Envoyer la demande/);
    await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const several = (await alice.get('/demandes/nouvelle')).main;
    expect(several).toContain('Choisissez votre poste');
    expect(several).not.toContain('Vos autres postes');
    expect((await alice.get('/demandes/nouvelle?poste=PN-1')).main).toContain('Vos autres postes');
  });

  it('leads from a loss to its replacement, for the same workstation', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    await alice.get(`/jetons/${tokenId}/perte`);
    const told = await alice.act(`/jetons/${tokenId}/perte`, { reason: 'stolen' });
    expect(told.main).toContain('Révoqué\u202f: il n’ouvre plus le réseau');
    const link = /href="(\/demandes\/nouvelle\?[^"]*stolen)"/.exec(told.html)?.[1]?.replace('&amp;', '&') ?? '';
    expect(link).toContain('poste=PN-1');
    const { main } = await alice.get(link);
    expect(chosen(main)).toBe('replacement:stolen');
  });

  it('ends with its certificate', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    hall.clock.pass(1200 * DAY_MS);
    expect((await (await visit(hall, 'alice')).get('/mes-jetons')).main).toContain('Validité terminée le');
  });

  it('and what was asked for is their own, however much they read, and past requests have pages', async () => {
    const { id } = await hall.flow.request.submit(hall.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    await hall.flow.request.withdraw(hall.alice, { requestId: id });
    const asked: unknown[] = [];
    const { requests } = hall.opened.lists;
    hall.opened.lists.requests = async (filter, page) => {
      asked.push(filter.visible);
      return { ...(await requests(filter, page)), next: page.cursor === undefined ? 'after' : null };
    };
    const { main } = await (await visit(hall, 'alice')).get('/mes-jetons');
    expect(main).toContain('href="/mes-jetons?suite=after"');
    await (await visit(hall, 'valerie')).get('/mes-jetons');
    const own = (holderId: string) => ({ services: [], holderId, askerId: '' });
    const { alice, valerie } = hall;
    expect(asked).toEqual([alice, alice, valerie, valerie].map(({ personId }) => own(personId)));
  });
});

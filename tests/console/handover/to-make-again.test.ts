import { grouped } from '../../../src/console/frame/components/names.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** What follows a heading on the page, up to the next one. */
function under(main: string, heading: string): string {
  const from = main.indexOf(`${heading}</h2>`);
  return from < 0 ? '' : main.slice(from, main.indexOf('<h2', from) < 0 ? undefined : main.indexOf('<h2', from));
}

describe('« Remise » of what has to be made again', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const made = async (name: 'alice' | 'bruno', workstation: string) => {
    const { id: requestId, number } = await hall.produced(hall[name], workstation);
    const [token] = await hall.reads.find('token', { requestId });
    return { requestId, number, serial: token?.id ?? '' };
  };
  const ship = ({ requestId }: { requestId: string }) =>
    hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'LP-42' });
  const page = async () => (await (await visit(hall, 'theo')).get('/remise')).main;

  it('says what to do with the token in one’s hand, once its request waits to be produced again', async () => {
    const { requestId, number, serial } = await made('alice', 'PN-1');
    await hall.flow.handover.repeat(hall.theo, { requestId, reason: 'dead-on-arrival' });
    const theo = await visit(hall, 'theo');
    const main = (await theo.get(`/remise/${number}`)).main;
    for (const shown of ['Rien à remettre', grouped(serial), 'Ne le remettez à personne'])
      expect(main).toContain(shown);
    await hall.flow.stock.change(hall.thomas, { serial, action: 'return' });
    expect((await theo.get(`/remise/${number}`)).main).not.toContain('Ne le remettez à personne');
  });

  it('says which token the new one takes the place of, and to take it back, unless it is lost', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const theo = await visit(hall, 'theo');
    const deskOf = async (reason: 'damaged' | 'lost') => {
      const asked = { kind: 'replacement', reason, workstation: 'PN-1', priority: 0 } as const;
      const { id, number } = await hall.flow.request.submit(hall.alice, asked);
      await hall.approve(id);
      hall.plugNext('1');
      await hall.flow.production.produce(hall.thomas, { requestId: id, slot: '1' });
      return { id, main: (await theo.get(`/remise/${number}`)).main };
    };
    const { id, main } = await deskOf('damaged');
    expect(main).toContain(`${grouped(tokenId)}. Reprenez-le à son porteur`);
    await hall.flow.handover.repeat(hall.theo, { requestId: id, reason: 'refused-by-holder' });
    await hall.flow.request.withdraw(hall.alice, { requestId: id });
    await hall.flow.revocation.reportLoss(hall.alice, { serial: tokenId, reason: 'lost' });
    expect((await deskOf('lost')).main).not.toContain('Reprenez-le');
  });

  it('names a token that was revoked on its way, why and since when, and leads to where it is made again', async () => {
    const token = await made('alice', 'PN-1');
    await ship(token);
    expect(under(await page(), 'À refaire')).toBe('');
    await hall.flow.revocation.revoke(hall.olga, { serial: token.serial, reason: 'key-compromise' });
    hall.clock.pass(3 * 24 * 3_600_000);
    const main = await page();
    const again = under(main, 'À refaire');
    const shown = [token.number, 'Alice Agard', grouped(token.serial), 'Révoqué', 'Clé compromise', 'il y a 3 jours'];
    for (const one of shown) expect(again).toContain(one);
    expect(again).toContain(`href="/remise/${token.number}"`);
    expect(main).toContain('Aucun jeton n’attend sa remise');
    const theo = await visit(hall, 'theo');
    expect((await theo.get(`/remise/${token.number}`)).main).toContain('Révoquer et recommencer');
    await theo.act(`/remise/${token.number}/recommencer`, { reason: 'lost-in-transit', _sure: 'yes' });
    expect(await page()).not.toContain('À refaire');
  });

  it('has a token that was revoked on the bench there, and not among those that are ready', async () => {
    const token = await made('alice', 'PN-1');
    const ready = await made('bruno', 'PN-2');
    const count = async () =>
      /href="\/remise"[^>]*>.*?(\d+)/s.exec((await (await visit(hall, 'theo')).get('/remise')).html)?.[1];
    expect(await count()).toBe('2');
    await hall.flow.revocation.revoke(hall.olga, { serial: token.serial, reason: 'key-compromise' });
    const main = await page();
    expect(under(main, 'À refaire')).toContain(token.number);
    expect(under(main, 'À refaire')).not.toContain(ready.number);
    expect(under(main, 'Jetons prêts')).toContain(ready.number);
    expect(under(main, 'Jetons prêts')).not.toContain(token.number);
    expect(await count()).toBe('1');
  });

  it('says of one that it was lost, of another that it expired, and of none once its holder asked anew', async () => {
    const [lost, expired] = [await made('alice', 'PN-1'), await made('bruno', 'PN-2')];
    await hall.flow.revocation.reportLoss(hall.alice, { serial: lost.serial, reason: 'lost' });
    const [certificate] = await hall.reads.find('certificate', { tokenId: expired.serial });
    hall.clock.pass(certificate!.notAfter - hall.clock.now() + 1);
    await hall.flow.expiry.expire();
    const again = under(await page(), 'À refaire');
    const row = ({ number }: { number: string }) => again.split('<tr>').find((one) => one.includes(number));
    expect(row(lost)).toMatch(/Révoqué.*Perdu/);
    expect(row(expired)).toContain('Expiré');
    await hall.flow.request.submit(hall.alice, {
      kind: 'replacement',
      reason: 'lost',
      workstation: 'PN-1',
      priority: 0,
    });
    expect(under(await page(), 'À refaire')).not.toContain(lost.number);
  });

  it('narrows what is ready, to make again and sent down by site, service and text, sorts it, and says how many', async () => {
    const alice = await made('alice', 'PN-1');
    await ship(alice);
    hall.clock.pass(3_600_000);
    const bruno = await made('bruno', 'PN-2');
    await ship(bruno);
    const theo = await visit(hall, 'theo');
    const sent = async (query: string) => under((await theo.get(`/remise${query}`)).main, 'Envoyés, pas encore reçus');
    const order = (html: string) => [alice, bruno].toSorted((a, b) => html.indexOf(a.number) - html.indexOf(b.number));
    expect(order(await sent(''))).toEqual([alice, bruno]);
    expect(order(await sent('?tri=age'))).toEqual([bruno, alice]);
    expect(order(await sent('?tri=-age'))).toEqual([alice, bruno]);
    expect(await sent('?tri=age')).toContain('aria-sort="ascending"');
    expect(await sent('')).toContain('2 résultats');
    const narrowed = await sent('?texte=agard');
    expect(narrowed).toContain(alice.number);
    expect(narrowed).not.toContain(bruno.number);
    expect(narrowed).toContain('1 résultat');
    expect(await sent('?site=bord')).toContain(bruno.number);
    for (const none of ['?site=Pau', '?service=PREF-64', '?texte=nobody']) {
      const { main } = await theo.get(`/remise${none}`);
      expect(main).not.toContain('Envoyés, pas encore reçus');
      expect(main).toContain('Aucun jeton ne correspond à ces filtres');
      expect(main).toContain('<a class="fr-link" href="/remise">Effacer les filtres');
    }
    await hall.flow.revocation.revoke(hall.olga, { serial: alice.serial, reason: 'key-compromise' });
    await hall.flow.revocation.revoke(hall.olga, { serial: bruno.serial, reason: 'key-compromise' });
    const again = async (query: string) => under((await theo.get(`/remise${query}`)).main, 'À refaire');
    expect(order(await again('?tri=holder'))).toEqual([alice, bruno]);
    expect(order(await again('?tri=-holder'))).toEqual([bruno, alice]);
    expect(await again('?texte=agard')).not.toContain(bruno.number);
    expect(await again('?site=Pau')).toBe('');
    const { number } = await made('alice', 'PN-3');
    const waiting = async (query: string) => under((await theo.get(`/remise${query}`)).main, 'Jetons prêts');
    expect(await waiting('?tri=-holder&texte=agard')).toContain(number);
    expect(await waiting('?texte=bruno')).not.toContain(number);
    expect(await waiting('?texte=bruno')).toContain('0 résultat');
  });

  it('lists what was sent and nobody received, the oldest first, until it is received or lost', async () => {
    const bruno = await made('bruno', 'PN-2');
    await ship(bruno);
    hall.clock.pass(12 * 24 * 3_600_000);
    const alice = await made('alice', 'PN-1');
    await ship(alice);
    const sent = under(await page(), 'Envoyés, pas encore reçus');
    expect(sent).toMatch(new RegExp(`${bruno.number}.*LP-42.*il y a 12 jours.*${alice.number}`, 's'));
    expect(sent).toContain(`href="/demandes/${bruno.number}"`);
    await hall.flow.revocation.revoke(hall.olga, { serial: bruno.serial, reason: 'key-compromise' });
    await hall.flow.handover.receiveParcel(hall.corinne, { requestId: alice.requestId });
    const later = await page();
    expect(under(later, 'Envoyés, pas encore reçus')).not.toContain(bruno.number);
    expect(under(later, 'Envoyés, pas encore reçus')).toContain('Chez le correspondant');
    await hall.flow.handover.accept(hall.alice, { requestId: alice.requestId });
    await hall.flow.handover.confirmReceipt(hall.alice, { requestId: alice.requestId });
    expect(await page()).not.toContain('Envoyés, pas encore reçus');
  });
});

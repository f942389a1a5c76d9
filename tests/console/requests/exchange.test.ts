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
});

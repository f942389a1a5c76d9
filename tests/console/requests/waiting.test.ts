import { beginOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { lastDay } from '../../../src/console/frame/dates.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const bare = (main: string): string => main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** What somebody who asked is told of what their request waits for. */
describe('what a request waits for', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const ask = (who: 'alice' | 'bruno' | 'eve', workstation: string, priority = 0) =>
    hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority });
  const page = async (number: string) => (await (await visit(hall, 'alice')).get(`/demandes/${number}`)).main;

  it('is said in words, with how long or how many', async () => {
    const asked = await ask('alice', 'PN-1');
    hall.clock.pass(1000);
    const others = [await ask('bruno', 'PN-2'), await ask('eve', 'PN-3', 2)];
    expect(await page(asked.number)).toContain('décision d’un valideur depuis aujourd’hui');
    hall.clock.pass(3 * DAY_MS);
    expect(await page(asked.number)).toContain('décision d’un valideur depuis 3 jours');
    await hall.approve(asked.id);
    expect(await page(asked.number)).toContain('Votre demande est la prochaine à produire');
    for (const { id } of others) await hall.approve(id);
    // what is urgent goes before it, what was asked later does not
    expect(await page(asked.number)).toContain('1 demande devant vous.');
    expect((await hall.flow.reading.request(hall.thomas, others[0]!.id)).ahead).toBe(2);
    const seen = (await (await visit(hall, 'thomas')).get(`/demandes/${others[0]!.number}`)).main;
    expect(seen).toContain('2 demandes devant celle-ci.');
  });

  it('comes with the date that was announced, and why it moved', async () => {
    const { id: requestId, number } = await ask('alice', 'PN-1');
    const announce = (from: number, by: number) => {
      const today = dayOf(hall.clock.now());
      const days = { fromDay: today + from, midDay: today + by, byDay: today + by };
      return hall.flow.promises.announce([{ requestId, ...days, reach: 'near', ahead: 0, blankDay: null }]);
    };
    await announce(2, 6);
    expect(bare(await page(number))).toMatch(
      /Prêt entre le jeudi 26 et le lundi 30 novembre\. C’est une estimation\s: elle est tenue dans 85 cas sur 100\. Si elle est repoussée/,
    );
    const { promise } = await hall.flow.reading.request(hall.alice, requestId);
    expect(promise).toMatchObject({ nth: 1, reason: 'first' });
    hall.clock.pass(7 * DAY_MS);
    // what is past is not said any more
    expect(await page(number)).not.toContain('Prêt');
    await announce(1, 3);
    const moved = bare(await page(number));
    expect(moved).toContain('Prêt entre le mercredi 2 et le vendredi 4 décembre.');
    expect(moved).toMatch(
      /Avant le 1(er)? décembre 1998, le jeton était annoncé entre le jeudi 26 et le lundi 30 novembre\. Ce qui a changé\s: la demande n’est pas encore approuvée/,
    );
  });

  it('says when a recall ends the old token before the new one is ready', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const revokeAt = beginOf(dayOf(hall.clock.now()) + 20);
    await hall.dual('recall.open', { kind: 'model', model: 'Twin', way: 'replace-first', revokeAt }, hall.odile);
    await hall.flow.recall.ended();
    const { items } = await hall.flow.reading.requests(hall.alice, {}, { limit: 9 });
    const replacement = items.find(({ kind }) => kind === 'replacement')!;
    const announce = (by: number) => {
      const day = dayOf(hall.clock.now()) + by;
      const days = { fromDay: day, midDay: day, byDay: day };
      return hall.flow.promises.announce([
        { requestId: replacement.id, ...days, reach: 'near', ahead: 0, blankDay: null },
      ]);
    };
    const said = `à la fin du ${lastDay('fr', revokeAt)}`;
    await announce(4);
    expect(await page(replacement.number)).not.toContain(said);
    hall.clock.pass(7 * DAY_MS);
    await announce(15);
    expect(await page(replacement.number)).toContain(said);
    await hall.flow.recall.stop();
  });

  it('is nothing once it is being made', async () => {
    const { number, id } = await ask('alice', 'PN-1');
    await hall.approve(id);
    await hall.flow.production.take(hall.thomas, { requestId: id });
    expect(await page(number)).not.toContain('devant vous');
    expect((await hall.flow.reading.request(hall.alice, id)).ahead).toBeNull();
  });
});

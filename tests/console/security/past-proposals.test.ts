import { createIds } from '../../../src/chance.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** In French: what became of what two persons were to do together. */
describe('les propositions passées', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  const propose = (value: number) =>
    hall.flow.dualControl.propose(hall.armand, { act: 'policy.set', args: { id: 'renewal.firstDays', value } });
  const rowsOf = (main: string): string[] =>
    [...main.slice(main.indexOf('id="passes"')).matchAll(/<tr><th scope="row"[^>]*>[\s\S]*?<\/tr>/g)].map(([row]) =>
      row
        .replace(/<span class="jeton-stacked">[^<]*<\/span>/g, '') // only a narrow screen shows them
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );

  it('disent qui a proposé, qui a décidé, quand, et ce qu’il en fut : les dernières d’abord', async () => {
    const odile = await visit(hall, 'odile');
    const before = rowsOf((await odile.get('/double-controle')).main).length;
    // ids that grow with time, as those of the service do
    Object.assign(hall.opened.chance, { id: createIds(() => hall.clock.now()) });
    const confirmed = await propose(100);
    await hall.flow.dualControl.confirm(hall.odile, { proposalId: confirmed.id, argsHash: confirmed.argsHash });
    hall.clock.advance(60_000);
    await hall.flow.dualControl.cancel(hall.odile, { proposalId: (await propose(101)).id });
    hall.clock.advance(60_000);
    await hall.flow.dualControl.cancel(hall.armand, { proposalId: (await propose(102)).id });
    hall.clock.advance(60_000);
    await propose(103);
    hall.clock.advance(86_400_000);
    await hall.flow.dualControl.expire();
    const waiting = await propose(104);
    // her session ended with the day
    const { main } = await (await visit(hall, 'odile')).get('/double-controle');
    const rows = rowsOf(main);
    expect(rows).toHaveLength(before + 4);
    expect(rows.filter((row) => row.startsWith('Changer une règle'))).toEqual([
      expect.stringMatching(/^Changer une règle Armand .* Délai passé — /),
      expect.stringMatching(/^Changer une règle Armand .* Retirée Armand /),
      expect.stringMatching(/^Changer une règle Armand .* Refusée Odile /),
      expect.stringMatching(/^Changer une règle Armand .* Faite Odile /),
    ]);
    expect(waiting.state).toBe('proposed');
  });

  it('disent quel rôle fut proposé, et pour qui', async () => {
    const { id, argsHash } = await hall.flow.dualControl.propose(hall.armand, {
      act: 'role.grant',
      args: { personId: hall.alice.personId, role: 'supervisor', scope: '*' },
    });
    await hall.flow.dualControl.confirm(hall.odile, { proposalId: id, argsHash });
    const rows = rowsOf((await (await visit(hall, 'odile')).get('/double-controle')).main);
    expect(rows).toContainEqual(expect.stringMatching(/^Accorder un rôle : Alice Agard, superviseur Armand /));
  });

  it('se lisent par pages, et chacun qui ne lit pas les autres ne lit que les siennes', async () => {
    const lists = hall.opened.lists;
    const { proposals } = lists;
    const asked: unknown[] = [];
    lists.proposals = async (filter, page) => {
      asked.push(filter);
      return { ...(await proposals(filter, page)), next: page.cursor ? null : 'next-page' };
    };
    const page = (await (await visit(hall, 'odile')).get('/double-controle')).main;
    expect(page).toContain('href="/double-controle?passes=next-page#passes"');
    await (await visit(hall, 'thomas')).get('/double-controle');
    expect(asked).toEqual([
      expect.objectContaining({ proposerId: undefined }),
      expect.objectContaining({ proposerId: hall.thomas.personId }),
    ]);
  });
});

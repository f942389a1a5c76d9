import { priorityNow } from '../../../src/book/rules/waiting/priority.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const bare = (main: string): string => main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** An approver raises a priority, a supervisor takes it back: everybody who sees the request sees why. */
describe('a priority that changes', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const ask = (who: 'alice' | 'bruno' | 'eve', workstation: string, priority = 0) =>
    hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority });
  type Prioritised = Parameters<Hall['flow']['priority']['prioritise']>[1];
  const prioritise = async (input: Omit<Prioritised, 'seenPriority'>) => {
    const row = await hall.reads.get('request', input.requestId);
    return hall.flow.priority.prioritise(hall.simon, { ...input, seenPriority: row ? priorityNow(row) : 0 });
  };
  /** The priority that a form of the page says was seen. */
  const seenBy = (main: string, form: string): string =>
    new RegExp(`/${form}"[^]*?name="seenPriority" value="([^"]+)"`).exec(main)?.[1] ?? '';
  const reads = async (who: Parameters<typeof visit>[1], path: string) =>
    bare((await (await visit(hall, who)).get(path)).main);

  it('is raised with a reason, and says so to all who wait, work or watch', async () => {
    const first = await ask('bruno', 'PN-2');
    hall.clock.pass(DAY_MS);
    const asked = await ask('alice', 'PN-1');
    const path = `/demandes/${asked.number}`;
    await hall.approve(first.id);
    expect(await reads('alice', path)).toContain(
      'Les demandes les plus anciennes passent d’abord. Une priorité confirmée par un valideur ou un superviseur fait avancer de 7 jours pour la continuité de service, de 30 jours au plus pour une crise.',
    );

    const valerie = await visit(hall, 'valerie');
    const page = bare((await valerie.get(path)).main);
    expect(page).toContain('Demandée : Normale. Celle que vous confirmez compte dans la file.');
    expect(page).toContain('Crise : 30 jours d’avance');
    const decided = { contentHash: asked.contentHash, seenPriority: '0', priority: '2' };
    const refused = await valerie.post(`${path}/approuver`, decided);
    expect(bare(refused.main)).toContain('Choisissez un motif qui va avec la priorité choisie.');
    await valerie.get(path);
    const done = await valerie.act(`${path}/approuver`, { ...decided, priorityReason: 'crisis-cell' });
    const why = 'Crise (cellule de crise ou opération en cours)';
    expect(bare(done.main)).toContain(`${why} ; demandée : Normale`);

    const mine = await reads('alice', path);
    expect(mine).toContain(`Priorité confirmée : ${why}. La demande avance de 30 jours dans la file.`);
    expect(mine).toContain('Votre demande est la prochaine à produire');
    expect(await reads('bruno', `/demandes/${first.number}`)).toContain(
      `1 demande devant vous. Parmi elles, 1 a été demandée plus tard et passe avant. Priorité confirmée : ${why}.`,
    );
    expect(mine).not.toContain('passe d’abord');
    const queue = await reads('thomas', '/atelier');
    expect(queue).toContain('cellule de crise ou opération en cours');
    expect(queue.indexOf(asked.number)).toBeLessThan(queue.indexOf(first.number));
    const [entry] = (await hall.opened.lists.entries({ action: 'request.approve' }, { limit: 1 })).items;
    expect(await reads('aurore', `/journal/${entry!.seq}`)).toContain('cellule de crise ou opération en cours');
  });

  it('is not confirmed from a page that shows another one', async () => {
    const asked = await ask('alice', 'PN-1');
    const path = `/demandes/${asked.number}`;
    const valerie = await visit(hall, 'valerie');
    const { main } = await valerie.get(path);
    const [, seenPriority = ''] = /name="seenPriority" value="([^"]+)"/.exec(main) ?? [];
    const raised = { requestId: asked.id, priority: 2, priorityReason: 'crisis-cell' } as const;
    const simon = await visit(hall, 'simon');
    const seen = seenBy((await simon.get(path)).main, 'priorite');
    const stale = { seenPriority: seen, priority: '1', priorityReason: 'deadline' };
    await prioritise(raised);
    const form = { contentHash: asked.contentHash, seenPriority, priority: '0' };
    const refused = await valerie.post(`${path}/approuver`, form);
    expect(bare(refused.main)).toContain('La priorité qui compte n’est plus celle que vous avez vue.');
    // who would change it is told the same, and is offered it anew with what counts now
    const changed = await simon.post(`${path}/priorite`, stale);
    expect(bare(changed.main)).toContain('La priorité qui compte n’est plus celle que vous avez vue.');
    expect(seenBy(changed.main, 'priorite')).toBe('2');
    // several at once: the same, row by row
    const list = await valerie.get('/approbations');
    const [, choice = ''] = /name="choice" value="([^"]+)"/.exec(list.main) ?? [];
    await prioritise({ requestId: asked.id, priority: 0, priorityReason: 'over' });
    const none = await valerie.act('/approbations', { choice });
    expect(bare(none.main)).toContain('La priorité qui compte n’est plus celle que vous avez vue.');
    expect(await hall.reads.get('request', asked.id)).toMatchObject({ state: 'submitted', confirmedPriority: 0 });
  });

  it('is taken back by a supervisor, who gives a reason too', async () => {
    const asked = await ask('alice', 'PN-1', 2);
    const path = `/demandes/${asked.number}`;
    expect(await reads('alice', path)).toContain(
      'Priorité demandée : Crise. Elle compte une fois confirmée par un valideur ou un superviseur.',
    );
    expect(await reads('valerie', '/approbations')).toContain('Approuver la sélection confirme la priorité demandée');
    await hall.approve(asked.id);
    const simon = await visit(hall, 'simon');
    expect((await simon.get(path)).main).toContain('Changer la priorité');
    const page = await simon.act(`${path}/priorite`, {
      seenPriority: seenBy((await simon.get(path)).main, 'priorite'),
      priority: '0',
      priorityReason: 'fairness',
    });
    expect(bare(page.main)).toContain('équité envers ceux qui attendent');
    expect(await reads('alice', path)).toContain(
      'Priorité normale (équité envers ceux qui attendent) : la demande garde son rang d’ancienneté.',
    );
    // who asked has no such form, nor has who makes it
    for (const who of ['alice', 'thomas'] as const) expect(await reads(who, path)).not.toContain('Changer la priorité');
  });
});

import { priorityNow } from '../../../src/book/rules/waiting/priority.ts';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY_MS = 86_400_000;
/** A form that is not filled in is no entry. */
const UNTOLD = { entry: false };

/** What is asked and what is confirmed are two things; the queue has the order of what was confirmed. */
describe('the priority of a request', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const row = async (id: string): Promise<RequestRow> => (await w.reads.get('request', id))!;
  const ask = async (who: 'alice' | 'bruno' | 'eve', workstation: string, priority = 0): Promise<string> =>
    (await w.flow.request.submit(w[who], { kind: 'first-issue', workstation, priority })).id;
  const approve = async (id: string, decided: { priority?: number; priorityReason?: 'crisis-cell' | 'over' } = {}) => {
    const seen = await row(id);
    const { contentHash } = seen;
    return w.flow.approval.approve(w.valerie, {
      requestId: id,
      contentHash,
      seenPriority: priorityNow(seen),
      ...decided,
    });
  };
  type Prioritised = Parameters<World['flow']['priority']['prioritise']>[1];
  const prioritise = async (by: World['valerie'], input: Omit<Prioritised, 'seenPriority'>) =>
    w.flow.priority.prioritise(by, { ...input, seenPriority: priorityNow(await row(input.requestId)) });
  const queue = async (): Promise<string[]> => (await w.reads.queue(['first-issue'], 50)).map(({ id }) => id);

  it('counts nothing until somebody confirmed it, and then as it was asked', async () => {
    const id = await ask('alice', 'PN-1', 2);
    const asked = await row(id);
    expect(asked).toMatchObject({ priority: 2, confirmedPriority: null, priorityReason: null });
    await approve(id);
    const { submittedAt } = asked;
    expect(await row(id)).toMatchObject({
      priority: 2,
      confirmedPriority: 2,
      priorityReason: 'as-asked',
      rank: submittedAt - 30 * DAY_MS,
    });
  });

  it('is another one where the approver says why', async () => {
    const [low, high] = [await ask('alice', 'PN-1', 0), await ask('bruno', 'PN-2', 2)];
    await w.refuses('invalid_input', approve(low, { priority: 2 }), UNTOLD);
    await w.refuses('invalid_input', approve(low, { priority: 2, priorityReason: 'over' }), UNTOLD);
    await w.refuses('invalid_input', approve(high, { priority: 0, priorityReason: 'crisis-cell' }), UNTOLD);
    await approve(low, { priority: 2, priorityReason: 'crisis-cell' });
    await approve(high, { priority: 1, priorityReason: 'over' });
    expect(await row(low)).toMatchObject({ priority: 0, confirmedPriority: 2, priorityReason: 'crisis-cell' });
    expect(await row(high)).toMatchObject({ priority: 2, confirmedPriority: 1, priorityReason: 'over' });
    expect(await queue()).toEqual([low, high]);
  });

  it('is changed by an approver of the service or by a supervisor, with a reason, until it is made', async () => {
    const [first, second] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2')];
    for (const id of [first, second]) await approve(id);
    await w.refuses('invalid_input', prioritise(w.valerie, { requestId: second, priority: 2 }), UNTOLD);
    await w.refuses('already_done', prioritise(w.valerie, { requestId: second, priority: 0 }));
    await prioritise(w.valerie, { requestId: second, priority: 2, priorityReason: 'no-other-access' });
    expect(await queue()).toEqual([second, first]);
    expect(await row(second)).toMatchObject({ confirmedPriority: 2, priorityReason: 'no-other-access' });
    await w.refuses('forbidden', prioritise(w.alice, { requestId: first, priority: 2, priorityReason: 'deadline' }));
    await w.refuses('forbidden', prioritise(w.thomas, { requestId: first, priority: 2, priorityReason: 'deadline' }));
    await w.flow.production.takeNext(w.thomas, { count: 1 });
    await w.refuses('wrong_state', prioritise(w.valerie, { requestId: second, priority: 0, priorityReason: 'over' }));
    // put back, it keeps the place that it was given
    await w.flow.production.putBack(w.thomas, { requestId: second });
    expect(await queue()).toEqual([second, first]);
  });

  it('is confirmed as its approver saw it: nobody confirms what was raised a moment before', async () => {
    const id = await ask('alice', 'PN-1');
    const { contentHash } = await row(id);
    const seen = { requestId: id, contentHash, seenPriority: 0 };
    await prioritise(w.simon, { requestId: id, priority: 2, priorityReason: 'crisis-cell' });
    const before = await row(id);
    const refused = await w.flow.approval.approve(w.valerie, seen).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'changed_since', detail: { why: 'priority', seen: 0, stands: 2 } });
    expect(await row(id)).toEqual(before);
    // not even who says another one: their reason was chosen for what they saw
    const says = { ...seen, priority: 2, priorityReason: 'deadline' } as const;
    await w.refuses('changed_since', w.flow.approval.approve(w.valerie, says));
    await w.flow.approval.approve(w.valerie, { ...seen, seenPriority: 2 });
    expect(await row(id)).toMatchObject({ state: 'approved', confirmedPriority: 2, priorityReason: 'crisis-cell' });
    const [entry] = (await w.opened.lists.entries({ action: 'request.approve' }, { limit: 1 })).items;
    expect(entry).toMatchObject({ detail: { seenPriority: 2 } });
  });

  it('is changed as it was seen: nobody replaces what they did not read', async () => {
    const id = await ask('alice', 'PN-1', 1);
    const seenPriority = priorityNow(await row(id));
    await prioritise(w.simon, { requestId: id, priority: 2, priorityReason: 'crisis-cell' });
    const before = await row(id);
    const late = { requestId: id, seenPriority, priority: 0, priorityReason: 'over' } as const;
    const refused = await w.flow.priority.prioritise(w.valerie, late).catch((error: unknown) => error);
    const stands = priorityNow(before);
    expect(refused).toMatchObject({ code: 'changed_since', detail: { why: 'priority', seen: seenPriority, stands } });
    expect(await row(id)).toEqual(before);
    await w.flow.priority.prioritise(w.valerie, { ...late, seenPriority: stands });
    const [entry] = (await w.opened.lists.entries({ action: 'request.prioritise' }, { limit: 1 })).items;
    expect(entry).toMatchObject({ detail: { before: stands, seenPriority: stands } });
  });

  it('is no business of who asked or holds it', async () => {
    const asked = await w.flow.request.submit(w.valerie, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const input = { requestId: asked.id, priority: 2, priorityReason: 'deadline' } as const;
    await w.refuses('own_request', prioritise(w.valerie, input));
  });

  it('stays through an amendment, and is approved anew with it', async () => {
    const id = await ask('alice', 'PN-1');
    await approve(id, { priority: 2, priorityReason: 'crisis-cell' });
    await w.flow.request.amend(w.alice, { ...(await w.seen(id)), comment: 'bureau 12' });
    expect(await row(id)).toMatchObject({ state: 'submitted', confirmedPriority: 2, priorityReason: 'crisis-cell' });
    await approve(id);
    expect(await row(id)).toMatchObject({ state: 'approved', confirmedPriority: 2, priorityReason: 'crisis-cell' });
  });
});

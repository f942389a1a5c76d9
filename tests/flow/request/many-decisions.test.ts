import { priorityNow } from '../../../src/book/rules/waiting/priority.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('decisions on many requests at once', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());

  const ask = (name: 'alice' | 'bruno' | 'valerie', workstation: string) =>
    w.flow.request.submit(w[name], { kind: 'first-issue', workstation, priority: 0 });
  /** As its approver read it when it was asked for. */
  const as = ({ number, contentHash }: { number: string; contentHash: string }) => ({ requestId: number, contentHash });
  const stateOf = async (id: string) => (await w.reads.get('request', id))?.state;

  it('approves what was seen of each; what is refused stops no other', async () => {
    const [alice, bruno, own] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2'), await ask('valerie', 'PN-3')];
    await w.flow.request.amend(w.bruno, { ...(await w.seen(bruno.id)), comment: 'encore' });
    const items = [own, bruno, alice].map(({ id, contentHash }) => ({ requestId: id, contentHash, seenPriority: 0 }));
    expect(
      await w.flow.approval.approveMany(w.valerie, {
        items: [...items, { requestId: 'nobody', contentHash: '', seenPriority: 0 }],
      }),
    ).toMatchObject([
      { requestId: own.id, outcome: 'refused', error: { code: 'own_request' } },
      { requestId: bruno.id, outcome: 'refused', error: { code: 'changed_since' } },
      { requestId: alice.id, outcome: 'done', state: 'approved' },
      { requestId: 'nobody', outcome: 'refused', error: { code: 'not_found' } },
    ]);
    expect(await stateOf(bruno.id)).toBe('submitted');
  });

  it('confirms the priority that was seen of each: one that was raised meanwhile is left to be read again', async () => {
    const [alice, bruno] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2')];
    const items = [alice, bruno].map((row) => {
      return { requestId: row.id, contentHash: row.contentHash, seenPriority: priorityNow(row) };
    });
    const raised = { requestId: alice.id, seenPriority: priorityNow(alice), priority: 1 } as const;
    await w.flow.priority.prioritise(w.simon, { ...raised, priorityReason: 'deadline' });
    expect(await w.flow.approval.approveMany(w.valerie, { items })).toMatchObject([
      { requestId: alice.id, outcome: 'refused', error: { code: 'changed_since', detail: { why: 'priority' } } },
      { requestId: bruno.id, outcome: 'done', state: 'approved' },
    ]);
    expect(await stateOf(alice.id)).toBe('submitted');
  });

  it('refuses with one reason that each asker reads, and takes approvals back', async () => {
    const [alice, bruno] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2')];
    await w.approve(bruno.id);
    const requestIds = [alice.number, bruno.number];
    expect(await w.flow.approval.takeBackMany(w.valerie, { requestIds })).toMatchObject([
      { requestId: alice.number, outcome: 'refused', error: { code: 'wrong_state' } },
      { requestId: bruno.number, outcome: 'done', state: 'submitted' },
    ]);
    const rejected = await w.flow.approval.rejectMany(w.valerie, {
      items: [as(alice), as(bruno)],
      text: 'Le stock est vide',
    });
    expect(rejected.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(await w.reads.get('request', bruno.id)).toMatchObject({ state: 'rejected', answer: 'Le stock est vide' });
  });

  it('neither refuses nor asks about what was amended since it was read', async () => {
    const bruno = await ask('bruno', 'PN-2');
    await w.flow.request.amend(w.bruno, { ...(await w.seen(bruno.id)), comment: 'le bon poste' });
    const items = [as(bruno)];
    for (const decide of ['askMany', 'rejectMany'] as const) {
      const decided = await w.flow.approval[decide](w.valerie, { items, text: 'Ce poste est à un autre service' });
      expect(decided).toMatchObject([{ outcome: 'refused', error: { code: 'changed_since' } }]);
    }
    expect(await stateOf(bruno.id)).toBe('submitted');
  });

  it('sends several back with one question, which each asker answers', async () => {
    const [alice, bruno] = [await ask('alice', 'PN-1'), await ask('bruno', 'PN-2')];
    await w.approve(bruno.id);
    expect(
      await w.flow.approval.askMany(w.valerie, { items: [as(alice), as(bruno)], text: 'Pour quel usage ?' }),
    ).toMatchObject([
      { requestId: alice.number, outcome: 'done', state: 'needs_information' },
      { requestId: bruno.number, outcome: 'refused', error: { code: 'wrong_state' } },
    ]);
    expect(await w.reads.get('request', alice.id)).toMatchObject({ answer: 'Pour quel usage ?' });
  });

  it('decides sixteen together, in the order given', async () => {
    const requestIds = Array.from({ length: 40 }, (_, at) => `none-${at}`);
    const items = requestIds.map((requestId) => ({ requestId, contentHash: '' }));
    const decided = await w.flow.approval.rejectMany(w.valerie, { items, text: 'Trop tard' });
    expect(decided.map(({ requestId }) => requestId)).toEqual(requestIds);
  });
});

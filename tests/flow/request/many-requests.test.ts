import { MOST_OPEN_FOR_MACHINE } from '../../../src/book/tables/states.ts';
import { ASKED_AT_ONCE } from '../../../src/flow/request/many-requests.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('requests by a file', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const first = (holder: string, workstation: string) => ({
    holder,
    workstation,
    kind: 'first-issue' as const,
    priority: 0,
  });
  const said = async (by: Parameters<typeof w.flow.request.submitMany>[0], requests: ReturnType<typeof first>[]) =>
    (await w.flow.request.submitMany(by, { requests })).map((one) =>
      one.outcome === 'done' ? `${one.row} ${one.holder} done` : `${one.row} ${one.holder} ${one.error.code}`,
    );

  it('are each asked for by the rules of one: some are refused, the others stand', async () => {
    const requests = [
      first('M-ALICE', 'PN-1'),
      first('M-EVE', 'PN-3'),
      first('M-NOBODY', 'PN-2'),
      first('M-ALICE', 'PN-NONE'),
    ];
    expect(await said(w.corinne, requests)).toEqual([
      '1 M-ALICE done',
      '2 M-EVE out_of_scope',
      '3 M-NOBODY not_found',
      '4 M-ALICE not_found',
    ]);
    expect(await w.reads.find('request', {})).toMatchObject([
      { askerId: w.corinne.personId, holderId: w.alice.personId, state: 'submitted' },
    ]);
  });

  it('sent again ask for nothing twice, and say which request is open', async () => {
    const requests = [first('M-ALICE', 'PN-1'), first('M-BRUNO', 'PN-2')];
    const [done] = await w.flow.request.submitMany(w.corinne, { requests: requests.slice(0, 1) });
    const again = await w.flow.request.submitMany(w.corinne, { requests });
    expect(again).toMatchObject([
      { outcome: 'refused', error: { code: 'duplicate', detail: { number: done?.outcome === 'done' && done.number } } },
      { outcome: 'done' },
    ]);
  });

  it('are few for one machine, so that it can come back from a loan: a line above the limit is refused', async () => {
    const holders = Array.from({ length: MOST_OPEN_FOR_MACHINE + 1 }, (_, nth) => `M-H${nth}`);
    const people = holders.map((directoryId) => ({
      ...{ directoryId, givenName: 'Hana', familyName: directoryId, email: `${directoryId}@interieur.example` },
      ...{ service: 'PREF-33', site: 'Bordeaux' },
    }));
    await w.flow.imports.all(w.adele, 'people', people);
    const results = await w.flow.request.submitMany(w.corinne, { requests: holders.map((one) => first(one, 'PN-1')) });
    expect(results.filter(({ outcome }) => outcome === 'done')).toHaveLength(MOST_OPEN_FOR_MACHINE);
    const detail = { why: 'machine-requests', assetNumber: 'PN-1', most: MOST_OPEN_FOR_MACHINE };
    // sixteen go together, in no order of their own
    const refused = { outcome: 'refused', error: { code: 'limit_reached', detail } };
    expect(results.filter(({ outcome }) => outcome === 'refused')).toMatchObject([refused]);
    // nor does a request come to it from another machine; one that is there may be changed
    const other = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const moved = w.flow.request.amend(w.alice, { ...(await w.seen(other.id)), workstation: 'PN-1' });
    await expect(moved).rejects.toMatchObject({ code: 'limit_reached', detail });
    const [here] = await w.reads.find('request', { askerId: w.corinne.personId }, { limit: 1 });
    await w.flow.request.amend(w.corinne, {
      ...(await w.seen(here!.id)),
      workstation: 'PN-1',
      comment: 'la même machine',
    });
    await w.flow.request.withdraw(w.corinne, { requestId: here!.id });
    await w.flow.request.amend(w.alice, { ...(await w.seen(other.id)), workstation: 'PN-1' });
  });

  it('let whoever lost their token replace it, however many others are asked for that machine', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const holders = Array.from({ length: MOST_OPEN_FOR_MACHINE }, (_, nth) => `M-H${nth}`);
    const people = holders.map((directoryId) => ({
      ...{ directoryId, givenName: 'Hana', familyName: directoryId, email: `${directoryId}@interieur.example` },
      ...{ service: 'PREF-33', site: 'Bordeaux' },
    }));
    await w.flow.imports.all(w.adele, 'people', people);
    await w.flow.request.submitMany(w.corinne, { requests: holders.map((one) => first(one, 'PN-1')) });
    expect(await w.reads.count('request', { state: 'submitted' })).toBe(MOST_OPEN_FOR_MACHINE);
    const stolen = { kind: 'replacement', reason: 'damaged', workstation: 'PN-1', priority: 0 } as const;
    expect(await w.flow.request.submit(w.alice, stolen)).toMatchObject({ state: 'submitted' });
  });

  it('of an agent are for themselves alone', async () => {
    expect(await said(w.alice, [first('M-ALICE', 'PN-1'), first('M-BRUNO', 'PN-2')])).toEqual([
      '1 M-ALICE done',
      '2 M-BRUNO forbidden',
    ]);
  });

  it('are nobody’s who never asks, and 500 at most', async () => {
    const nobody = { ...w.aurore, grants: w.aurore.grants.filter(({ role }) => role !== 'agent') };
    await w.refuses('forbidden', w.flow.request.submitMany(nobody, { requests: [first('M-ALICE', 'PN-1')] }));
    const many = Array.from({ length: ASKED_AT_ONCE + 1 }, () => first('M-ALICE', 'PN-1'));
    for (const requests of [[], many])
      await expect(w.flow.request.submitMany(w.corinne, { requests })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await w.reads.count('request', {})).toBe(0);
  });
});

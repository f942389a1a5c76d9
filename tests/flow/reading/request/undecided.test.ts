import type { Caller } from '../../../../src/book/rights/roles.ts';
import type { Change } from '../../../../src/book/tables/lifecycle.ts';
import { noJudge } from '../../../support/records/no-judge.ts';
import { entry, request, workstation } from '../../../support/records/rows.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

describe('what waits for an approver', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const ask = (by: Caller, workstation: string) =>
    w.flow.request.submit(by, { kind: 'first-issue', workstation, priority: 0 });

  it('is counted in the same way on every page, whether those to look at twice stand on it or not', async () => {
    await ask(w.alice, 'PN-1');
    await ask(w.bruno, 'PN-2');
    await ask(w.eve, 'PN-3'); // a workstation of another service
    const { undecided } = w.flow.reading;
    const first = await undecided(w.valerie, {}, { limit: 1 });
    expect(first).toMatchObject({ clearCount: 2, oddCount: 1, odd: [{ anomalies: ['workstation-of-other-service'] }] });
    expect(first.clear).toHaveLength(1);
    const second = await undecided(w.valerie, {}, { limit: 1, cursor: first.next ?? '' });
    expect(second).toMatchObject({ clearCount: 2, oddCount: 1, odd: [], next: null });
    expect(second.clear).toHaveLength(1);
  });
});

it('counts those to look at twice, though more have to be than one page shows', async () => {
  const w = await createWorld({ judge: noJudge });
  const most = 201; // of one agent: each has another open request
  const nth = (prefix: string, at: number) => `${prefix}-${String(at).padStart(3, '0')}`;
  const changes = Array.from({ length: most }, (_, at): Change[] => {
    const machine = nth('w', at);
    const asked = request(nth('r', at), w.alice.personId, {
      number: nth('DEM-2021', at),
      state: 'submitted',
      workstationId: machine,
    });
    return [
      { table: 'workstation', id: machine, insert: workstation(machine, { assetNumber: nth('PN-L', at) }) },
      { table: 'request', id: asked.id, insert: asked },
    ];
  });
  await w.store.transact(async (unit) => {
    for (const [at, made] of changes.entries()) await unit.record(entry('x.y', nth('request:r', at), made));
  });
  const read = await w.flow.reading.undecided(w.valerie, {}, { limit: 10 });
  expect(read).toMatchObject({ oddCount: most, clearCount: 0, clear: [] });
  expect(read.odd).toHaveLength(most - 1);
  await w.close();
});

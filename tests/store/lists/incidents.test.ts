import { type Change, create } from '../../../src/book/tables/lifecycle.ts';
import type { IncidentRow } from '../../../src/book/tables/rows/workstations.ts';
import type { IncidentFilter } from '../../../src/flow/reading/incident/incident-lists.ts';
import type { Lists } from '../../../src/flow/reading/lists.ts';
import { entry, person, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

/** As it stands: how it came there is not what a list is about. */
const incident = (id: string, personId: string, more: Partial<IncidentRow> = {}): Change => {
  const insert: IncidentRow = {
    id,
    kind: 'phishing',
    state: 'closed',
    personId,
    workstationId: null,
    reporterId: personId,
    reportedAt: START + Number(id),
    blockedAt: null,
    blockerId: null,
    closedAt: START + Number(id),
    closerId: 'x',
    outcome: 'handled',
    ...more,
  };
  return { table: 'incident', id, insert } as Change;
};
const OPEN = { state: 'open', closedAt: null, closerId: null, outcome: null } as const;
async function withRows(...changes: Change[]): Promise<TestStore> {
  const t = await openTestStore();
  await t.store.transact(async (unit) => {
    for (let i = 0; i < changes.length; i += 50) await unit.record(entry('x.y', 'x', changes.slice(i, i + 50)));
  });
  return t;
}
type Asked = Omit<Parameters<Lists['incidents']>[0], 'state'> & { state?: IncidentFilter['state'] };
const reader =
  ({ lists }: TestStore, limit: number) =>
  async (asked: Asked = {}): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = cursor === undefined ? { limit } : { limit, cursor };
      const { items, next } = await lists.incidents({ state: 'closed', ...asked }, page);
      found.push(...items.map(({ id }) => id));
      if (next === null) return found;
      cursor = next;
    }
  };
const down = <B extends string>(by: B) => ({ by, descending: true });
const up = <B extends string>(by: B) => ({ by, descending: false });

describe('incidents', () => {
  it('are sorted each way, found by kind, service, person and machine, and counted', async () => {
    const t = await withRows(
      create('person', person('a', { familyName: 'Béart', service: 'PREF-33' })),
      create('person', person('b', { familyName: 'Cadiot', service: 'PREF-33/DCL' })),
      create('person', person('c', { familyName: 'Dupont', service: 'PREF-59' })),
      create('workstation', workstation('m', { assetNumber: 'PN-700', service: 'PREF-59' })),
      incident('1', 'a', { kind: 'ransomware' }),
      incident('2', 'b', { workstationId: 'm' }),
      incident('3', 'c', { kind: 'other' }),
      incident('4', 'a'),
      incident('5', 'a', OPEN),
    );
    const ids = reader(t, 1);
    expect(await ids()).toEqual(['4', '3', '2', '1']);
    expect(await ids({ state: 'open' })).toEqual(['5']);
    expect(await ids({ sort: down('age') })).toEqual(['1', '2', '3', '4']);
    expect(await ids({ sort: up('kind') })).toEqual(['3', '2', '4', '1']);
    expect(await ids({ sort: down('kind') })).toEqual(['1', '4', '2', '3']);
    expect(await ids({ kind: 'phishing' })).toEqual(['4', '2']);
    expect(await ids({ kind: 'phishing', sort: up('kind') })).toEqual(['2', '4']);
    expect(await ids({ service: 'PREF-33' })).toEqual(['4', '2', '1']);
    expect(await ids({ service: 'PREF-33', kind: 'phishing', sort: down('age') })).toEqual(['2', '4']);
    expect(await ids({ service: 'PREF-7' })).toEqual([]);
    expect(await ids({ text: 'beart' })).toEqual(['4', '1']);
    expect(await ids({ text: 'pn-700' })).toEqual(['2']);
    expect(await ids({ text: 'cadiot', service: 'PREF-59' })).toEqual([]);
    const total = (filter: Asked) => t.lists.totals.incidents({ state: 'closed', ...filter });
    expect(await total({})).toEqual({ n: 4, more: false });
    expect(await total({ kind: 'phishing' })).toEqual({ n: 2, more: false });
    expect(await total({ service: 'PREF-33' })).toEqual({ n: 3, more: false });
    expect(await total({ text: 'pn-700', service: 'PREF-33' })).toEqual({ n: 1, more: false });
    await t.close();
  });

  it('are walked where a service has many people', async () => {
    const many = Array.from({ length: 1510 }, (_, i) => create('person', person(`p${i}`, { service: 'PREF-33' })));
    const t = await withRows(
      ...many,
      create('person', person('c', { service: 'PREF-59' })),
      ...['1', '2', '3'].map((id) => incident(id, `p${id}`)),
      incident('4', 'c'),
    );
    const ids = reader(t, 2);
    expect(await ids({ service: 'PREF-33' })).toEqual(['3', '2', '1']);
    expect(await ids({ service: 'PREF-33', kind: 'phishing', sort: down('age') })).toEqual(['1', '2', '3']);
    expect(await t.lists.totals.incidents({ state: 'closed', service: 'PREF-33' })).toEqual({ n: 3, more: false });
    await t.close();
  }, 120_000);
});

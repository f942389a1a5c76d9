import fc from 'fast-check';
import type { Change } from '../../../src/book/tables/lifecycle.ts';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import type { DeliveryRow } from '../../../src/book/tables/rows/stock.ts';
import type { CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import type { AccountState, CertificateState, RequestState, TokenState } from '../../../src/book/tables/states.ts';
import { ANOMALIES, type Anomaly } from '../../../src/flow/request/anomalies.ts';
import { entry, person, request, token, workstation } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';

const USUAL = 'agent-vpn';
const from = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const holder = from('ana', 'bob', 'cy');
const machine = from<string | null>('m1', 'm2', null);
const profile = from('agent-vpn', 'smart-card-logon', 'nomade');

/** A few people with what they may hold, in every state that matters to the rules. */
const worlds = fc.record({
  disabled: fc.uniqueArray(holder),
  sites: fc.array(from('Bordeaux', 'Lyon'), { minLength: 3, maxLength: 3 }),
  services: fc.array(from('PREF-33', 'DNUM'), { minLength: 2, maxLength: 2 }),
  machineHolders: fc.array(fc.oneof(holder, fc.constant(null)), { minLength: 2, maxLength: 2 }),
  tokens: fc.array(
    fc.record({
      holderId: fc.oneof(holder, fc.constant(null)),
      workstationId: machine,
      state: from<TokenState>('in_stock', 'produced', 'handed_over', 'active', 'suspended', 'revoked'),
      certificate: from<number | null>(0, 1, 2, null),
    }),
    { maxLength: 5 },
  ),
  certificates: fc.array(
    fc.record({
      holderId: holder,
      request: from<number | null>(0, 1, 2, null),
      profile,
      state: from<CertificateState>('issued', 'good', 'expired'),
    }),
    { maxLength: 4 },
  ),
  // one open request for an agent and workstation: the store takes no second
  requests: fc.uniqueArray(
    fc.record({
      holderId: holder,
      workstationId: machine,
      kind: from<'first-issue' | 'renewal' | 'replacement' | 'nomade'>(
        'first-issue',
        'renewal',
        'replacement',
        'nomade',
      ),
      device: from<string | null>('v1', 'v2', null),
      profile,
      state: from<RequestState>('submitted', 'approved', 'handed_over', 'closed', 'rejected'),
      deliverySite: from('Bordeaux', 'Lyon'),
      service: from('PREF-33', 'DNUM'),
      replaces: from<number | null>(0, 1, null),
      priority: from(0, 1, 2),
    }),
    { minLength: 1, maxLength: 6, selector: (r) => `${r.holderId} ${r.workstationId ?? r.device}` },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

const name = (kind: string, at: number | null): string | null => (at === null ? null : `${kind}${at}`);
/** The request of a certificate is one that there is. */
const within = (at: number | null, count: number): number | null => (at === null ? null : at % count);
const HOLDERS = ['ana', 'bob', 'cy'];
const MACHINES = ['m1', 'm2'];

/** Rows under names that begin with the world's own: many worlds stand in one store. */
function rowsOf(world: World, w: string) {
  const own = (id: string | null): string | null => (id === null ? null : `${w}${id}`);
  return {
    people: HOLDERS.map((id, at) => person(`${w}${id}`, { site: world.sites[at]! })),
    machines: MACHINES.map((id, at) =>
      workstation(`${w}${id}`, { service: world.services[at]!, holderId: own(world.machineHolders[at]!) }),
    ),
    tokens: world.tokens.map(({ certificate, holderId, workstationId, state }, at) =>
      token(`${w}t${at}`, `${w}d`, {
        state,
        holderId: own(holderId),
        workstationId: own(workstationId),
        certificateId: own(name('c', certificate)),
      }),
    ),
    requests: world.requests.map(({ holderId, workstationId, device, replaces, ...row }, at) =>
      request(`${w}r${at}`, `${w}${holderId}`, {
        ...row,
        reason: row.kind === 'replacement' ? 'lost' : null,
        workstationId: own(workstationId),
        deviceId: own(device),
        replacesTokenId: own(name('t', replaces)),
      }),
    ),
    certificates: world.certificates.map(({ holderId, request: of, ...row }, at) => ({
      ...row,
      id: `${w}c${at}`,
      holderId: `${w}${holderId}`,
      requestId: own(name('r', within(of, world.requests.length))),
    })),
  };
}

/** It is on another device, or is on one alone. */
const isElsewhere = (own: RequestRow, other: RequestRow | undefined): boolean =>
  other !== undefined && other.deviceId !== own.deviceId;

/** The rules once more, by hand. */
function expected(world: World, w: string, at: number): Anomaly[] {
  const { people, machines, tokens, requests, certificates } = rowsOf(world, w);
  const own = requests[at]!;
  const nomade = own.kind === 'nomade';
  const mine = { tokens: tokens.filter((t) => t.holderId === own.holderId) };
  const before = tokens.find((t) => t.id === own.replacesTokenId);
  const says: Record<Anomaly, boolean> = {
    'active-token-elsewhere': mine.tokens.some(
      (t) => ['handed_over', 'active', 'suspended'].includes(t.state) && t.workstationId !== own.workstationId,
    ),
    'other-open-request': requests.some(
      (r) => r !== own && r.holderId === own.holderId && ['submitted', 'approved', 'handed_over'].includes(r.state),
    ),
    'workstation-of-other-service': machines.some((m) => m.id === own.workstationId && m.service !== own.service),
    'workstation-of-other-agent': machines.some(
      (m) => m.id === own.workstationId && m.holderId !== null && m.holderId !== own.holderId,
    ),
    'workstation-asked-for-other':
      requests.some(
        (r) =>
          own.workstationId !== null &&
          r.workstationId === own.workstationId &&
          r.holderId !== own.holderId &&
          ['submitted', 'approved', 'handed_over'].includes(r.state),
      ) && !['active', 'suspended'].includes(before?.state ?? ''),
    'nothing-to-replace': own.kind === 'replacement' && before === undefined,
    'delivery-elsewhere': !nomade && people.some((p) => p.id === own.holderId && p.site !== own.deliverySite),
    'other-profile':
      !nomade &&
      own.profile !== USUAL &&
      certificates.find((c) => before !== undefined && c.id === before.certificateId)?.profile !== own.profile,
    'other-credential':
      nomade &&
      certificates.some(
        (c) =>
          c.holderId === own.holderId &&
          c.profile === 'nomade' &&
          c.state === 'good' &&
          isElsewhere(
            own,
            requests.find(({ id }) => id === c.requestId),
          ),
      ),
    'crisis-asked': own.priority === 2,
    'holder-disabled': world.disabled.includes(own.holderId.slice(w.length)),
  };
  return ANOMALIES.filter((anomaly) => says[anomaly]);
}

async function write({ store }: TestStore, world: World, w: string): Promise<void> {
  const { people, machines, tokens, requests, certificates } = rowsOf(world, w);
  const account = (id: string) => ({
    id: `${w}${id}`,
    state: (world.disabled.includes(id) ? 'disabled' : 'active') satisfies AccountState,
    createdAt: 1,
    inviterId: 'system',
    voucherId: 'system',
  });
  const certificate = {
    issuerId: 'ca',
    profileHash: 'h',
    policy: '2.999.1.1.1',
    tokenId: null,
    jobId: null,
    workstationId: null,
    names: null,
    publicKeyHash: '',
    sha256: null,
    subject: null,
    notBefore: 1,
    notAfter: 2,
    orderedBy: 'system',
    intendedAt: 1,
    run: null,
    sealedAt: null,
    revokedAt: null,
    revocationReason: null,
  } satisfies Omit<CertificateRow, 'id' | 'holderId' | 'requestId' | 'profile' | 'state'>;
  const delivery: DeliveryRow = {
    id: `${w}d`,
    reference: 'BL-1',
    model: 'Twin',
    firmware: null,
    batch: null,
    count: 9,
    locationId: null,
    expectedId: null,
    receivedBy: `${w}ana`,
    receivedAt: 1,
  };
  // rows in states that no row begins with: written as they are
  const made = (table: string, rows: readonly { id: string }[]) =>
    rows.map((row) => ({ table, id: row.id, insert: row }) as unknown as Change);
  const changes = [
    ...made('person', people),
    ...made('account', HOLDERS.map(account)),
    ...made('workstation', machines),
    ...made('delivery', [delivery]),
    ...made('token', tokens),
    ...made(
      'device',
      ['v1', 'v2'].map((id) => ({ id: `${w}${id}`, holderId: `${w}ana`, kind: 'linux', name: id, addedAt: 1 })),
    ),
    ...made('request', requests),
    ...made(
      'certificate',
      certificates.map((row) => ({ ...certificate, ...row })),
    ),
  ];
  await store.transact((unit) => unit.record(entry('x.y', 'x', changes)));
}

describe('what to look at twice', () => {
  it('is the same of one request, of a page and of the filter of a list, whatever the world', async () => {
    const opened = await openTestStore();
    const { lists } = opened;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const w = `w${count++}-`;
        await write(opened, world, w);
        const ids = world.requests.map((_, at) => `${w}r${at}`);
        const said = Object.fromEntries(ids.map((id, at) => [id, expected(world, w, at)]));
        expect(Object.fromEntries(await lists.anomalies(ids, USUAL))).toEqual(said);
        for (const id of ids) expect((await lists.anomalies([id], USUAL)).get(id)).toEqual(said[id]);
        for (const has of [true, false]) {
          const filter = { visible: 'all', text: `DEM-2026-${w}`, anomalies: { has, usual: USUAL } } as const;
          const listed = (await lists.requests(filter, { limit: 200 })).items.map(({ id }) => id).sort();
          expect(listed).toEqual(ids.filter((id) => said[id]!.length > 0 === has));
          expect(await lists.countRequests(filter)).toBe(listed.length);
        }
      }),
      { numRuns: 100 },
    );
  });
});

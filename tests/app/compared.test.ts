import { create, move } from '../../src/book/tables/lifecycle.ts';
import type { TokenRow } from '../../src/book/tables/rows/tokens.ts';
import { type Kept, openServed, type Served } from './served-house.ts';
import { createWatch } from './watched.ts';

const SYSTEM = { actor: 'system', role: 'system', subject: 'x', outcome: 'done' } as const;

/** Somebody has the database file of the running service, and not the key of its rows. */
describe('rows edited behind the running service', () => {
  let s: Served;
  const old: Record<string, Kept> = {};
  let credentials: { lost: string; good: string };

  beforeAll(async () => {
    s = await openServed();
    const { callers, credentialOf, rowOf } = s;
    const [lost, good] = [await credentialOf(callers.alice), await credentialOf(callers.bruno)];
    old['certificate'] = rowOf('certificate', lost);
    await s.app().flow.revocation.revoke(callers.olga, { serial: lost, reason: 'lost' });
    credentials = { lost, good };
  }, 60_000);
  afterAll(() => s.close());
  const { isTold, isMended, hasAlerts } = createWatch(() => s);

  it('finds nothing before', async () => {
    expect(await s.compare()).toMatchObject({ known: [], failed: false, last: { differences: 0 } });
    expect(await s.ready()).toEqual({ ready: true, waiting: [] });
    expect(s.entries('journal.compare').at(-1)).toMatchObject({ role: 'security-officer' });
    expect(s.entries('journal.compared').at(-1)).toMatchObject({
      detail: { cause: 'asked', differences: 0, rows: expect.any(Number) },
    });
  });

  it('does not make a revoked certificate good, although its row and its revocation are gone', async () => {
    expect(await s.ocspOf(credentials.lost)).toBe('revoked');
    s.putBack('certificate', old['certificate']!);
    s.bySqlite((db) => db.prepare('delete from "revocation" where "certificateId" = ?').run(credentials.lost));
    await isTold(`old certificate:${credentials.lost}`, `missing revocation:${credentials.lost}`);
    expect(await s.ocspOf(credentials.lost)).toBe('revoked');
    expect(s.bySqlite((db) => db.prepare('select "certificateId" from "revocation"').pluck().all())).toEqual([
      credentials.lost,
    ]);
    await isMended(); // the list is whole again
  });

  it('lets nobody in by a session that was put in', async () => {
    s.bySqlite((db) => {
      const [session] = db.prepare('select * from "session"').all() as Kept[];
      const columns = Object.keys(session!);
      const mine = { ...session, hash: 'mine', personId: s.callers.adele.personId };
      db.prepare(`insert into "session" values (${columns.map((c) => `@${c}`)})`).run(mine);
    });
    const standing = await s.compare();
    const [row] = standing.known.filter(({ table }) => table === 'session');
    expect(row).toMatchObject({ kind: 'different', id: expect.stringMatching(/^[0-9a-f]{16}$/) });
    await isTold(`different session:${row?.id}`);
  });

  it('certifies no name that was changed after the approval', async () => {
    const { flow } = s.app();
    const { eve, bruno, thomas } = s.callers;
    const request = await flow.request.submit(eve, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await flow.approval.approve(s.callers.victor, {
      requestId: request.id,
      contentHash: request.contentHash,
      seenPriority: 0,
    });
    s.bySqlite((db) => {
      const change = db.prepare('update "person" set "familyName" = ?, "userPrincipalName" = ? where "id" = ?');
      for (const { personId } of [eve, bruno]) change.run('Directeur', `dg-${personId}@x`, personId);
    });
    await isTold(`different person:${eve.personId}`, `different person:${bruno.personId}`);
    const release = flow.software.release(thomas, { requestId: request.id });
    await expect(release).rejects.toMatchObject({ code: 'record_tampered' });
  });

  it('gives nobody a role by a grant that was put in, edited, or put back; one that was deleted is missed', async () => {
    const { callers, app } = s;
    const grantOf = (caller: keyof typeof callers, role: string): Kept =>
      s.bySqlite((db) => {
        const grant = db.prepare('select * from "grant" where "personId" = ? and "role" = ?');
        return grant.get(callers[caller].personId, role) as Kept;
      });
    const [thomas, valerie] = [grantOf('thomas', 'technician'), grantOf('valerie', 'approver')];
    const ended = grantOf('alice', 'agent');
    await app().flow.people.endGrant(callers.adele, { grantId: String(ended['id']) });
    s.putBack('grant', ended);
    s.putBack('grant', { ...thomas, id: '01HHHHHHHHHHHHHHHHHHHHHHHH', personId: callers.bruno.personId });
    s.bySqlite((db) => {
      db.prepare('update "grant" set "scope" = \'PREF-99\' where "id" = ?').run(valerie['id']);
      db.prepare('delete from "grant" where "id" = ?').run(thomas['id']);
    });
    await isTold(
      `old grant:${ended['id']}`,
      'foreign grant:01HHHHHHHHHHHHHHHHHHHHHHHH',
      `different grant:${valerie['id']}`,
      `missing grant:${thomas['id']}`,
    );
    const live = await s.beside((store) =>
      store.reads.find('grant', { personId: String(ended['personId']), role: 'agent', revokedAt: null }),
    );
    expect(live).toEqual([]);
  });

  it('counts no approval that was put in', async () => {
    const approval = s.bySqlite((db) => db.prepare('select * from "approval"').get() as Kept);
    const mine = { ...approval, id: '01JJJJJJJJJJJJJJJJJJJJJJJJ', approverId: s.callers.olga.personId };
    s.putBack('approval', mine);
    await isTold('foreign approval:01JJJJJJJJJJJJJJJJJJJJJJJJ');
    const find = s.beside((store) =>
      store.transact((unit) => unit.find('approval', { requestId: String(approval['requestId']) })),
    );
    await expect(find).rejects.toMatchObject({ code: 'record_tampered' });
  });

  it('answers no POST again by an answer that was altered', async () => {
    const headers = { 'idempotency-key': 'k'.repeat(32) };
    const again = () => s.call('POST', '/journal/comparisons', {}, headers);
    expect((await again()).status).toBe(200);
    s.bySqlite((db) => db.exec(`update "idempotency" set "answer" = '{"known":[]}'`));
    expect(await again()).toMatchObject({ status: 500, body: { code: 'record_tampered' } });
    const standing = await s.compare();
    const [row] = standing.known.filter(({ table }) => table === 'idempotency');
    await isTold(`different idempotency:${row?.id}`);
  });

  it('takes no token for active that was revoked', async () => {
    const blank: TokenRow = {
      id: 'T-1',
      model: 'Twin',
      firmware: null,
      batch: null,
      deliveryId: 'D-1',
      locationId: null,
      transferId: null,
      state: 'in_stock',
      label: null,
      requestId: null,
      holderId: null,
      workstationId: null,
      keyId: null,
      certificateId: null,
      soPinId: 's',
      cycle: 1,
      receivedAt: 1,
      activatedAt: null,
    };
    const delivery = {
      id: 'D-1',
      reference: 'BL',
      model: 'Twin',
      firmware: null,
      batch: null,
      count: 1,
      locationId: null,
      expectedId: null,
      receivedBy: 'x',
      receivedAt: 1,
    };
    await s.beside(async (store) => {
      const record = (...changes: ReturnType<typeof create>[]) =>
        store.transact((unit) => unit.record({ ...SYSTEM, action: 'test', changes }));
      const token = async () => (await store.reads.get('token', 'T-1'))!;
      await record(create('delivery', delivery), create('token', blank));
      for (const step of ['take', 'seal', 'handOver', 'activate'] as const)
        await record(move('token', await token(), step as never));
      old['token'] = s.rowOf('token', 'T-1');
      await record(move('token', await token(), 'revoke'));
    });
    s.putBack('token', old['token']!);
    const counts = () =>
      s.bySqlite((db) => db.prepare('select "state", "n" from "tokenCount" where "n" > 0 order by "state"').all());
    expect(counts()).not.toEqual([{ state: 'active', n: 1 }]); // SQLite tells no trigger of the row that another one replaces
    await isTold('old token:T-1', 'different tokenCount:stock');
    expect(counts()).toEqual([{ state: 'active', n: 1 }]); // counted anew
    const revoke = s.app().flow.revocation.revoke(s.callers.olga, { serial: 'T-1', reason: 'lost' });
    await expect(revoke).rejects.toMatchObject({ code: 'record_tampered' });
  });

  it('keeps nobody from revoking', async () => {
    expect(await s.ocspOf(credentials.good)).toBe('good');
    await s.app().flow.revocation.revoke(s.callers.olga, { serial: credentials.good, reason: 'stolen' });
    expect(await s.ocspOf(credentials.good)).toBe('revoked');
  });

  it('is told to the SIEM, each thing once and as an alert', async () => {
    await hasAlerts(String(old['certificate']?.['seal']), 'Directeur', 'PREF-99');
  });
});

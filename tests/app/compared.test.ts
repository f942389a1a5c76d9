import { create, move } from '../../src/book/lifecycle.ts';
import type { TokenRow } from '../../src/book/tables.ts';
import { type Kept, openServed, type Served } from './served-house.ts';

const SYSTEM = { actor: 'system', role: 'system', subject: 'x', outcome: 'done' } as const;

/** Somebody has the database file of the running service, and not the key of its rows. */
describe('a database edited behind the running service', () => {
  let s: Served;
  let known: string[];
  const old: Record<string, Kept> = {};
  let credentials: { lost: string; good: string };

  beforeAll(async () => {
    s = await openServed();
    known = [];
    const { callers, credentialOf, rowOf } = s;
    const [lost, good] = [await credentialOf(callers.alice), await credentialOf(callers.bruno)];
    old['certificate'] = rowOf('certificate', lost);
    await s.app().flow.revocation.revoke(callers.olga, { serial: lost, reason: 'lost' });
    credentials = { lost, good };
  }, 60_000);
  afterAll(() => s.close());

  /** The click finds this and nothing else that is new, and whoever watches is told of it once, by name. */
  const isTold = async (...names: string[]): Promise<void> => {
    const standing = await s.compare();
    const all = standing.known.map(({ kind, table, id }) => `${kind} ${table}:${id}`);
    known.push(...names);
    expect(all.sort()).toEqual([...known].sort());
    const told = s.entries('row.distrust').map(({ subject, detail }) => `${detail['kind']} ${subject}`);
    for (const name of names) {
      const subject = name.slice(name.indexOf(' ') + 1);
      expect(told.filter((one) => one.endsWith(` ${subject}`))).toHaveLength(1);
      expect(s.logged.filter((line) => line.includes(`${subject} is not as the journal says`))).toHaveLength(1);
    }
    const { waiting } = await s.ready();
    expect(waiting).toContain('records');
  };

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
    known.pop(); // the list is whole again
    await s.compare();
    expect(s.entries('row.trust').map(({ subject }) => subject)).toEqual([`revocation:${credentials.lost}`]);
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
    const request = await flow.request.submit(eve, { kind: 'nomade', priority: 0 });
    await flow.approval.approve(s.callers.victor, { requestId: request.id, contentHash: request.contentHash });
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
      ...{ id: 'T-1', model: 'Twin', deliveryId: 'D-1', state: 'in_stock', label: null, requestId: null },
      ...{ holderId: null, workstationId: null, keyId: null, certificateId: null, soPinId: 's', cycle: 1 },
      ...{ receivedAt: 1, activatedAt: null },
    };
    const delivery = { id: 'D-1', reference: 'BL', model: 'Twin', count: 1, receivedBy: 'x', receivedAt: 1 };
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
    await isTold('old token:T-1');
    const revoke = s.app().flow.revocation.revoke(s.callers.olga, { serial: 'T-1', reason: 'lost' });
    await expect(revoke).rejects.toMatchObject({ code: 'record_tampered' });
  });

  it('publishes the next CRL, although the row of the last one was edited', async () => {
    const issuer = s.bySqlite((db) => db.prepare('select "issuerId" from "certificate"').pluck().get());
    const last = s.bySqlite((db) => {
      const row = db.prepare('select * from "crl" where "issuerId" = ? order by "number" desc').get(issuer) as Kept;
      db.prepare('update "crl" set "revoked" = 900, "number" = 900 where "id" = ?').run(row['id']);
      return row;
    });
    await isTold(`different crl:${last['id']}`);
    expect(s.rowOf('crl', String(last['id']))).toEqual(last);
    known.pop(); // it was written anew
    await s.compare();
    expect(s.entries('row.trust').map(({ subject }) => subject)).toContain(`crl:${last['id']}`);
  });

  it('tells of triggers that were dropped, and makes them anew', async () => {
    s.bySqlite((db) => db.exec('drop trigger "journalEntryNoReplace"; drop trigger "journalEntryNoUpdate"'));
    await isTold('missing trigger:journalEntryNoReplace', 'missing trigger:journalEntryNoUpdate');
    known.splice(-2); // they stand again
    await s.compare();
    const trusted = s.entries('row.trust').map(({ subject }) => subject);
    expect(trusted.slice(-2)).toEqual(['trigger:journalEntryNoReplace', 'trigger:journalEntryNoUpdate']);
    const rewrite = () => s.bySqlite((db) => db.exec('update "journalEntry" set "actor" = \'x\' where "seq" = 3'));
    expect(rewrite).toThrow('append-only');
  });

  it('is not ready once an entry of the journal was replaced, and goes on revoking', async () => {
    const [asked] = s.entries('request.submit');
    s.bySqlite((db) => {
      db.exec('drop trigger "journalEntryNoReplace"');
      db.prepare(`insert or replace into "journalEntry" select "seq", "at", "actor", "action", "subject", "outcome",
        replace("line", '"role":"agent"', '"role":"approver"') from "journalEntry" where "seq" = ?`).run(asked?.seq);
    });
    const standing = await s.compare();
    expect(standing.known).toContainEqual(expect.objectContaining({ table: 'journalEntry', id: String(asked?.seq) }));
    const crls = s.entries('crl.publish').length;
    expect(await s.ready()).toMatchObject({ ready: false, waiting: expect.arrayContaining(['journal', 'records']) });
    expect(await s.ocspOf(credentials.good)).toBe('good');
    await s.app().flow.revocation.revoke(s.callers.olga, { serial: credentials.good, reason: 'stolen' });
    expect(await s.ocspOf(credentials.good)).toBe('revoked');
    expect(s.entries('crl.publish').length).toBe(crls + 1);
  });

  it('is told to the SIEM, each thing once and as an alert', async () => {
    await s.compare();
    const told = s.entries('row.distrust').map(({ subject }) => subject);
    const twice = told.filter((subject, at) => told.indexOf(subject) < at);
    expect(twice).toEqual(['trigger:journalEntryNoReplace']); // it was dropped twice
    const events = (await s.siemTook('row.distrust', told.length)).map(({ message }) => JSON.parse(message));
    expect(events.map(({ jeton }) => jeton.subject)).toEqual(told);
    expect(new Set(events.map(({ event }) => event.kind))).toEqual(new Set(['alert']));
    const secrets = [old['certificate']?.['seal'], 'Directeur', 'PREF-99'].map(String);
    const said = `${s.logged} ${JSON.stringify(events)}`;
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  });
});

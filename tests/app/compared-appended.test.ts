import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonical } from '../../src/journal/canonical.ts';
import { type Kept, openServed, type Served } from './served-house.ts';

/** Adds an entry to the journal in a file, with its leaf and every subtree that it completes. */
function append(db: Database.Database, said: { action: string; changes: object[] }): number {
  const last = db.prepare('select * from "journalEntry" order by "seq" desc').get() as { seq: number; at: number };
  const [seq, at] = [last.seq + 1, new Date(last.at).toISOString()];
  const of = { action: said.action, actor: 'system', role: 'system', outcome: 'done', subject: 'service' };
  const line = canonical({ ...of, at, seq, detail: { changes: said.changes } });
  db.prepare(`insert into "journalEntry" ("seq", "at", "actor", "role", "action", "subject", "outcome", "line")
    values (@seq, @at, @actor, @role, @action, @subject, @outcome, @line)`).run({ ...of, seq, at: last.at, line });
  const node = db.prepare('select "hash" from "journalNode" where "level" = ? and "place" = ?').pluck();
  const keep = db.prepare('insert into "journalNode" values (?, ?, ?)');
  let own = hash('sha256', Buffer.concat([Buffer.of(0), Buffer.from(line)]), 'buffer');
  for (let [level, place] = [0, seq]; ; [level, place] = [level + 1, (place - 1) / 2]) {
    keep.run(level, place, own);
    if (place % 2 === 0) return seq;
    own = hash('sha256', Buffer.concat([Buffer.of(1), node.get(level, place - 1) as Buffer, own]), 'buffer');
  }
}

/** Somebody has the file of a stopped service, and writes on in its journal as the service would. */
describe('an entry added to the journal of a stopped service', () => {
  let s: Served;
  let grant: Kept;
  beforeAll(async () => {
    s = await openServed();
    const own = 'select * from "grant" where "personId" = ? and "role" = \'approver\'';
    grant = s.bySqlite((db) => db.prepare(own).get(s.callers.victor.personId) as Kept);
    await s.app().flow.people.endGrant(s.callers.adele, { grantId: String(grant['id']) });
    expect(await s.compare()).toMatchObject({ known: [] });
    await s.stop();
  }, 60_000);
  afterAll(() => s.close());

  it('is told, with the role that it would have given back', async () => {
    const seq = s.bySqlite((db) => {
      const changes = [{ table: 'grant', id: grant['id'], set: { revokedAt: null } }];
      return append(db, { action: 'account.noted', changes });
    });
    s.putBack('grant', grant);
    await s.start();
    const { known } = await s.compare();
    expect(known.map(({ kind, table, id }) => `${kind} ${table}:${id}`).sort()).toEqual(
      [`foreign journalEntry:${seq}`, `old grant:${grant['id']}`].sort(),
    );
    expect(await s.ready()).toMatchObject({ ready: false, waiting: expect.arrayContaining(['journal', 'records']) });
    const roles = s.beside((store) =>
      store.reads.find('grant', { personId: String(grant['personId']), role: 'approver', revokedAt: null }),
    );
    expect(await roles).toEqual([]);
  });

  it('stays told after the service went on, and nothing that came after it is doubted', async () => {
    await s.stop();
    await s.start();
    const kinds = async () => (await s.compare()).known.map(({ kind, table }) => `${kind} ${table}`).sort();
    expect(await kinds()).toEqual(['foreign journalEntry', 'old grant']);
    s.bySqlite((db) => db.exec('update "journalTip" set "size" = "size" + 1 where "id" = \'0\''));
    expect(await kinds()).toEqual(['different journalTip']);
    expect(await s.ready()).toMatchObject({ ready: false, waiting: expect.arrayContaining(['journal']) });
  });
});

import Database from 'better-sqlite3';
import { entry } from '../../support/records/rows.ts';
import { openTestStore, START } from '../../support/records/store.ts';

/** Two entries and a checkpoint. */
async function withEntries() {
  const t = await openTestStore();
  for (const subject of ['x:0', 'x:1']) await t.store.transact((unit) => unit.record(entry('beat', subject)));
  await t.journal.keepCheckpoint({ size: 2, root: Buffer.alloc(32, 2), note: 'kept', signedAt: START });
  return t;
}

describe('the journal tables', () => {
  it.each([
    ['a line', 'append-only', ['journalEntry', 'seq', 'line']],
    ['a node', 'append-only', ['journalNode', 'level', 'hash']],
    ['a checkpoint', 'stays as it is', ['checkpoint', 'size', 'note']],
    ['an opening', 'stays as it is', ['opening', 'commitment', 'value']],
  ])('refuse to change, delete or replace %s, whoever asks', async (_, message, [table = '', key, column]) => {
    const t = await withEntries();
    const db = new Database(t.path);
    db.exec(`insert into opening values ('c', 0, 'person:P', 'email', x'00', 'v')`);
    const before = db.prepare(`select * from ${table}`).all();
    expect(before.length).toBeGreaterThan(0);
    for (const sql of [
      `update ${table} set "${column}" = "${column}"`,
      `update or replace ${table} set "${key}" = (select min("${key}") from ${table})`,
      `delete from ${table}`,
      `insert or replace into ${table} select * from ${table}`,
      `insert or ignore into ${table} select * from ${table}`,
      `insert into ${table} select * from ${table} where true on conflict do update set "${column}" = excluded."${column}"`,
    ]) {
      expect(() => db.exec(sql)).toThrow(message);
    }
    expect(db.prepare(`select * from ${table}`).all()).toEqual(before);
    db.close();
  });

  it('let an opening go with the purge of its person, and no other', async () => {
    const t = await openTestStore();
    const db = new Database(t.path);
    const person = `insert into person ("id", "service", "site", "createdAt", "purgedAt", "seal") values`;
    db.exec(`${person} ('GONE', 'S', 'S', 1, 2, ''), ('HERE', 'S', 'S', 1, null, '')`);
    const request = `insert into request ("id", "number", "kind", "profile", "state", "holderId", "askerId", "service", "deliverySite",
      "priority", "rank", "contentHash", "submittedAt", "seal") values`;
    db.exec(`${request} ('RG', '1', 'nomade', 'nomade', 'closed', 'GONE', 'HERE', 'S', 'S', 0, 1, 'hg', 1, ''),
      ('RH', '2', 'nomade', 'nomade', 'closed', 'HERE', 'GONE', 'S', 'S', 0, 1, 'h', 1, '')`);
    const handover = `insert into handover ("id", "requestId", "mode", "operatorId", "seal") values`;
    db.exec(`${handover} ('HG', 'RG', 'desk', 'O', ''), ('HH', 'RH', 'desk', 'O', '')`);
    const certificate = `insert into certificate ("id", "issuerId", "profile", "profileHash", "policy", "state", "holderId",
      "publicKeyHash", "notBefore", "notAfter", "intendedAt", "orderedBy", "seal") values`;
    db.exec(
      `${certificate} ('CG', 'I', 'p', 'h', '', 'good', 'GONE', 'kg', 1, 2, 1, 'O', ''), ('CH', 'I', 'p', 'h', '', 'good', 'HERE', 'k', 1, 2, 1, 'O', '')`,
    );
    const token = `insert into apiToken ("id", "personId", "scopes", "createdAt", "expiresAt", "seal") values`;
    db.exec(`${token} ('TG', 'GONE', 'agent', 1, 2, ''), ('TH', 'HERE', 'agent', 1, 2, '')`);
    const insert = db.prepare(`insert into opening values (?, 0, ?, 'f', x'00', 'v')`);
    const going = ['person:GONE', 'request:RG', 'handover:HG', 'certificate:CG', 'apiToken:TG'];
    const staying = [
      'person:HERE',
      'request:RH',
      'handover:HH',
      'certificate:CH',
      'apiToken:TH',
      'proposal:GONE',
      'GONE',
    ];
    for (const subject of [...going, ...staying]) insert.run(`c ${subject}`, subject);
    for (const subject of staying)
      expect(() => db.prepare('delete from opening where subject = ?').run(subject)).toThrow(
        'until its person is purged',
      );
    for (const subject of going) db.prepare('delete from opening where subject = ?').run(subject);
    expect(db.prepare('select count(*) from opening').pluck().get()).toBe(staying.length);
    db.close();
  });
});

import { type Kept, openServed, type Served } from './served-house.ts';
import { createWatch } from './watched.ts';

/** Somebody has the database file of the running service, and works on its journal and what keeps it. */
describe('the journal edited behind the running service', () => {
  let s: Served;
  let good: string;
  beforeAll(async () => {
    s = await openServed();
    good = await s.credentialOf(s.callers.bruno);
  }, 60_000);
  afterAll(() => s.close());
  const { isTold, isMended, hasAlerts } = createWatch(() => s);

  it('publishes the next CRL, although the row of the last one was edited', async () => {
    const issuer = s.bySqlite((db) => db.prepare('select "issuerId" from "certificate"').pluck().get());
    const last = s.bySqlite((db) => {
      const row = db.prepare('select * from "crl" where "issuerId" = ? order by "number" desc').get(issuer) as Kept;
      db.prepare('update "crl" set "revoked" = 900, "number" = 900 where "id" = ?').run(row['id']);
      return row;
    });
    await isTold(`different crl:${last['id']}`);
    expect(s.rowOf('crl', String(last['id']))).toEqual(last);
    await isMended(); // it was written anew
  });

  it('tells of triggers that were dropped, and makes them anew', async () => {
    s.bySqlite((db) => db.exec('drop trigger "journalEntryNoReplace"; drop trigger "journalEntryNoUpdate"'));
    await isTold('missing trigger:journalEntryNoReplace', 'missing trigger:journalEntryNoUpdate');
    await isMended(2);
    const rewrite = () => s.bySqlite((db) => db.exec('update "journalEntry" set "actor" = \'x\' where "seq" = 3'));
    expect(rewrite).toThrow('append-only');
  });

  it('is not ready once an entry of the journal was replaced, and goes on revoking', async () => {
    const [asked] = s.entries('request.submit');
    s.bySqlite((db) => {
      db.exec('drop trigger "journalEntryNoReplace"');
      db.prepare(`insert or replace into "journalEntry" select "seq", "at", "actor", "role", "action", "subject", "outcome",
        replace("line", '"role":"agent"', '"role":"approver"') from "journalEntry" where "seq" = ?`).run(asked?.seq);
    });
    const standing = await s.compare();
    expect(standing.known).toContainEqual(expect.objectContaining({ table: 'journalEntry', id: String(asked?.seq) }));
    const crls = s.entries('crl.publish').length;
    expect(await s.ready()).toMatchObject({ ready: false, waiting: expect.arrayContaining(['journal', 'records']) });
    expect(await s.ocspOf(good)).toBe('good');
    await s.app().flow.revocation.revoke(s.callers.olga, { serial: good, reason: 'stolen' });
    expect(await s.ocspOf(good)).toBe('revoked');
    expect(s.entries('crl.publish').length).toBe(crls + 1); // of the CA that issued it
  });

  it('is told to the SIEM, each thing as often as it was found, and as an alert', async () => {
    await s.compare();
    const told = s.entries('row.distrust').map(({ subject }) => subject);
    const twice = told.filter((subject, at) => told.indexOf(subject) < at);
    expect(twice).toEqual(['trigger:journalEntryNoReplace']); // it was dropped twice
    await hasAlerts();
  });
});

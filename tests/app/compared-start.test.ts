import { type Kept, openServed, type Served } from './served-house.ts';

/** Somebody has the database file of a service that is stopped, and not the key of its rows. */
describe('a database edited while the service was stopped', () => {
  let s: Served;
  let serial: string;
  let old: Kept;

  beforeAll(async () => {
    s = await openServed();
    const { alice, olga } = s.callers;
    serial = await s.credentialOf(alice);
    old = s.rowOf('certificate', serial);
    await s.app().flow.revocation.revoke(olga, { serial, reason: 'lost' });
  }, 60_000);
  afterAll(() => s.close());

  const subjects = (action: string) => s.entries(action).map(({ subject }) => subject);
  const told = async (count: number): Promise<string[]> => {
    while (subjects('row.distrust').length < count) await new Promise((later) => setTimeout(later, 50));
    return subjects('row.distrust');
  };
  /** Starts the service, and waits for the comparison that it makes by itself. */
  const startAndCompare = async (): Promise<void> => {
    const before = subjects('journal.compared').length;
    await s.start();
    while (subjects('journal.compared').length === before) await new Promise((later) => setTimeout(later, 50));
  };

  it('is found at the start, which does not wait for it, and refused', async () => {
    await s.stop();
    s.putBack('certificate', old);
    s.bySqlite((db) => {
      db.exec(`delete from "revocation"; drop trigger "openingNoDelete"`);
      db.prepare(`update "grant" set "scope" = ? where "role" = 'approver' and "personId" = ?`).run(
        '*',
        s.callers.victor.personId,
      );
    });
    await startAndCompare();
    const all = await told(4);
    expect(all.map((subject) => subject.replace(/^grant:.*/, 'grant:')).sort()).toEqual(
      [`certificate:${serial}`, 'grant:', `revocation:${serial}`, 'trigger:openingNoDelete'].sort(),
    );
    expect(await s.ocspOf(serial)).toBe('revoked');
    expect((await s.ready()).waiting).toEqual(['records']);
    const read = s.beside((store) => store.reads.find('certificate', { id: serial }));
    expect(await read).toEqual([]);
  });

  it('is told once, whoever starts the service again, and refused from the first moment', async () => {
    const before = subjects('row.distrust');
    await s.stop();
    await startAndCompare();
    expect(await s.ocspOf(serial)).toBe('revoked');
    await s.compare();
    expect(subjects('row.distrust')).toEqual(before);
  });

  it('is trusted again once it is as the journal says', async () => {
    const grant = s.bySqlite((db) => {
      const row = db
        .prepare(`select "id" from "grant" where "role" = 'approver' and "personId" = ?`)
        .pluck()
        .get(s.callers.victor.personId);
      db.prepare(`update "grant" set "scope" = 'PREF-59' where "id" = ?`).run(row);
      return row;
    });
    const standing = await s.compare();
    expect(standing.known).toMatchObject([{ table: 'certificate', id: serial, kind: 'old' }]);
    expect(subjects('row.trust')).toContain(`grant:${grant}`);
  });
});

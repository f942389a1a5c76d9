import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { update } from '../../../../src/book/tables/lifecycle.ts';
import { openStatusReads } from '../../../../src/store/ca/status-reads.ts';
import { columnsOf } from '../../../../src/store/seal/sealed-tables.ts';
import { openStatusFile } from '../../../../src/store/sqlite/status-file.ts';
import { START } from '../../../support/clock.ts';
import { CERTIFICATE_KEY } from '../../../support/records/certificate-rows.ts';
import { entry } from '../../../support/records/rows.ts';
import { certificate, crl, keep, listing } from '../../../support/records/status-rows.ts';
import { type Node, newCluster, putMany, until } from '../nodes.ts';

/** The newest CRL, as a status process reads the copy. */
function lastCrl({ path }: Node, issuerId = 'issuing') {
  const reads = openStatusReads(path, { certificateKey: CERTIFICATE_KEY, tampered: () => {} });
  const found = reads.lastCrl(issuerId);
  reads.close();
  return found;
}
const compared = entry('journal.compared', 'journal');

describe('the copy of what status answers need', () => {
  it('has the columns of the records, and is its owner’s alone', async () => {
    const { folder } = await newCluster();
    const path = `${folder}/status.db`;
    const file = openStatusFile(path);
    const db = new Database(path);
    const columns = (db.pragma('table_info(certificate)') as { name: string }[]).map(({ name }) => name);
    expect(columns.sort()).toEqual([...columnsOf('certificate'), 'seal'].sort());
    for (const name of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
    db.close();
    file.close();
  });

  it('is filled with what stands in the database, page by page', async () => {
    const { node, behind } = await newCluster();
    await putMany(behind, 1203);
    const a = await node();
    expect(a.states('0', '1', '999', '1199', '1200', '1202')).toEqual([
      ...['revoked', 'good', 'good', 'good', 'revoked', 'good'],
    ]);
    const db = new Database(a.path, { readonly: true });
    const count = (table: string) => db.prepare(`select count(*) from "${table}"`).pluck().get();
    expect([count('certificate'), count('revocation')]).toEqual([1203, 121]);
    db.close();
  });

  it('knows a certificate, and its revocation, once who acted is answered', async () => {
    const a = await (await newCluster()).node();
    await keep(a, certificate('0a'));
    expect(a.states('0a', '0b')).toEqual(['intended', undefined]);
    await keep(a, certificate('0b'), START + 5);
    expect(a.states('0a', '0b')).toEqual(['intended', 'revoked']);
    expect(a.copy.standing()).toEqual({ seq: 2, levelAt: START, failing: false });
  });

  it('forgets of a row what a purge took out of it', async () => {
    const a = await (await newCluster()).node();
    const row = certificate('0a', { subject: 'CN=Alice Canari' });
    await keep(a, row);
    await a.store.transact((unit) =>
      unit.record(entry('x.purge', 'certificate:0a', [update('certificate', row, { subject: null }, {})])),
    );
    const db = new Database(a.path, { readonly: true });
    expect(db.prepare('select "subject" from "certificate"').pluck().all()).toEqual([null]);
    db.close();
  });

  it('has each CRL octet by octet as it is published: its pieces are added, and made anew', async () => {
    const a = await (await newCluster()).node();
    const all = [
      ...[crl(1), listing(2, ['aa', 'bb'], 2), listing(3, ['aa', 'bb', 'cc'], 1), listing(4, ['aa', 'bb', 'cc'], 0)],
      ...[listing(5, ['bb', 'cc', 'dd'], 3), listing(6, ['bb', 'cc', 'dd', 'ee'], 1), crl(7)],
    ];
    for (const one of all) {
      await a.status.keepCrl(one);
      expect(lastCrl(a)).toMatchObject({ number: one.number, der: one.der });
      expect(lastCrl(a)).toEqual(await a.status.lastCrl('issuing'));
    }
    await a.status.keepCrl({ ...crl(1), issuerId: 'root', sha256: 'root' });
    expect(lastCrl(a, 'root')).toMatchObject({ number: 1 });
    expect(lastCrl(a)).toMatchObject({ number: 7 });
  });

  it('says nothing of a certificate that differs from the journal, until it differs no more', async () => {
    const a = await (await newCluster()).node();
    await keep(a, certificate('0a'));
    const of = { table: 'certificate', id: '0a' };
    await a.store.transact((unit) => unit.keepDifference({ ...of, kind: 'different', foundAt: START }));
    expect(a.states('0a')).toEqual([undefined]);
    await a.store.transact((unit) => unit.dropDifference(of));
    expect(a.states('0a')).toEqual(['intended']);
  });

  it('believes no administrator of the database: what was revoked stays so, and an edited row says nothing', async () => {
    const { node, behind } = await newCluster();
    const a = await node();
    await keep(a, certificate('0a'), START + 5);
    await keep(a, certificate('0b'));
    await behind.run('delete from "revocation"');
    await behind.run(`update "certificate" set "state" = 'good', "revokedAt" = null`);
    await behind.run(`update "certificate" set "notAfter" = 0 where "id" = '0b'`);
    await a.store.transact((unit) => unit.record(entry('row.distrust', 'certificate:0a')));
    await a.store.transact((unit) => unit.record(entry('row.distrust', 'certificate:0b')));
    await a.copy.settled();
    expect(a.states('0a', '0b')).toEqual(['revoked', undefined]);
    await a.reopenCopy(undefined, new Uint8Array(32));
    expect(a.states('0a', '0b')).toEqual(['revoked', undefined]);
  });

  it('takes revocations and CRLs that a comparison put back, and rows that two persons repaired', async () => {
    const { node, behind } = await newCluster();
    await behind.run('alter table "certificate" disable trigger user');
    const a = await node();
    await keep(a, certificate('0a'));
    await a.store.transact(async (unit) => {
      const listed = { certificateId: '0a', issuerId: 'issuing', seq: 1, revokedAt: START, notAfter: START + 9 };
      await unit.putBackRevocations([listed]);
    });
    await a.store.transact((unit) => unit.record(compared));
    await a.copy.settled();
    expect(a.states('0a')).toEqual(['revoked']);
    await a.store.transact(async (unit) => {
      await unit.rewriteRows([{ table: 'certificate', id: '0b', row: { ...certificate('0b', { state: 'good' }) } }]);
      await unit.record(entry('row.repair', 'certificate:0b'));
    });
    expect(a.states('0b')).toEqual(['good']);
    await a.store.transact(async (unit) => {
      await unit.rewriteRows([{ table: 'certificate', id: '0b', row: null }]);
      await unit.record(entry('row.repair', 'certificate:0b'));
    });
    expect(a.states('0b')).toEqual([undefined]);
  });

  it('of another node follows a revocation as soon as it is committed', async () => {
    const { node } = await newCluster();
    const [a, b] = [await node(), await node(3_600_000)]; // it does not look by itself
    await keep(a, certificate('0a'));
    await until(() => b.states('0a')[0] === 'intended');
    await keep(a, certificate('0b'), START + 5);
    await until(() => b.states('0b')[0] === 'revoked');
    await a.status.keepCrl(crl(1));
    await until(() => lastCrl(b) !== undefined);
  });

  it('finds by itself what nobody told of, and is level as of then', async () => {
    const a = await (await newCluster()).node();
    await a.store.transact((unit) => unit.record(entry('x.note', 'journal')));
    a.clock.pass(10_000);
    await until(() => a.copy.standing().seq === 0);
    await until(() => a.copy.standing().levelAt === START + 10_000);
    const reads = openStatusReads(a.path, { certificateKey: CERTIFICATE_KEY, tampered: () => {} });
    expect(reads.levelAt()).toBe(START + 10_000);
    reads.close();
  });
});

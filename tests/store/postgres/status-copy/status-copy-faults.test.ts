import { existsSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openStatusReads } from '../../../../src/store/ca/status-reads.ts';
import { MOST_DIFFERENCES } from '../../../../src/store/differences.ts';
import { openStatusCopy } from '../../../../src/store/postgres/status/status-copy.ts';
import { START } from '../../../support/clock.ts';
import { CERTIFICATE_KEY } from '../../../support/records/certificate-rows.ts';
import { entry } from '../../../support/records/rows.ts';
import { certificate, crl, keep } from '../../../support/records/status-rows.ts';
import { type Node, newCluster, putMany, until } from '../nodes.ts';

/** A node whose copy knows one good certificate and one that was revoked. */
async function standing() {
  const cluster = await newCluster();
  const a = await cluster.node();
  await keep(a, certificate('0a'));
  await keep(a, certificate('0b'), START + 5);
  return { ...cluster, a };
}
const levelAt = ({ path }: Node): number | undefined => {
  const reads = openStatusReads(path, { certificateKey: CERTIFICATE_KEY, tampered: () => {} });
  const level = reads.levelAt();
  reads.close();
  return level;
};
const change = (path: string, sql: string): void => {
  const db = new Database(path);
  db.exec(sql);
  db.close();
};
/** The journal as it was before its last entries: a restore, or a standby that lacked them. */
const goBack = (behind: Awaited<ReturnType<typeof standing>>['behind'], seq: number) =>
  behind
    .run('alter table "journalEntry" disable trigger all')
    .then(() => behind.run('delete from "journalEntry" where "seq" > ?', seq));

describe('a copy whose database is away', () => {
  it('answers as of the moment at which it was level, and catches up by itself', async () => {
    const { a, node } = await standing();
    const b = await node();
    await a.cut();
    a.clock.pass(60_000);
    await until(() => a.copy.standing().failing);
    await keep(b, certificate('0c'), START + 7);
    await a.copy.settled();
    expect(a.states('0a', '0b', '0c')).toEqual(['intended', 'revoked', undefined]);
    expect(a.copy.standing()).toEqual({ seq: 2, levelAt: START, failing: true });
    expect(levelAt(a)).toBe(START);
    a.mend();
    await until(() => !a.copy.standing().failing);
    expect(a.states('0c')).toEqual(['revoked']);
    expect(a.copy.standing()).toEqual({ seq: 4, levelAt: START + 60_000, failing: false });
    expect(a.warned).toHaveLength(2); // once each way, however often it is tried
    await keep(b, certificate('0d'), START + 8);
    await until(() => a.states('0d')[0] === 'revoked');
  });

  it('is opened as it stands, and a new one is not', async () => {
    const { a } = await standing();
    await a.reopenCopy(() => a.cut());
    expect(a.copy.standing()).toEqual({ seq: 2, levelAt: START, failing: true });
    expect(a.states('0a')).toEqual(['intended']);
    const address = { user: 'nobody', database: 'none', servers: [{ host: '/nowhere', port: 5432 }] };
    const none = { address, path: `${a.path}.none`, certificateKey: CERTIFICATE_KEY, clock: a.clock };
    await expect(openStatusCopy({ ...none, atLeast: () => 0, warn: () => {} })).rejects.toMatchObject({
      code: 'service_unreachable',
    });
  });

  it('gives up a server that is silent for five seconds', async () => {
    const { a, behind } = await standing();
    const silent = behind.run(
      `do $$ begin lock table "journalEntry" in access exclusive mode; perform pg_sleep(7); end $$`,
    );
    await until(() => a.copy.standing().failing);
    expect(a.states('0a')).toEqual(['intended']);
    await silent;
    await until(() => !a.copy.standing().failing);
  }, 20_000);
});

describe('a copy that is made anew', () => {
  it.each([
    ['is no database', ({ path }: Node) => writeFileSync(path, 'nothing of the sort, nothing at all'.repeat(100))],
    ['is damaged', ({ path }: Node) => writeFileSync(path, Buffer.alloc(8192, 'SQLite format 3\0'))],
    ['has another schema', ({ path }: Node) => change(path, 'create table "other" ("id" text)')],
    ['was never filled', ({ path }: Node) => change(path, 'delete from "copyState"; delete from "certificate"')],
    ['is gone', ({ path }: Node) => rmSync(path)],
  ])('%s', async (_, spoil) => {
    const { a } = await standing();
    await a.reopenCopy(() => spoil(a));
    expect(a.states('0a', '0b')).toEqual(['intended', 'revoked']);
    expect(a.copy.standing()).toMatchObject({ seq: 2, failing: false });
    expect(existsSync(a.path)).toBe(true);
  });

  it('is of another journal: what is good there is unknown, and what was revoked says so for ever', async () => {
    const [{ a }, other] = [await standing(), await newCluster()];
    const b = await other.node();
    await keep(b, certificate('0c'));
    await b.reopenCopy(() => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${b.path}${end}`, { force: true });
      const db = new Database(a.path);
      db.exec(`vacuum into '${b.path}'`);
      db.close();
    });
    expect(b.states('0a', '0b', '0c')).toEqual([undefined, 'revoked', 'intended']);
    await keep(b, certificate('0d'), START + 1);
    expect(b.states('0d')).toEqual(['revoked']);
  });

  it('is ahead of a database that was restored: what was revoked stays so', async () => {
    const { a, behind } = await standing();
    await a.reopenCopy(async () => {
      await goBack(behind, 0);
      await behind.run('delete from "revocation"');
      await behind.run(`delete from "certificate" where "id" = '0b'`);
    });
    expect(a.copy.standing()).toMatchObject({ seq: 0, failing: false });
    expect(a.states('0a', '0b')).toEqual(['intended', 'revoked']);
  });

  it('is of another course of the journal, as long as it', async () => {
    const { a, behind } = await standing();
    await a.copy.close();
    await goBack(behind, 1);
    await behind.run(`insert into "journalEntry" select "seq" + 1, "at", "actor", "role", "action", "subject", "outcome", "line"
      from "journalEntry" where "seq" = 1`);
    await behind.run(`delete from "certificate" where "id" = '0a'`);
    await a.reopenCopy();
    expect(a.states('0a', '0b')).toEqual([undefined, 'revoked']);
  });

  it('meets an entry that is none: it may have named anything', async () => {
    const { a, behind } = await standing();
    await behind.run(`delete from "certificate" where "id" = '0a'`);
    await behind.run(`insert into "journalEntry" select 3, "at", "actor", "role", "action", "subject", "outcome",
      '{"subject":"certificate:' from "journalEntry" where "seq" = 1`);
    await until(() => a.copy.standing().seq === 3);
    expect(a.states('0a', '0b')).toEqual([undefined, 'revoked']);
    expect(a.copy.standing().failing).toBe(false);
  });

  it('has rows under another key, or is far behind', async () => {
    const { a, behind } = await standing();
    await putMany(behind, 3); // no entry names them
    await a.copy.settled();
    expect(a.states('1')).toEqual([undefined]);
    await a.reopenCopy();
    expect(a.states('1')).toEqual([undefined]);
    await a.reopenCopy(undefined, new Uint8Array(32));
    expect(a.states('1', '0b')).toEqual(['good', 'revoked']);
    await a.reopenCopy(async () => {
      await behind.run(`delete from "certificate" where "id" = '1'`);
      await behind.run(`insert into "journalEntry" select "n", "at", "actor", "role", "action", "subject", "outcome", "line"
        from "journalEntry", generate_series(3, 5100) as "n" where "seq" = 0`);
    }, new Uint8Array(32));
    expect(a.states('1', '0b')).toEqual([undefined, 'revoked']);
    expect(a.copy.standing().seq).toBe(5100);
  });
});

describe('a copy that is shown an older database', () => {
  it('is level no more while entries are missing that this node committed', async () => {
    const { a, behind } = await standing();
    await goBack(behind, 0);
    a.clock.pass(60_000);
    await until(() => a.copy.standing().failing);
    await a.copy.settled();
    expect(a.copy.standing()).toEqual({ seq: 2, levelAt: START, failing: true });
    expect(levelAt(a)).toBe(START);
    expect(a.states('0a', '0b')).toEqual(['intended', 'revoked']);
    expect(a.warned).toHaveLength(1);
  });

  it('is level no more where an entry with a high number hides what is missing', async () => {
    const { a, behind } = await standing();
    await goBack(behind, 0);
    await behind.run(`insert into "journalEntry" select 9, "at", "actor", "role", "action", "subject", "outcome", "line"
      from "journalEntry" where "seq" = 0`);
    await behind.run(`delete from "certificate" where "id" = '0a'`);
    a.clock.pass(60_000);
    await until(() => a.copy.standing().failing);
    expect(a.copy.standing()).toMatchObject({ seq: 2, levelAt: START });
    expect(a.states('0a', '0b')).toEqual(['intended', 'revoked']);
  });

  it('is level no more while entries are missing that it saw signed, and takes no CRL', async () => {
    const { a, node } = await standing();
    const b = await node();
    b.signed.size = 5;
    await a.status.keepCrl(crl(1));
    await b.copy.settled();
    expect(b.copy.standing()).toEqual({ seq: 2, levelAt: START, failing: true });
    b.signed.size = 4;
    await b.copy.settled();
    expect(b.copy.standing()).toEqual({ seq: 3, levelAt: START, failing: false });
  });

  it('begins empty, and knows nothing until the right one is there', async () => {
    const { a } = await standing();
    a.signed.size = 9;
    await a.reopenCopy(() => rmSync(a.path));
    expect(a.copy.standing()).toEqual({ seq: -1, levelAt: 0, failing: true });
    expect([a.states('0a'), levelAt(a)]).toEqual([[undefined], 0]);
    a.signed.size = 3;
    await until(() => !a.copy.standing().failing);
    expect(a.states('0a')).toEqual(['intended']);
  });

  it('knows what units committed, and not what was refused', async () => {
    const a = await (await newCluster()).node();
    expect(a.committed()).toBe(0);
    await a.store.transact((unit) => unit.record(entry('x.note', 'journal')));
    const refused = a.store.transact(async (unit) => {
      await unit.record(entry('x.note', 'journal'));
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    await a.store.transact(async () => {});
    expect(a.committed()).toBe(1);
  });
});

it('a list of differences that somebody drowned stays as it was, and revocations are followed', async () => {
  const { a, behind } = await standing();
  await a.store.transact((unit) =>
    unit.keepDifference({ table: 'certificate', id: '0a', kind: 'old', foundAt: START }),
  );
  expect(a.states('0a')).toEqual([undefined]);
  await behind.run(`delete from "difference"`);
  await behind.run(`insert into "difference" select 'certificate', "n"::text, 'old', 0
    from generate_series(0, ${MOST_DIFFERENCES}) as "n"`);
  await keep(a, certificate('0c'), START + 7);
  await a.copy.settled();
  expect(a.copy.standing().failing).toBe(false);
  expect(a.states('0a', '0c')).toEqual([undefined, 'revoked']);
  const db = new Database(a.path, { readonly: true });
  expect(db.prepare('select "id" from "difference"').pluck().all()).toEqual(['0a']);
  db.close();
});

it('an act is answered although the copy cannot follow it', async () => {
  const { a } = await standing();
  change(a.path, `create trigger "full" before insert on "certificate" begin select raise(abort, 'full'); end`);
  await keep(a, certificate('0c'), START + 7);
  expect(a.copy.standing()).toMatchObject({ seq: 2, failing: true });
  expect(a.states('0b', '0c')).toEqual(['revoked', undefined]);
  await a.store.transact((unit) => unit.record(entry('x.note', 'journal')));
  change(a.path, 'drop trigger "full"');
  await until(() => a.states('0c')[0] === 'revoked');
});

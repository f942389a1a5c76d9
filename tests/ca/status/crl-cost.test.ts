import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { counts } from '../../support/runs/long.ts';
import { createPublisher, type Publisher } from './publisher.ts';

const SMALL = 1_000;
const LARGE = counts(20_000, 100_000);

/** Rows read in order to see which CA has to publish. */
const LOOK = 1;

/** What the publication of one more revocation took: counted, so that a busy machine changes nothing. */
interface Cost {
  /** Read of the records' list of revocations. */
  rows: number;
  /** Octets of entries that were encoded anew. */
  encoded: number;
  /** Octets that the database wrote for the CRL, its entry and its journal entry. */
  written: number;
}

describe('one more revocation', () => {
  let publisher: Publisher;
  let db: Database.Database;
  beforeEach(async () => {
    publisher = await createPublisher();
    db = new Database(publisher.t.path, { timeout: 5000 });
  });
  afterEach(() => {
    db.close();
    publisher.close();
  });

  async function publishOneMore(): Promise<Cost> {
    publisher.revoke(900);
    db.pragma('wal_checkpoint(TRUNCATE)');
    publisher.takeRead();
    await publisher.ca().publisher.publish();
    const { list } = publisher.ca().crl('issuing')!;
    const { rows } = publisher.takeRead();
    return { rows, encoded: list!.end - list!.added, written: statSync(`${publisher.t.path}-wal`).size };
  }
  const entries = () => publisher.ca().crl('issuing')!.entries;

  it(`costs the same at ${SMALL} and at ${LARGE} entries: rows read, octets encoded, octets written`, async () => {
    publisher.revokeMany(SMALL - 1);
    await publisher.ca().publisher.publish();
    const few = await publishOneMore();
    expect(entries()).toBe(SMALL);
    publisher.revokeMany(LARGE - SMALL - 1);
    await publisher.ca().publisher.publish();
    expect(publisher.takeRead().rows).toBe(LARGE - SMALL - 1 + LOOK);
    const many = await publishOneMore();
    expect(entries()).toBe(LARGE);
    process.stdout.write(
      `one more revocation: ${JSON.stringify(few)} at ${SMALL}, ${JSON.stringify(many)} at ${LARGE}\n`,
    );
    expect([few.rows, many.rows]).toEqual([1 + LOOK, 1 + LOOK]);
    expect(many.encoded).toBe(few.encoded);
    // a tree of the database may be one page deeper here and there
    expect(many.written).toBeLessThan(few.written + 16 * 4096);
  });

  it('is found missing by one question of no row, however many were revoked before', async () => {
    publisher.revokeMany(5_000);
    await publisher.ca().publisher.publish();
    publisher.takeRead();
    await publisher.ca().ensureFresh();
    const issuers = 2; // for tokens and for nomade credentials
    expect(publisher.takeRead()).toEqual({ calls: issuers, rows: 0 });
  });
});

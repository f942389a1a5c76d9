import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { judge } from '../../../src/book/judge/judge.ts';
import { createReplay } from '../../../src/book/judge/replay.ts';
import type { Change } from '../../../src/book/tables/lifecycle.ts';
import type { TableName, Tables } from '../../../src/book/tables/tables.ts';
import type { StatusReads } from '../../../src/ca/ports.ts';
import { createStatusContent } from '../../../src/ca/status/status-content.ts';
import { parseEntry } from '../../../src/journal/entry.ts';
import { openStatusReads } from '../../../src/store/ca/status-reads.ts';
import { openStatusCopy } from '../../../src/store/postgres/status/status-copy.ts';
import { tableKey } from '../../../src/store/seal/seals.ts';
import type { Judge } from '../../../src/store/store.ts';
import { ocspQuestion } from '../../ca/evaluation.ts';
import { ROW_KEY } from '../records/row-key.ts';
import type { World } from './world.ts';

/** Entries that lay what stood before a drill: the book knows none such, and judges everything else. */
const FILL = 'drill.fill';
export const drillJudge: Judge = (entry, steps, view) =>
  entry.action === FILL ? undefined : judge(entry, steps, view);

/** A new row of what stood before. */
export const insert = <T extends TableName>(table: T, row: Tables[T]): Change =>
  ({ table, id: row.id, insert: row }) as Change;

/** Lays what `of` says of each number below `count`, so many in one entry. */
export async function lay(w: World, { count, piece }: { count: number; piece: number }, of: (i: number) => Change[]) {
  for (let at = 0; at < count; at += piece) {
    const some = Array.from({ length: Math.min(piece, count - at) }, (_, i) => at + i);
    await w.opened.store.transact(async (unit) => {
      const by = { actor: 'system', role: 'system', action: FILL, subject: 'service', outcome: 'done' } as const;
      await unit.record({ ...by, changes: some.flatMap(of) });
    });
  }
}

/** Every entry is by the book, but those that laid what stood before. Answers what they did, from one on. */
export async function judgedActs(w: World, from = 0): Promise<string[]> {
  const replay = createReplay();
  const acts: string[] = [];
  for await (const lines of w.opened.journal.lines(0, await w.opened.journal.size())) {
    for (const line of lines) {
      const entry = parseEntry(line);
      const steps = replay.steps(entry);
      if (typeof steps === 'string') throw new Error(`entry ${entry.seq}: ${steps}`);
      const wrong = drillJudge(entry, steps, replay);
      if (wrong !== undefined) throw new Error(`entry ${entry.seq}: ${wrong}`);
      replay.apply(entry, steps);
      if (entry.seq >= from) acts.push(entry.action);
    }
  }
  return acts;
}

/** What OCSP answers from: the records' file, or on a server the copy that a node has of it. */
async function statusOf({ opened, clock }: World): Promise<StatusReads & { close(): void }> {
  const certificateKey = tableKey(ROW_KEY, 'certificate');
  const { place, path } = opened;
  if ('postgres' in place && place.postgres) {
    const faults: string[] = [];
    const warn = (text: string) => void faults.push(text);
    const copy = await openStatusCopy({
      address: place.postgres,
      path,
      certificateKey,
      clock,
      warn,
      atLeast: opened.committed,
    });
    await copy.settled();
    await copy.close();
    expect(faults).toEqual([]);
  }
  return openStatusReads(path, { certificateKey, tampered: () => {} });
}

/** Which of these certificates OCSP says are revoked. */
export async function revokedByOcsp(w: World, serials: readonly string[]): Promise<string[]> {
  const reads = await statusOf(w);
  const { ocsp } = createStatusContent(w.ca.statusOrder(), { reads, clock: w.clock, warn: () => {} });
  const revoked: string[] = [];
  for (const serial of serials) {
    const { der } = await ocsp(Buffer.from(ocspQuestion(w.ca.issuingCertificate('token'), serial)));
    const { responseBytes } = AsnConvert.parse(der, OCSPResponse);
    const basic = AsnConvert.parse(responseBytes!.response.buffer, BasicOCSPResponse);
    if (basic.tbsResponseData.responses[0]?.certStatus.revoked !== undefined) revoked.push(serial);
  }
  reads.close();
  return revoked;
}

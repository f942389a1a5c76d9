import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isAppError } from '../errors.ts';
import { checkManifest, checkOpenings, checkPolicy } from './check-files.ts';
import { type Checkpoint, verifyCheckpoint } from './checkpoint.ts';
import { type Continued, checkContinuity, readKept } from './continuity.ts';
import { verifyCosignatures } from './cosignature.ts';
import { broken, type Fault, within } from './fault.ts';
import { FILES } from './folder.ts';
import { parseVkey } from './note.ts';
import { checkRecorded, type Range, readRange } from './range.ts';
import { batches, isMissing, needSmall } from './reading.ts';
import { createScan, type Rules, type Scanned } from './scan.ts';

export type { Rules } from './scan.ts';

/** What was proven. */
export interface Verdict {
  origin: string;
  /** Entries of the whole journal. */
  size: number;
  /** Base64. */
  root: string;
  vkey: string;
  /** `export`: nobody vouched for the key, so no more than consistency is proven. */
  keyFrom: 'caller' | 'export';
  /** The earlier checkpoint that this one was proven to continue: the caller's, else the export's own. */
  consistentWith?: Continued;
  /** True: integrity and inclusion of some lines only; duties and lifecycle were not replayed. */
  ranged: boolean;
  /** First line held, and one past the last. */
  from: number;
  to: number;
  counts: Scanned['counts'] & {
    witnesses: number;
    /** Commitments in the lines, and how many were opened; only where the export has openings. */
    commitments?: number;
    opened?: number;
  };
}

/** What the caller brings along; nothing else is trusted. */
export interface Trust {
  /** Verifier key, from elsewhere than the export. */
  vkey?: string;
  /** Text of a checkpoint that was kept. */
  previous?: string;
  rules: Rules;
}

/**
 * Verifies an export. Whatever does not hold throws `journal_broken` with {step, seq}: seq is the first entry that is
 * bad, or that can be; null where it is none of them. There are no warnings. All of the folder is attacker-controlled.
 * Throws `invalid_input` for a `vkey` or a kept checkpoint that is none.
 */
export async function verifyExport(dir: string, trust: Trust): Promise<Verdict> {
  // 1. the signature
  const { note, checkpoint, vkey } = await readSigned(dir, trust.vkey);
  const kept = trust.previous === undefined ? undefined : readKept(trust.previous, vkey, checkpoint);
  // 2. the root from every line, then sequence, time order and size
  const range = await readRange(dir, { checkpoint, vkey });
  const { sum, ...seen } = await scan(dir, { checkpoint, range, kept, rules: range ? undefined : trust.rules });
  raise(seen.integrity);
  // 3. the files beside the lines
  const sums = await checkManifest(dir, sum);
  const record = range?.record ?? seen.last;
  checkRecorded(record, range, checkpoint.size);
  const policy = await checkPolicy(dir, record);
  // 4. it goes on from what was signed before
  const consistentWith = await checkContinuity(dir, { checkpoint, vkey, kept, keptRoot: seen.keptRoot });
  // 5. witnesses
  const witnesses = within('cosignatures', () => verifyCosignatures(note, policy));
  // 6. openings
  const openings = record ? await checkOpenings(dir, { from: seen.from, sums, record }) : {};
  // 7. duties and lifecycle, replayed from the lines
  raise(seen.rules);
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    vkey,
    keyFrom: trust.vkey === undefined ? 'export' : 'caller',
    ...(consistentWith ? { consistentWith } : {}),
    ranged: range !== undefined,
    from: seen.from,
    to: seen.to,
    counts: { ...seen.counts, witnesses, ...openings },
  };
}

function raise(fault: Fault | undefined): void {
  if (fault) throw broken(fault.step, fault.seq, fault.message);
}

/** The checkpoint, signed by the caller's key, or by the export's own where the caller brings none. */
async function readSigned(dir: string, trusted: string | undefined) {
  const vkey = trusted?.trim();
  if (vkey !== undefined) parseVkey(vkey);
  const [note, own] = [await needSmall(dir, FILES.checkpoint), (await needSmall(dir, FILES.vkey)).trim()];
  if (vkey !== undefined && own !== vkey) {
    throw broken('signature', null, "the export's verifier key is not the one you trust");
  }
  try {
    return { note, vkey: own, checkpoint: verifyCheckpoint(note, own) };
  } catch (error) {
    throw broken('signature', null, isAppError(error) ? error.message : 'the checkpoint cannot be read', error);
  }
}

interface Scanning {
  checkpoint: Checkpoint;
  range: Range | undefined;
  kept: Checkpoint | undefined;
  rules: Rules | undefined;
}

async function scan(dir: string, of: Scanning): Promise<Scanned & { sum: string }> {
  const sum = createHash('sha256');
  const lines = createScan(of);
  try {
    for await (const batch of batches(join(dir, FILES.lines), sum)) for (const line of batch) lines.take(line);
  } catch (error) {
    throw isMissing(error) ? broken('files', null, `this export has no ${FILES.lines}`, error) : error;
  }
  return { ...lines.finish(), sum: sum.digest('hex') };
}

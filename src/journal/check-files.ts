import { hash } from 'node:crypto';
import { type Policy, parsePolicy } from './cosignature.ts';
import type { Entry } from './entry.ts';
import { broken, within } from './fault.ts';
import { FILES } from './folder.ts';
import { verifyOpenings } from './openings.ts';
import { isThere, needSmall, readManifest, readSmall } from './reading.ts';

/** Checks that the files beside the lines are those that MANIFEST lists: no more, no fewer, none changed. Openings come later. */
export async function checkManifest(dir: string, linesSum: string): Promise<Map<string, string>> {
  const sums = await readManifest(dir);
  for (const name of Object.values(FILES)) {
    if (name === FILES.manifest || name === FILES.openings) continue;
    const found = name === FILES.lines ? linesSum : await sumOf(dir, name);
    if (sums.get(name) !== found) throw broken('manifest', null, `${name} is not the file that MANIFEST lists`);
  }
  return sums;
}

async function sumOf(dir: string, name: string): Promise<string | undefined> {
  const text = await readSmall(dir, name);
  return text === undefined ? undefined : hash('sha256', text);
}

/** The policy whose hash the export's own entry carries. */
export async function checkPolicy(dir: string, record: Entry | undefined): Promise<Policy> {
  const text = await needSmall(dir, FILES.policy);
  if (record?.action !== 'journal.export') throw broken('policy', null, 'no entry records this export');
  if (record.detail['policySha256'] !== hash('sha256', text)) {
    throw broken('policy', record.seq, 'policy.json is not the one that the journal names');
  }
  return within('policy', () => parsePolicy(text));
}

/** Checks the openings, where the export has some; they are a right of their own, so the export's entry must say so. */
export async function checkOpenings(dir: string, of: { from: number; sums: Map<string, string>; record: Entry }) {
  const { sums, record, from } = of;
  const there = await isThere(dir, FILES.openings);
  if (there !== sums.has(FILES.openings))
    throw broken('manifest', null, `${FILES.openings} is not as MANIFEST lists it`);
  if (!there && record.detail['openings'] === true)
    throw broken('openings', record.seq, 'the entry of this export says that openings come with it: they are missing');
  if (!there) return {};
  if (record.detail['openings'] !== true) {
    throw broken('openings', record.seq, 'this export brings openings that its entry does not record');
  }
  const { commitments, opened, ...read } = await verifyOpenings(dir, from);
  for (const name of [FILES.lines, FILES.openings] as const) {
    if (read.sums[name] !== sums.get(name))
      throw broken('manifest', null, `${name} is not the file that MANIFEST lists`);
  }
  return { commitments, opened };
}

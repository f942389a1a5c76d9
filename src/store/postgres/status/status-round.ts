import { hash } from 'node:crypto';
import { isAppError, otherRecords } from '../../../errors.ts';
import type { CopyState, StatusFile } from '../../sqlite/status-file.ts';
import { type Named, namedIn } from './named-in.ts';
import {
  type Ask,
  allCertificates,
  allRevocations,
  certificatesOf,
  countRevocations,
  crls,
  differing,
  firstPiece,
  type Line,
  lastLine,
  linesFrom,
  PAGE,
  piecesAfter,
  revocationsOf,
} from './status-source.ts';

/** A copy that is further behind is read anew: that is quicker. Entries. */
const MOST_BEHIND = 5_000;
/** How often the moment is written at which there was nothing new, in milliseconds. */
const LEVEL_EVERY_MS = 1000;

export interface Round {
  file: StatusFile;
  /** Under which key the rows are sealed. */
  edition: string;
  /** The service's time before the snapshot was taken. */
  now: number;
  /** How many entries the journal had at least before. */
  atLeast: number;
  /** Whether this process has followed before: what it read then is there for ever. */
  hasFollowed: boolean;
}

const hashOf = (line: Line | undefined): string => (line ? hash('sha256', line.line) : '');

/** The entries that the copy does not know yet: `far` where they are many, `other` where it is of another course of the journal. */
async function entriesAfter(ask: Ask, { seq, lineHash }: CopyState): Promise<Line[] | 'far' | 'other'> {
  const lines = await linesFrom(ask, Math.max(0, seq), MOST_BEHIND + 1);
  const [own] = lines;
  if (seq >= 0 && (own?.seq !== seq || hashOf(own) !== lineHash)) return 'other';
  if (lines.length > MOST_BEHIND) return 'far';
  return seq < 0 ? lines : lines.slice(1);
}

/** What entries name; undefined where one of them cannot be read: then it may have named anything. */
function readNamed(entries: readonly Line[]): Named | undefined {
  try {
    return namedIn(entries.map(({ line }) => line));
  } catch (error) {
    if (isAppError(error, 'journal_broken')) return undefined;
    throw error;
  }
}

async function inFile(file: StatusFile, work: () => Promise<void>): Promise<void> {
  file.begin();
  try {
    await work();
    file.commit();
  } catch (error) {
    file.rollback();
    throw error;
  }
}

async function copyNamed(ask: Ask, file: StatusFile, named: ReadonlySet<string>): Promise<void> {
  const ids = [...named];
  for (let at = 0; at < ids.length; at += PAGE) {
    const page = ids.slice(at, at + PAGE);
    const rows = await certificatesOf(ask, page);
    const found = new Set(rows.map(({ id }) => id));
    file.putCertificates(rows);
    for (const id of page) if (!found.has(id)) file.dropCertificate(id);
    file.putRevocations(await revocationsOf(ask, page));
  }
}

async function copyRevocations(ask: Ask, file: StatusFile): Promise<void> {
  for await (const page of allRevocations(ask)) file.putRevocations(page);
}

/** Pieces are only added, until all of an issuer's are made anew. */
async function copyCrls(ask: Ask, file: StatusFile): Promise<void> {
  for (const crl of await crls(ask)) {
    const { issuerId } = crl;
    file.putCrl(crl);
    const known = file.pieces(issuerId);
    const isSame = known.first !== null && known.first === (await firstPiece(ask, issuerId));
    if (!isSame) file.dropPieces(issuerId);
    file.putPieces(await piecesAfter(ask, issuerId, isSame ? (known.last ?? -1) : -1));
  }
}

/**
 * Reads everything. What was revoked once stays revoked, whatever became of the database: an old row has a seal that fits,
 * and whoever can put it back can take the journal away as well.
 */
async function fill(ask: Ask, { file, edition, now }: Round): Promise<void> {
  const last = await lastLine(ask);
  const differ = (await differing(ask)) ?? file.differing();
  await inFile(file, async () => {
    file.clear();
    for await (const page of allCertificates(ask)) file.putCertificates(page);
    await copyRevocations(ask, file);
    await copyCrls(ask, file);
    file.setDiffering(differ);
    file.putState({ seq: last?.seq ?? -1, lineHash: hashOf(last), edition, levelAt: now });
  });
}

/**
 * Brings the copy up to date by what the journal says was changed, from one snapshot of the database: rows come with
 * their seals, and the copy's place in the journal with them, in one transaction of the file. A copy of another journal,
 * one that the database is behind of after a restore, and one of rows under another key is filled anew, as a process begins.
 * Throws `other_records` where entries are missing that this node knows of: who shows it an old database hides what was revoked.
 */
export async function bringUpToDate(ask: Ask, round: Round): Promise<void> {
  const { file, edition, now, atLeast, hasFollowed } = round;
  if (((await lastLine(ask))?.seq ?? -1) + 1 < atLeast) throw otherRecords();
  const state = file.state();
  const entries = state?.edition === edition ? await entriesAfter(ask, state) : 'other';
  if (entries === 'other' && hasFollowed) throw otherRecords();
  const named = Array.isArray(entries) ? readNamed(entries) : undefined;
  if (!state || !Array.isArray(entries) || !named) return fill(ask, round);
  const differ = (await differing(ask)) ?? file.differing(); // revocations are followed all the same
  const isOther = String(differ) !== String(file.differing());
  const isQuiet = entries.length === 0 && !isOther;
  if (isQuiet && Math.abs(now - state.levelAt) < LEVEL_EVERY_MS) return;
  await inFile(file, async () => {
    await copyNamed(ask, file, named.certificates);
    if (named.compared && (await countRevocations(ask)) !== file.revocations()) await copyRevocations(ask, file);
    if (named.crls || named.compared) await copyCrls(ask, file);
    if (isOther) file.setDiffering(differ);
    const last = entries.at(-1);
    const place = last ? { seq: last.seq, lineHash: hashOf(last) } : {};
    file.putState({ ...state, ...place, levelAt: now });
  });
}

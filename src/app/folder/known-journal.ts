import { otherRecords } from '../../errors.ts';
import { parseCheckpoint } from '../../journal/checkpoint.ts';
import { tooManyDifferences } from '../../store/differences.ts';
import { readKeptCheckpoint } from './last-checkpoint.ts';

/**
 * What this node knows of the journal by itself: whoever runs the database may put it back under it, or show it another one.
 * Then nothing is issued by what the records say; what takes access away is still taken.
 */
export interface KnownJournal {
  /** How many entries there are at least, by what this node committed and by the last checkpoint of its folder. */
  atLeast(): number;
  /** Told whether the entries that this node knows are still there. Once they are not, they are not until it starts anew. */
  holds(isSo: boolean): void;
  /** Told whether what is stored continues what was signed. */
  continues(isSo: boolean): void;
  /** Told whether the rows that differ can be known, or are drowned in others; answers whether that is new. */
  knowsDifferences(isSo: boolean): boolean;
  isOther(): boolean;
  /** Throws `other_records`, or `record_tampered` where nobody knows which rows differ. */
  check(): void;
}

/** `committed`: how many entries there are at least by those that this process committed. */
export function createKnownJournal(dataDir: string, committed: () => number): KnownJournal {
  let isShort = false;
  let isForked = false;
  let isDrowned = false;
  const isOther = (): boolean => isShort || isForked;
  return {
    atLeast: () => {
      const note = readKeptCheckpoint(dataDir);
      return Math.max(committed(), note === undefined ? 0 : parseCheckpoint(note).size);
    },
    holds: (isSo) => {
      isShort ||= !isSo;
    },
    continues: (isSo) => {
      isForked = !isSo;
    },
    knowsDifferences: (isSo) => {
      const isNew = isDrowned === isSo;
      isDrowned = !isSo;
      return isNew;
    },
    isOther,
    check: () => {
      if (isDrowned) throw tooManyDifferences();
      if (isOther()) throw otherRecords();
    },
  };
}

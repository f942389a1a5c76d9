import { rules } from '../../../src/book/judge/replay.ts';
import type { Entry } from '../../../src/journal/entry.ts';

export interface Refused {
  seq: number;
  sentence: string;
  /** The judge did not refuse the entry but broke down over it. */
  threw?: true;
}

/** The first entry that is not by the book, and what is wrong with it; undefined where all of them are. */
export function judgeAll(entries: readonly Entry[]): Refused | undefined {
  const judge = rules.start();
  for (const entry of entries) {
    const { seq } = entry;
    try {
      const sentence = judge.entry(entry);
      if (sentence !== undefined) return { seq, sentence };
    } catch (error) {
      return { seq, sentence: String(error), threw: true };
    }
  }
  return judge.end();
}

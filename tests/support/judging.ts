import { rules } from '../../src/flow/journal-rules/rules.ts';
import type { Entry } from '../../src/journal/entry.ts';

/** The first entry that is not by the book, and what is wrong with it; undefined where all of them are. */
export function judgeAll(entries: readonly Entry[]): { seq: number; sentence: string } | undefined {
  const judge = rules.start();
  for (const entry of entries) {
    const sentence = judge.entry(entry);
    if (sentence !== undefined) return { seq: entry.seq, sentence };
  }
  return undefined;
}

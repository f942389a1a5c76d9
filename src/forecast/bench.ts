import { HOUR_MS } from '../durations.ts';

/** What the slots of all benches can make. */
export interface Bench {
  /** Slots that stand; none: nobody knows of any, and they bound nothing. */
  slots: number;
  /** What a token takes in its slot, ms, in the middle of the last ones; null: none was made. */
  msPerToken: number | null;
  /** Hours of a day on which tokens are made. */
  hours: number;
}

/** Tokens that the slots can make on a day, however many hands there are; infinite where it is not known. */
export function mostOf({ slots, msPerToken, hours }: Bench): number {
  if (slots === 0 || msPerToken === null || msPerToken <= 0) return Number.POSITIVE_INFINITY;
  return (slots * hours * HOUR_MS) / msPerToken;
}

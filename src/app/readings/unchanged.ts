import { MINUTE_MS } from '../../durations.ts';

/** What something is read of. */
interface State {
  /** How many entries the journal has. */
  entries: number;
  /** Epoch milliseconds. */
  now: number;
  /** All else that it is asked for. */
  asked: string;
}

/**
 * What was read last, for whoever asks for the same while nothing was written: every change of a record is an entry. For a minute at
 * most, for a report says how long something waits. A reading that failed is none.
 */
export function createUnchanged<R>() {
  let last: (State & { answer: R }) | undefined;
  return async (state: State, read: () => Promise<R>): Promise<R> => {
    const { entries, now, asked } = state;
    const isRecent = last !== undefined && now >= last.now && now < last.now + MINUTE_MS;
    if (last && isRecent && last.entries === entries && last.asked === asked) return last.answer;
    const answer = await read();
    last = { ...state, answer };
    return answer;
  };
}

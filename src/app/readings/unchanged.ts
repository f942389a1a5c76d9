import { MINUTE_MS } from '../../durations.ts';

/** What something is read of. */
interface State {
  /** Another text whenever something may be read otherwise: how many entries the journal has, for every change of a record is one. */
  stands: string;
  /** Epoch milliseconds. */
  now: number;
  /** All else that it is asked for. */
  asked: string;
}

/**
 * Keeps the last answer, for whoever asks for the same of the same state. For a minute at most, for a report says how long something
 * waits. A failed reading is not kept.
 */
export function createUnchanged<R>() {
  let last: (State & { answer: R }) | undefined;
  return async (state: State, read: () => Promise<R>): Promise<R> => {
    const { stands, now, asked } = state;
    const isRecent = last !== undefined && now >= last.now && now < last.now + MINUTE_MS;
    if (last && isRecent && last.stands === stands && last.asked === asked) return last.answer;
    const answer = await read();
    last = { ...state, answer };
    return answer;
  };
}

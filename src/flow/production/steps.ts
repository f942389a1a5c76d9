/** What a token passes on its way from blank to labelled, in this order. */
export const PRODUCTION_STEPS = ['plugged', 'initialised', 'keyed', 'issued', 'written', 'labelled'] as const;
export type ProductionStep = (typeof PRODUCTION_STEPS)[number];

/** How far production in a slot is. */
export interface Making {
  /** The request's number. */
  number: string;
  serial: string;
  /** The last step that the token has passed. */
  done: ProductionStep;
  /** `failed`: at the step after `done`. */
  state: 'running' | 'made' | 'failed';
  /** When production began, and when it was made or failed. */
  since: number;
  endedAt: number | null;
}

export interface StepBoard {
  begin(slot: string, about: Pick<Making, 'number' | 'serial' | 'since'> & { done?: ProductionStep }): void;
  pass(slot: string, done: ProductionStep): void;
  end(slot: string, state: 'made' | 'failed', at: number): void;
  /** Of this very token; undefined when another one was made last in that slot. */
  of(slot: string, serial: string | undefined): Making | undefined;
}

/**
 * What each slot is doing now, written by production and read by whoever watches. It is only a view, kept in memory;
 * what happened is in the jobs and in the journal.
 */
export function createStepBoard(): StepBoard {
  const board = new Map<string, Making>();
  const change = (slot: string, more: Partial<Making>): void => {
    const making = board.get(slot);
    if (making) board.set(slot, { ...making, ...more });
  };
  return {
    begin: (slot, about) => void board.set(slot, { done: 'plugged', ...about, state: 'running', endedAt: null }),
    pass: (slot, done) => change(slot, { done }),
    end: (slot, state, endedAt) => change(slot, { state, endedAt }),
    of: (slot, serial) => {
      const making = board.get(slot);
      return making?.serial === serial ? making : undefined;
    },
  };
}

import type { Judge } from '../../../src/store/store.ts';

/** For tests of the store itself, whose entries are acts of no book. */
export const noJudge: Judge = () => undefined;

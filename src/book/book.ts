import { REQUEST_ACTS } from './acts/request.ts';
import type { ActRule } from './language.ts';
import { RIGHTS } from './rights.ts';

/** The number of the book in force: it goes up with every change of what may happen. */
export const BOOK_NUMBER = 1;

const ALL: readonly ActRule[] = [...REQUEST_ACTS];

/** Every act by its key. */
export const ACTS: ReadonlyMap<string, ActRule> = new Map(ALL.map((rule) => [rule.key, rule]));
const NAMES: ReadonlySet<string> = new Set(ALL.map(({ key }) => key.replace(/[ !].*$/, '')));
/** Whether an entry's action is that of an act. */
export const isActName = (action: string): boolean => NAMES.has(action);
/** Rights under whose name a refusal is recorded. */
export const RIGHT_ONLY: ReadonlySet<string> = new Set(RIGHTS);

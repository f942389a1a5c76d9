import type { NewEntry } from './ports/store.ts';

/** Reads like a sentence in the journal: who produces, and under which role. */
export type Producer = Pick<NewEntry, 'actor' | 'role'>;

/** The service, for what it does by itself. */
export const SYSTEM: Producer = { actor: 'system', role: 'system' };

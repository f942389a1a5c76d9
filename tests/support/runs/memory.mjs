// @ts-check
/** A file system in memory, of every user: what a test writes there waits for no disk. Not every machine has it. */
export const MEMORY = '/dev/shm';

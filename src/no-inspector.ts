/**
 * Node opens a debugger's port when a process gets SIGUSR1: whoever may send it could read every key in memory. A program
 * imports this file first. A Node that has the flag is never open, not even for the first moments of a child process.
 */
const FLAG = '--disable-sigusr1';

/** Node's options for a child process: since 22.14 and 23.7 there is a flag; before, the child takes the signal itself. */
export const WITHOUT_INSPECTOR: readonly string[] = process.allowedNodeEnvironmentFlags.has(FLAG) ? [FLAG] : [];

// a listener takes the place of Node's own; it holds no process open
process.on('SIGUSR1', () => {});

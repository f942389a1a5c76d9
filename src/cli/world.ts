/** What the command line reaches outside with. */
export interface CliWorld {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  fetch: typeof globalThis.fetch;
}

/** What a command's exit code says; `jeton help` prints it. */
export const EXIT = {
  /** Done. */
  done: 0,
  /** Refused or failed; a sentence on stderr says why. */
  refused: 1,
  /** The command was not understood. */
  usage: 2,
  /** No service answered. */
  unreachable: 3,
  /** An export is consistent in itself, but the key that says so came with it. */
  keyFromExport: 4,
  /** Lines are whole and in their place; they are a range, so the procedure was not judged. */
  range: 5,
} as const;

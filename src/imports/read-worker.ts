/** The thread of read-in-thread.ts: reads one file and tells its rows part by part, each when it is asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { FILES, type FileKind } from './kinds.ts';
import type { Part } from './read-in-thread.ts';

/** Rows of one part: what their copy costs the service is less than a millisecond. */
const TOGETHER = 200;

const { kind, file }: { kind: FileKind; file: Uint8Array } = workerData;
const { rows, ...rest } = FILES[kind](file);
let told = 0;
const tell = (): void => {
  const part: Part = told < rows.length ? { rows: rows.slice(told, told + TOGETHER) } : { rest };
  told += TOGETHER;
  parentPort?.postMessage(JSON.stringify(part));
};
parentPort?.on('message', tell);
tell();

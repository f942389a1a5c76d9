/** Lets a process run TypeScript, as tests, benchmarks and their children do: `node --import ./tests/support/typescript.mjs child.ts`. */
import { register } from 'node:module';

register('./compiling.mjs', import.meta.url);

import fc from 'fast-check';
import { counts, seed } from './long.ts';

// Before every test file: generated cases are the same for the same seed.
fc.configureGlobal({ seed: seed(), numRuns: counts(100, 5_000) });

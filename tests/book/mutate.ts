/**
 * `node --import ./tests/support/typescript.mjs tests/book/mutate.ts --count 10000 [--seed 1] [--journal desk] [--brief]`:
 * changes honest journals, one thing in one entry at a time, and shows what the judge lets through.
 */
import { parseArgs } from 'node:util';
import { honest, JOURNEYS } from '../support/judged/journals.ts';
import { type Judged, judgeMutation, summaryOf } from '../support/judged/mutation-report.ts';
import { createMutations } from '../support/judged/mutations.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: process.env['JETON_SEED'] ?? '1' },
    journal: { type: 'string' },
    brief: { type: 'boolean', default: false },
  },
});
const journeys = JOURNEYS.filter(({ name }) => values.journal === undefined || values.journal === name);
const judged: Judged[] = [];
let ms = 0;
for (const [i, journey] of journeys.entries()) {
  const journal = await honest(journey);
  const mutations = createMutations(journal.entries, Number(values.seed) + i);
  const count = Math.ceil(Number(values.count) / journeys.length);
  const began = performance.now();
  for (let n = 0; n < count; n += 1) judged.push(judgeMutation(mutations.next(), journal));
  ms += performance.now() - began;
}
process.stdout.write(summaryOf(judged, { brief: values.brief }));
process.stdout.write(`${judged.length} mutations judged in ${(ms / 1000).toFixed(1)} s\n`);
process.exit(0); // what cut-off productions wait for never comes

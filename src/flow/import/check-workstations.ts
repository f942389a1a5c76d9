import type { Deps } from '../act.ts';
import type { WorkstationInput } from '../inputs.ts';
import { nextTurn } from '../turn.ts';
import { duplicateNumber } from '../workstation/enrolment.ts';

/** Asked for at once. */
const TOGETHER = 250;

/** Throws `duplicate` where a number of the file is borne already, or stands in it twice. */
export async function checkWorkstations(
  { store }: Pick<Deps, 'store'>,
  rows: readonly WorkstationInput[],
): Promise<void> {
  const seen = new Set<string>();
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const numbers = rows.slice(at, at + TOGETHER).map(({ assetNumber }) => assetNumber);
    const known = new Set((await store.reads.find('workstation', { assetNumber: numbers })).map((w) => w.assetNumber));
    for (const number of numbers) {
      if (known.has(number) || seen.has(number)) throw duplicateNumber(number);
      seen.add(number);
    }
    await nextTurn();
  }
}

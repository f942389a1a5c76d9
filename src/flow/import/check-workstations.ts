import type { Deps } from '../act.ts';
import type { WorkstationInput } from '../inputs.ts';
import { nextTurn } from '../turn.ts';
import { duplicateNumber, duplicateSerial } from '../workstation/enrolment.ts';

/** Asked for at once. */
const TOGETHER = 250;

/** Throws `duplicate` where an asset number or a serial number of the file is borne already, or stands in it twice. */
export async function checkWorkstations(
  { store }: Pick<Deps, 'store'>,
  rows: readonly WorkstationInput[],
): Promise<void> {
  const seen = new Set<string>();
  const seenSerials = new Set<string>();
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const some = rows.slice(at, at + TOGETHER);
    const numbers = some.map(({ assetNumber }) => assetNumber);
    const serials = some.flatMap(({ serialNumber }) => serialNumber ?? []);
    const known = new Set((await store.reads.find('workstation', { assetNumber: numbers })).map((w) => w.assetNumber));
    const same = new Set((await store.reads.find('workstation', { serialNumber: serials })).map((w) => w.serialNumber));
    for (const number of numbers) {
      if (known.has(number) || seen.has(number)) throw duplicateNumber(number);
      seen.add(number);
    }
    for (const serial of serials) {
      if (same.has(serial) || seenSerials.has(serial)) throw duplicateSerial(serial);
      seenSerials.add(serial);
    }
    await nextTurn();
  }
}

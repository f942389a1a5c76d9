import type { Deps } from '../act.ts';
import type { WorkstationInput } from '../inputs.ts';
import { nextTurn } from '../turn.ts';
import { duplicateNumber, duplicateSerial } from '../workstation/enrolment.ts';

/** Asked for at once. */
const TOGETHER = 250;

/**
 * Throws `duplicate` where an asset number or a serial number of the file is borne already, as the one or the other, or is that
 * of another of its rows.
 */
export async function checkWorkstations(
  { store }: Pick<Deps, 'store'>,
  rows: readonly WorkstationInput[],
): Promise<void> {
  /** What the rows before are called. */
  const seen = new Set<string>();
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const some = rows.slice(at, at + TOGETHER);
    const names = some.flatMap(({ assetNumber, serialNumber }) => [
      assetNumber,
      ...(serialNumber ? [serialNumber] : []),
    ]);
    const known = [
      ...(await store.reads.find('workstation', { assetNumber: names })),
      ...(await store.reads.find('workstation', { serialNumber: names })),
    ];
    const borne = new Set(known.flatMap(({ assetNumber, serialNumber }) => [assetNumber, serialNumber]));
    for (const { assetNumber, serialNumber } of some) {
      if (borne.has(assetNumber) || seen.has(assetNumber)) throw duplicateNumber(assetNumber);
      if (serialNumber !== undefined && (borne.has(serialNumber) || seen.has(serialNumber)))
        throw duplicateSerial(serialNumber);
      seen.add(assetNumber);
      if (serialNumber !== undefined) seen.add(serialNumber);
    }
    await nextTurn();
  }
}

import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { need } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** A workstation by its asset number, its serial number or its id; undefined for none. */
export async function workstationCalled(
  reads: Pick<Reads, 'get' | 'find'>,
  reference: string,
): Promise<WorkstationRow | undefined> {
  const [byNumber] = await reads.find('workstation', { assetNumber: reference });
  const [bySerial] = byNumber ? [] : await reads.find('workstation', { serialNumber: reference });
  return byNumber ?? bySerial ?? reads.get('workstation', reference);
}

/** The same; throws `not_found`. */
export const findWorkstation = (reads: Pick<Reads, 'find' | 'get'>, reference: string): Promise<WorkstationRow> =>
  need(workstationCalled(reads, reference), 'workstation');

/** Many at once, by what each is called; those of which there is none are left out. */
export async function workstationsCalled(
  reads: Pick<Reads, 'find'>,
  references: readonly string[],
): Promise<ReadonlyMap<string, WorkstationRow>> {
  const byNumber = await reads.find('workstation', { assetNumber: references });
  const found = new Map(byNumber.map((row) => [row.assetNumber, row]));
  const rest = references.filter((reference) => !found.has(reference));
  if (rest.length === 0) return found;
  for (const row of await reads.find('workstation', { id: rest })) found.set(row.id, row);
  for (const row of await reads.find('workstation', { serialNumber: rest })) found.set(row.serialNumber ?? '', row);
  return found;
}

import { isId } from '../../book/tables/id.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { need } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** A workstation by its id, its asset number or its serial number; undefined for none. A machine whose number is another's id takes nothing from it. */
export async function workstationCalled(
  reads: Pick<Reads, 'get' | 'find'>,
  reference: string,
): Promise<WorkstationRow | undefined> {
  const byId = isId(reference) ? await reads.get('workstation', reference) : undefined;
  if (byId) return byId;
  const [byNumber] = await reads.find('workstation', { assetNumber: reference });
  const [bySerial] = byNumber ? [] : await reads.find('workstation', { serialNumber: reference });
  return byNumber ?? bySerial;
}

/** The same; throws `not_found`. */
export const findWorkstation = (reads: Pick<Reads, 'find' | 'get'>, reference: string): Promise<WorkstationRow> =>
  need(workstationCalled(reads, reference), 'workstation');

/** Many at once, by what each is called; those of which there is none are left out. */
export async function workstationsCalled(
  reads: Pick<Reads, 'find'>,
  references: readonly string[],
): Promise<ReadonlyMap<string, WorkstationRow>> {
  const found = new Map<string, WorkstationRow>();
  const rest = () => references.filter((reference) => !found.has(reference));
  const ids = references.filter(isId);
  if (ids.length > 0) for (const row of await reads.find('workstation', { id: ids })) found.set(row.id, row);
  for (const row of await reads.find('workstation', { assetNumber: rest() })) found.set(row.assetNumber, row);
  if (rest().length === 0) return found;
  for (const row of await reads.find('workstation', { serialNumber: rest() })) found.set(row.serialNumber ?? '', row);
  return found;
}

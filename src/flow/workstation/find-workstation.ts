import type { WorkstationRow } from '../../book/tables/tables.ts';
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

import type { WorkstationRow } from '../../book/tables/tables.ts';
import { need } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** A workstation by its asset number or its id. Throws `not_found`. */
export async function findWorkstation(reads: Pick<Reads, 'find' | 'get'>, reference: string): Promise<WorkstationRow> {
  const [found] = await reads.find('workstation', { assetNumber: reference });
  return need(Promise.resolve(found ?? (await reads.get('workstation', reference))), 'workstation');
}

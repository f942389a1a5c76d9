import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { Reads } from '../../ports/store.ts';
import { nameOf } from '../guard.ts';
import type { RequestItem } from './request-lists.ts';

function toItem(
  { contentSalt: _, ...shown }: RequestRow,
  holder: PersonRow | undefined,
  assetNumber: string | undefined,
): RequestItem {
  return { ...shown, holderName: nameOf(holder), assetNumber: assetNumber ?? null };
}

/** Requests with the names of their holders and workstations. */
export function createRequestItems(reads: Pick<Reads, 'get' | 'find'>) {
  return {
    item: async (request: RequestRow): Promise<RequestItem> => {
      const holder = await reads.get('person', request.holderId);
      const workstation = request.workstationId ? await reads.get('workstation', request.workstationId) : undefined;
      return toItem(request, holder, workstation?.assetNumber);
    },

    /** The same of many, whose people and workstations are read together. */
    items: async (requests: readonly RequestRow[]): Promise<RequestItem[]> => {
      if (requests.length === 0) return [];
      const [people, machines] = await Promise.all([
        reads.find('person', { id: [...new Set(requests.map(({ holderId }) => holderId))] }),
        reads.find('workstation', { id: [...new Set(requests.flatMap(({ workstationId }) => workstationId ?? []))] }),
      ]);
      const holders = new Map(people.map((person) => [person.id, person]));
      const numbers = new Map(machines.map(({ id, assetNumber }) => [id, assetNumber]));
      return requests.map((request) =>
        toItem(request, holders.get(request.holderId), numbers.get(request.workstationId ?? '')),
      );
    },
  };
}

/** Who is named in a column of rows that belong to requests, by the request's id. */
export function namedIn<C extends string>(
  rows: readonly ({ requestId: string } & Record<C, string>)[],
  column: C,
): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const row of rows) names.set(row.requestId, [...(names.get(row.requestId) ?? []), row[column]]);
  return names;
}

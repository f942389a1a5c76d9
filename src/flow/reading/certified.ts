import type { PersonRow, RequestRow } from '../../book/tables.ts';
import type { Deps } from '../act.ts';
import type { ProfileOnFile } from '../ports/certificates.ts';

/** What a certificate would say of its holder beside the name: only what its profile writes into it. */
export type Certified = Partial<Record<ProfileOnFile['needs'][number], string | null>>;

/** Shown to who approves: nobody approves a certificate that opens somebody else's session without having seen it. */
export function createCertified({ store, ca }: Pick<Deps, 'store' | 'ca'>) {
  const of = (request: Pick<RequestRow, 'kind' | 'profile'>, person: PersonRow | undefined): Certified => {
    const needs = ca.profiles().find(({ name }) => name === request.profile)?.needs ?? [];
    return Object.fromEntries(needs.map((word) => [word, person?.[word] ?? null]));
  };
  return async <R extends Pick<RequestRow, 'kind' | 'profile' | 'holderId'>>(
    requests: readonly R[],
  ): Promise<(R & { certified: Certified })[]> => {
    const ids = [...new Set(requests.map(({ holderId }) => holderId))];
    const people = ids.length === 0 ? [] : await store.reads.find('person', { id: ids });
    const byId = new Map(people.map((person) => [person.id, person]));
    return requests.map((request) => ({ ...request, certified: of(request, byId.get(request.holderId)) }));
  };
}

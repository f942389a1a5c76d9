import { skeleton } from '../../book/rules/certificates/identifiers.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { Deps } from '../act.ts';
import type { PersonInput } from '../inputs.ts';
import { whoIsMeant } from '../people/import-person.ts';
import type { Turn } from './checks.ts';

/** Rows that are looked at before anybody else has their turn. */
const TOGETHER = 25;

/** The people of a file so far, found by what tells a person from every other. */
function createFile() {
  const found = new Map<string, PersonRow>();
  const keys = ({ directoryId, email, userPrincipalName, securityIdentifier }: PersonInput): string[] => [
    `login ${skeleton(directoryId)}`,
    `login ${skeleton(email)}`,
    ...(userPrincipalName ? [`upn ${skeleton(userPrincipalName)}`] : []),
    ...(securityIdentifier ? [`sid ${skeleton(securityIdentifier)}`] : []),
  ];
  return {
    alike: (input: PersonInput): PersonRow[] => [...new Set(keys(input).flatMap((key) => found.get(key) ?? []))],
    add: (input: PersonInput, place: number): void => {
      const { userPrincipalName = null, securityIdentifier = null, postalAddress = null, ...rest } = input;
      const row = { ...rest, userPrincipalName, securityIdentifier, postalAddress, createdAt: 0, purgedAt: null };
      for (const key of keys(input)) found.set(key, { id: `row ${place}`, ...row });
    },
  };
}

/**
 * Throws `conflict` where a person of the file is given what is another's: somebody's who is known, or somebody's of the
 * same file. A person whose request is being produced is found out when their turn has come.
 */
export async function checkPeople(
  { store }: Pick<Deps, 'store'>,
  rows: readonly PersonInput[],
  turn: Turn,
): Promise<void> {
  const file = createFile();
  for (const [place, row] of rows.entries()) {
    if (place % TOGETHER === 0) await turn();
    const ofFile = file.alike(row);
    await whoIsMeant(
      { peopleWithIdentifiers: async (of) => [...(await store.reads.peopleWithIdentifiers(of)), ...ofFile] },
      row,
    );
    file.add(row, place);
  }
}

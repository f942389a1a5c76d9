import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import type { ProfileOnFile } from '../ports/certificates.ts';
import type { Reads } from '../ports/store.ts';

/** What a profile names and nothing is known of for this person. */
function missingFor(profile: ProfileOnFile, person: PersonRow): ProfileOnFile['needs'][number] | undefined {
  return profile.needs.find((word) => word !== 'email' && person[word] === null);
}

const refuse = (message: string): AppError => new AppError('invalid_input', message, { detail: { field: 'profile' } });

/** The profile of the token that a renewal or replacement follows. */
export async function formerProfile(reads: Reads, tokenId: string | null): Promise<string | undefined> {
  const token = tokenId === null ? undefined : await reads.get('token', tokenId);
  const certificate = token?.certificateId ? await reads.get('certificate', token.certificateId) : undefined;
  return certificate?.profile;
}

/**
 * The profile that a new request asks for: the one named, else that of the token before, else the first that is offered.
 * Throws `invalid_input` for one that is not offered, or that names what the directory does not know of its holder.
 */
export async function chooseProfile(
  { ca }: Pick<Deps, 'ca'>,
  reads: Reads,
  asked: { kind: RequestRow['kind']; profile?: string | undefined },
  holder: PersonRow,
  replacesTokenId: string | null,
): Promise<string> {
  if (asked.kind === 'nomade') {
    if (asked.profile === undefined || asked.profile === 'nomade') return 'nomade';
    throw refuse('a nomade credential has one profile: name none');
  }
  const offered = ca.tokenProfiles();
  const former = asked.profile ?? (await formerProfile(reads, replacesTokenId));
  const chosen = offered.find(({ name }) => name === former) ?? (asked.profile === undefined ? offered[0] : undefined);
  if (!chosen) throw refuse(`profile ${asked.profile} is not offered: ${offered.map(({ name }) => name).join(', ')}`);
  const missing = missingFor(chosen, holder);
  if (missing === undefined) return chosen.name;
  const what = missing === 'userPrincipalName' ? 'user principal name' : 'security identifier';
  throw refuse(`the directory gives no ${what} of this person, which profile ${chosen.name} needs: name another`);
}

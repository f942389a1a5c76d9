import { isRequestNumber } from '../../book/rules/request/request-number.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_LIVE } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';

/** No 0/O, 1/I/L: read over the telephone. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** The code by which a holder has their token or Nomade credential revoked by telephone. */
export function revocationCode(deps: Pick<Deps, 'chance'>): string {
  const octets = deps.chance.bytes(64).filter((octet) => octet < CODE_ALPHABET.length * 8);
  const letters = [...octets.slice(0, 12)].map((octet) => CODE_ALPHABET[octet % CODE_ALPHABET.length]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 12)}`;
}

/** The live credential of a Nomade request, and the one before it where none is live. */
async function credentialOf(reads: Reads, requestId: string): Promise<CertificateRow | undefined> {
  const page = { orderBy: 'intendedAt', descending: true } as const;
  const all = await reads.find('certificate', { requestId, tokenId: null }, page);
  return all.find(({ state }) => CERTIFICATE_LIVE.includes(state)) ?? all[0];
}
/** By which serial number the duty officer revokes what a letter's secret opens. */
export const serialOfLetter = async (
  reads: Reads,
  { kind, tokenId, requestId }: LetterRow,
): Promise<string | undefined> =>
  kind === 'pin' ? (tokenId ?? undefined) : (await credentialOf(reads, requestId))?.id;

/** The serial number that somebody names: itself, or that of the credential that a Nomade request made. */
export async function serialNamed(reads: Reads, named: string): Promise<string> {
  const number = named.toUpperCase();
  if (!isRequestNumber(number)) return named;
  const [request] = await reads.find('request', { number, kind: 'nomade' });
  return (request && (await credentialOf(reads, request.id))?.id) ?? named;
}

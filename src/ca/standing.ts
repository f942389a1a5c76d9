import type { Purpose } from '../book/rules/certificates/purposes.ts';
import type { AuthorityRow } from '../book/tables/rows/tokens.ts';
import type { Authority, SignedAuthority } from './keys/authority.ts';
import { addressesOf } from './keys/make-authority.ts';
import type { Words } from './profiles/content.ts';
import {
  type CrlPublisher,
  type CrlPublisherDeps,
  createCrlPublisher,
  DAILY,
  lasting,
  yearly,
} from './status/crl-publisher.ts';
import { createOcspSigner, type OcspSigner, type OcspSignerDeps } from './status/ocsp-signer.ts';

/** Everything that hangs on one issuing CA and its root. A rollover has two of them side by side, of one root or of two. */
export interface Standing {
  root: Authority;
  issuing: Authority;
  rootCrl: CrlPublisher;
  issuingCrl: CrlPublisher;
  signer: OcspSigner;
  /** When the issuing CA was revoked, in milliseconds: it issues nothing, and none of its certificates is `good`. */
  revokedAt: number | undefined;
}
interface How {
  publisher: Omit<CrlPublisherDeps, 'authority' | 'schedule'>;
  signer: Omit<OcspSignerDeps, 'issuing' | 'words'> & { words(of: Pick<AuthorityRow, 'evaluation' | 'policy'>): Words };
  pkiUrl: string;
  revoked: ReadonlyMap<string, number>;
}

/** When a root's CRL is due and how long it is good: an evaluation's is good until its end, a real root's for a year. */
export function rootSchedule({ row }: Authority) {
  return row.evaluation === 1 ? lasting(row.notAfter) : yearly(row.notAfter);
}

/**
 * Takes up every issuing CA on file with its root, oldest first, those for nomade credentials before those of tokens: the
 * last one is the CA of the house. One whose root is missing is left out.
 */
export function takeUpAll(onFile: readonly Authority[], how: How): Standing[] {
  const rootCrls = new Map<string, CrlPublisher>();
  const rootCrlOf = (root: Authority): CrlPublisher => {
    const made = createCrlPublisher({ ...how.publisher, authority: root, schedule: rootSchedule(root) });
    const kept = rootCrls.get(root.row.id) ?? made;
    rootCrls.set(root.row.id, kept);
    return kept;
  };
  const of = (purpose: Purpose): Authority[] => onFile.filter(({ row }) => row.purpose === purpose);
  return [...of('nomade'), ...of('token')].flatMap((issuing) => {
    const root = onFile.find(({ row }) => row.id === issuing.row.issuerId);
    return root ? [takeUp(root, issuing, rootCrlOf(root), onFile, how)] : [];
  });
}

function takeUp(
  root: Authority,
  issuing: Authority,
  rootCrl: CrlPublisher,
  onFile: readonly Authority[],
  how: How,
): Standing {
  const by = { authority: issuing, addresses: addressesOf(how.pkiUrl, issuing.row) };
  const signer = { ...how.signer, issuing: by, words: how.signer.words(issuing.row) };
  return {
    root,
    issuing,
    rootCrl,
    issuingCrl: createCrlPublisher({ ...how.publisher, authority: issuing, schedule: DAILY }),
    signer: createOcspSigner(signer, onFile),
    revokedAt: how.revoked.get(issuing.row.id),
  };
}

/**
 * The one that issues for a purpose: the newest that was not revoked. Once there is a real CA, whatever for, the evaluation's
 * never issue again, also when the real one had to be revoked: undefined then.
 */
export function issuingNow(standings: readonly Standing[], purpose: Purpose): Standing | undefined {
  const real = standings.filter(({ issuing }) => issuing.row.evaluation === 0);
  const candidates = real.length > 0 ? real : standings;
  return candidates.findLast(({ issuing, revokedAt }) => issuing.row.purpose === purpose && revokedAt === undefined);
}

/**
 * Which of them clients' certificates may come from at `now`, with their roots, and which not (Ca.clientTrust): never from a
 * CA for nomade credentials, whose root is the same.
 */
export function clientTrustOf(standings: readonly Standing[], now: number) {
  const isReal = standings.some(({ issuing }) => issuing.row.evaluation === 0);
  const stands = ({ issuing, revokedAt }: Standing): boolean =>
    issuing.row.purpose === 'token' &&
    revokedAt === undefined &&
    issuing.row.notAfter > now &&
    !(isReal && issuing.row.evaluation === 1);
  const trusted = standings.filter(stands);
  return {
    trusted: [...new Set(trusted.flatMap(({ issuing, root }) => [issuing.certificate, root.certificate]))],
    refused: standings.filter((it) => !stands(it)).map(({ issuing }) => issuing.certificate),
  };
}

/** The rows of their certificates, each once, in the order in which they were made. */
export function rowsOf(standings: readonly Standing[]): SignedAuthority[] {
  const all = standings.flatMap(({ root, issuing, signer }) => [root, issuing, signer.last()]);
  const rows = all.flatMap((authority) => (authority ? [authority.row] : []));
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

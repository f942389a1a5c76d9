import type { AuthorityRow } from '../flow/model.ts';
import type { Authority } from './authority.ts';
import type { Words } from './content.ts';
import { type CrlPublisher, type CrlPublisherDeps, createCrlPublisher, DAILY, lasting } from './crl-publisher.ts';
import { addressesOf } from './make-authority.ts';
import { createOcspSigner, type OcspSigner, type OcspSignerDeps } from './ocsp-signer.ts';

/** Everything that hangs on one root and its issuing CA. A rollover has two of them side by side. */
export interface Standing {
  root: Authority;
  issuing: Authority;
  rootCrl: CrlPublisher;
  issuingCrl: CrlPublisher;
  signer: OcspSigner;
}

/** Takes up the newest issuing CA on file with its root; undefined when there is no such pair. */
export function takeUpNewest(
  onFile: readonly Authority[],
  how: {
    publisher: Omit<CrlPublisherDeps, 'authority' | 'schedule'>;
    signer: Omit<OcspSignerDeps, 'issuing' | 'words'> & { words(isEvaluation: boolean): Words };
    pkiUrl: string;
  },
): Standing | undefined {
  const issuing = onFile.findLast(({ row }) => row.kind === 'issuing');
  const root = onFile.find(({ row }) => row.id === issuing?.row.issuerId);
  if (!root || !issuing) return undefined;
  const by = { authority: issuing, addresses: addressesOf(how.pkiUrl, 'issuing') };
  const signer = { ...how.signer, issuing: by, words: how.signer.words(issuing.row.evaluation === 1) };
  return {
    root,
    issuing,
    rootCrl: createCrlPublisher({ ...how.publisher, authority: root, schedule: lasting(root.row.notAfter) }),
    issuingCrl: createCrlPublisher({ ...how.publisher, authority: issuing, schedule: DAILY }),
    signer: createOcspSigner(signer, onFile),
  };
}

/** The rows of its certificates, in the order in which they were made. */
export function rowsOf({ root, issuing, signer }: Standing): AuthorityRow[] {
  return [root, issuing, signer.last()].flatMap((authority) => (authority ? [authority.row] : []));
}

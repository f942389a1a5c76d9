import type { Authority } from './authority.ts';
import type { CrlPublisher } from './crl-publisher.ts';
import { fileStem } from './make-authority.ts';
import type { Standing } from './standing.ts';
import type { StatusDocument } from './status-server.ts';

/** What the status server serves, by path: the CRL and the certificate of every root and issuing CA, nothing else. */
export function documentsOf(standings: readonly Standing[]): Map<string, () => StatusDocument | undefined> {
  const documents = new Map<string, () => StatusDocument | undefined>();
  for (const { root, issuing, rootCrl, issuingCrl } of standings) {
    for (const [authority, crl] of [
      [root, rootCrl],
      [issuing, issuingCrl],
    ] as const) {
      const certificate = certificateDocument(authority);
      documents.set(`/${fileStem(authority.row)}.cer`, () => certificate);
      documents.set(`/${fileStem(authority.row)}.crl`, () => crlDocument(crl));
    }
  }
  return documents;
}

function crlDocument(publisher: CrlPublisher): StatusDocument | undefined {
  const crl = publisher.current();
  if (!crl) return undefined;
  const { der, number, thisUpdate, nextUpdate } = crl;
  const etag = `"${number}-${thisUpdate / 1000}"`;
  return { body: der, type: 'application/pkix-crl', etag, lastModified: thisUpdate, endsAt: nextUpdate };
}

function certificateDocument({ certificate, row }: Authority): StatusDocument {
  const times = { lastModified: row.notBefore, endsAt: row.notAfter };
  return { body: certificate, type: 'application/pkix-cert', etag: `"${row.sha256.slice(0, 32)}"`, ...times };
}

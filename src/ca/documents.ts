import type { Authority } from './authority.ts';
import type { ServedCrl } from './crl-publisher.ts';
import type { Standing } from './standing.ts';
import type { StatusDocument } from './status-server.ts';

/** What the status server serves under a path: both CRLs and both CA certificates, nothing else. */
export function documentAt(path: string, { root, issuing, rootCrl, issuingCrl }: Standing): StatusDocument | undefined {
  if (path === '/root.crl') return crlDocument(rootCrl.current());
  if (path === '/issuing.crl') return crlDocument(issuingCrl.current());
  if (path === '/root.cer') return certificateDocument(root);
  return path === '/issuing.cer' ? certificateDocument(issuing) : undefined;
}

function crlDocument(crl: ServedCrl | undefined): StatusDocument | undefined {
  if (!crl) return undefined;
  const { der, number, thisUpdate, nextUpdate } = crl;
  const etag = `"${number}-${thisUpdate / 1000}"`;
  return { body: der, type: 'application/pkix-crl', etag, lastModified: thisUpdate, endsAt: nextUpdate };
}

function certificateDocument({ certificate, row }: Authority): StatusDocument {
  const times = { lastModified: row.notBefore, endsAt: row.notAfter };
  return { body: certificate, type: 'application/pkix-cert', etag: `"${row.sha256.slice(0, 32)}"`, ...times };
}

import { hash } from 'node:crypto';
import type { Clock } from '../../flow/ports/clock.ts';
import { readCertificate } from '../asn1/read-certificate.ts';
import { createSoftwareSigner } from '../keys/signer.ts';
import type { StatusReads } from '../ports.ts';
import { createOcspResponder } from './ocsp.ts';
import type { OcspIssuer } from './ocsp-status.ts';
import type { StatusOrder } from './status-messages.ts';
import type { StatusContent, StatusDocument } from './status-server.ts';

export interface StatusContentDeps {
  reads: StatusReads;
  clock: Clock;
  /** Told of what made an answer fail; never of what a client sent. */
  warn(message: string, error: unknown): void;
}

function issuersOf({ authorities, issuers }: StatusOrder): OcspIssuer[] {
  const certificates = new Map(authorities.map(({ id, certificate }) => [id, Buffer.from(certificate, 'base64')]));
  return issuers.flatMap(({ id, revokedAt, delegate }) => {
    const certificate = certificates.get(id);
    if (!certificate) return [];
    const { subject, publicKey } = readCertificate(certificate);
    return [{ id, subject, publicKey, revokedAt, delegate: delegate && delegateOf(delegate) }];
  });
}

function delegateOf({ certificate, key }: { certificate: string; key: string }): OcspIssuer['delegate'] {
  const der = Buffer.from(certificate, 'base64');
  const { publicKey, notBefore, notAfter } = readCertificate(der);
  const pkcs8 = Buffer.from(key, 'base64');
  const signer = createSoftwareSigner(pkcs8);
  pkcs8.fill(0);
  return { certificate: der, publicKey, notBefore, notAfter, signer };
}

function certificateDocument(der: Uint8Array): StatusDocument {
  const { notBefore, notAfter } = readCertificate(der);
  const etag = `"${hash('sha256', der, 'hex').slice(0, 32)}"`;
  return { body: der, type: 'application/pkix-cert', etag, lastModified: notBefore, endsAt: notAfter };
}

/** The newest CRL of an issuer, read again when there is a newer one. */
function createCrlDocument(issuerId: string, reads: StatusReads): () => StatusDocument | undefined {
  let served: { number: number; document: StatusDocument } | undefined;
  return () => {
    const number = reads.crlNumber(issuerId);
    if (served && served.number === number) return served.document;
    const crl = reads.lastCrl(issuerId);
    if (!crl) return undefined;
    const { der: body, thisUpdate: lastModified, nextUpdate: endsAt } = crl;
    const etag = `"${crl.number}-${lastModified / 1000}"`;
    served = { number: crl.number, document: { body, type: 'application/pkix-crl', etag, lastModified, endsAt } };
    return served.document;
  };
}

/** What the status server serves of the CAs of an order: OCSP, and the CRL and certificate of each, nothing else. */
export function createStatusContent(order: StatusOrder, { reads, clock, warn }: StatusContentDeps): StatusContent {
  const documents = new Map<string, () => StatusDocument | undefined>();
  const withheld = new Set<string>();
  for (const { id, stem, certificate } of order.authorities) {
    const document = certificateDocument(Buffer.from(certificate, 'base64'));
    documents.set(`/${stem}.cer`, () => document);
    if (order.withheld) withheld.add(`/${stem}.crl`);
    else documents.set(`/${stem}.crl`, createCrlDocument(id, reads));
  }
  return {
    document: (path) => documents.get(path)?.(),
    isWithheld: (path) => withheld.has(path),
    ocsp: createOcspResponder({ issuers: issuersOf(order), withheld: order.withheld, reads, clock, warn }),
  };
}

import { fileStem } from '../keys/make-authority.ts';
import type { Standing } from '../standing.ts';

/** The CRL and the certificate of every root and issuing CA, by file name. */
export function filesOf(standings: readonly Standing[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { root, issuing, rootCrl, issuingCrl } of standings) {
    for (const [authority, publisher] of [
      [root, rootCrl],
      [issuing, issuingCrl],
    ] as const) {
      const crl = publisher.current();
      files.set(`${fileStem(authority.row)}.cer`, authority.certificate);
      if (crl) files.set(`${fileStem(authority.row)}.crl`, crl.der);
    }
  }
  return files;
}

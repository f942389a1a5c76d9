import { certificateUseIn, commonNameIn } from '../words/certificate-names.ts';
import type { Shell } from './shell.ts';
import { when } from './table.ts';

/** What a certificate says, in words, for its holder to read before they accept it. */
export function certificateWords(
  shell: Shell,
  certificate: { id: string; subject: string | null; profile: string; notBefore: number; notAfter: number },
): string {
  return shell.facts({
    'in the name of': certificate.subject === null ? null : commonNameIn(certificate.subject),
    'used for': certificateUseIn(certificate.profile)[shell.language],
    'valid from': when(certificate.notBefore),
    'valid until': when(certificate.notAfter),
    'certificate number': certificate.id,
  });
}

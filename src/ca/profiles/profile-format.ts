import { z } from 'zod';
import type { Certified } from '../../book/rules/certificates/purposes.ts';
import type { CertificateRole } from '../issue/lint-policies.ts';
import { Content } from './content.ts';

/** The format of certs/profiles/*.json (certs/README.md). */
export const Profile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  description: z.string().min(1),
  /** Whose certificate it is: a person's, a workstation's, the console's own, the responder's. */
  kind: z.enum(['holder', 'machine', 'tls-server', 'ocsp-signer']),
  /** Where the private key is made and stays. */
  storage: z.enum(['token', 'file', 'workstation']),
  ...Content.shape,
});
export type Profile = z.infer<typeof Profile>;
type Whose = Pick<Profile, 'kind' | 'storage'>;
const CERTIFIED = { machine: 'workstation', 'tls-server': 'server', 'ocsp-signer': 'responder' } as const;
/** A holder's certificate whose key lies in a file is a nomade credential, whatever its profile is called. */
export const certifiedOf = ({ kind, storage }: Whose): Certified => {
  if (kind !== 'holder') return CERTIFIED[kind];
  return storage === 'file' ? 'nomade' : 'token';
};
/** By which rules its certificates are linted. */
export const roleOf = ({ kind, storage }: Whose): CertificateRole =>
  kind === 'holder' && storage === 'file' ? 'nomade' : kind;

/** A profile with its JCS form and SHA-256 (hex) of that: what is journalled, confirmed, and written beside every certificate. */
export interface LoadedProfile extends Profile {
  text: string;
  hash: string;
}

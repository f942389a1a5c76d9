import { settingsRefused } from '../errors.ts';
import type { Chance } from '../flow/ports/chance.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Vault } from '../flow/ports/vault.ts';
import type { AuthorityRecords, StatusRecords } from './ports.ts';
import type { ProfileGate } from './profiles/profile-gate.ts';

export interface CaDeps extends ProfileGate {
  /** Folder of the CA's sealed keys and certificates (`<data>/keys`). */
  dir: string;
  vault: Vault;
  clock: Clock;
  chance: Chance;
  records: StatusRecords;
  authorityRecords: AuthorityRecords;
  /** `http://…` that is written into certificates for ever; paths of the status server follow it. */
  pkiUrl: string;
  profilesDir: string;
  /** The operator's arc, dotted, below which the policies of new issuing CAs are; one that stands keeps its own (C10). */
  policyOid: string;
  /** Profiles that requests for tokens may ask for, the usual one first; each a holder's whose key is made in a token. */
  tokenProfiles?: readonly string[] | undefined;
  /** Official name, for O; an evaluation says so instead (C4). */
  organisation: string;
  /** SIREN or SIRET, for OU. */
  siren: string;
  /** Folders to which CRLs and CA certificates are published too: the second copy of what was revoked, and for any web server. */
  crlDirs?: readonly string[];
  /** Whether what was revoked may be missing from the records: then no CRL is made or served, and nothing is `good`. */
  isWithheld?(): Promise<boolean>;
  /** Throws `other_records` where the records are not those that this node knows; left out, they are. */
  checkRecords?(): void;
  /** Whether this node is the one of several that makes CRLs which are due; left out, it always is (ca/status/crl-publisher.ts). */
  leads?: () => boolean;
  /** Technical faults that the status services survive. */
  warn(message: string, error: unknown): void;
  /** How the publisher waits for the next second; tests move their clock. */
  wait?: (ms: number) => Promise<unknown>;
}

/** Refuses settings that would be written into certificates for ever. Throws `config_invalid`. */
export function checkSettings({ pkiUrl, policyOid, siren }: CaDeps): void {
  const url = URL.canParse(pkiUrl) ? new URL(pkiUrl) : undefined;
  if (url?.protocol !== 'http:' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw settingsRefused({
      en: 'JETON_PKI_URL must be a plain http address: gateways read CRLs before they trust any certificate',
      fr: 'donnez dans JETON_PKI_URL une adresse http simple : les passerelles lisent les CRL avant de se fier à un certificat',
    });
  }
  if (!/^[0-2](\.(0|[1-9]\d*)){2,}$/.test(policyOid)) {
    throw settingsRefused({
      en: 'JETON_POLICY_OID must be a dotted object identifier',
      fr: 'donnez dans JETON_POLICY_OID un identifiant d’objet, en nombres séparés par des points',
    });
  }
  if (!/^(\d{9}|\d{14})$/.test(siren)) {
    throw settingsRefused({
      en: 'JETON_SIREN must be a SIREN (9 digits) or SIRET (14)',
      fr: 'donnez dans JETON_SIREN un SIREN (9 chiffres) ou un SIRET (14)',
    });
  }
}

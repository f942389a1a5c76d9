import { AppError } from '../errors.ts';
import type { AuthorityRow } from '../flow/model.ts';
import type { CertificateAuthority, Chance, Clock, StatusPublisher, Vault } from '../flow/ports.ts';
import { createAuthorityFolder } from './authority.ts';
import type { Words } from './content.ts';
import type { ServedCrl } from './crl-publisher.ts';
import { documentAt } from './documents.ts';
import { EVALUATION_ORGANISATION, makeEvaluation } from './evaluation.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import { createIssuer } from './issuer.ts';
import { addressesOf } from './make-authority.ts';
import { createOcspResponder, type OcspAnswer } from './ocsp.ts';
import type { AuthorityRecords, StatusRecords } from './ports.ts';
import { loadProfiles } from './profile.ts';
import { rowsOf, type Standing, takeUpNewest } from './standing.ts';
import type { StatusContent } from './status-server.ts';

export interface CaDeps {
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
  /** Certificate policy of the operator, dotted (C3). */
  policyOid: string;
  /** Official name, for O; an evaluation says so instead (C4). */
  organisation: string;
  /** SIREN or SIRET, for OU. */
  siren: string;
  /** Technical faults that the status services survive. */
  warn(message: string, error: unknown): void;
  /** How the publisher waits for the next second; tests move their clock. */
  wait?: (ms: number) => Promise<unknown>;
}

export interface Ca extends StatusContent {
  authority: CertificateAuthority;
  publisher: StatusPublisher;
  /** Whether root and issuing CA are here. */
  exists(): boolean;
  /** Makes root, issuing CA, OCSP signer and their CRLs for an evaluation; all recorded through `authorityRecords`. Throws `conflict` when a CA is here already. */
  createEvaluation(): Promise<AuthorityRow[]>;
  /** Root, issuing CA, OCSP signer in force. */
  authorities(): AuthorityRow[];
  rootCertificate(): Uint8Array;
  issuingCertificate(): Uint8Array;
  /** Profiles in force, with the hash that the journal records at start. */
  profiles: readonly { name: string; hash: string }[];
  crl(kind: 'root' | 'issuing'): ServedCrl | undefined;
  ocsp(request: Uint8Array): Promise<OcspAnswer>;
  /** Publishes CRLs that grow old and renews the OCSP signer. For start and a timer (minutes). Does nothing without a CA. */
  ensureFresh(): Promise<void>;
  freshness(): Freshness[];
}

function checkSettings({ pkiUrl, policyOid, siren }: CaDeps): void {
  const refuse = (message: string): never => {
    throw new AppError('config_invalid', message);
  };
  const url = URL.canParse(pkiUrl) ? new URL(pkiUrl) : undefined;
  if (url?.protocol !== 'http:' || url.search !== '' || url.hash !== '' || url.username !== '') {
    refuse('JETON_PKI_URL must be a plain http address: gateways read CRLs before they trust any certificate');
  }
  if (!/^[0-2](\.(0|[1-9]\d*)){2,}$/.test(policyOid)) refuse('JETON_POLICY_OID must be a dotted object identifier');
  if (!/^(\d{9}|\d{14})$/.test(siren)) refuse('JETON_SIREN must be a SIREN (9 digits) or SIRET (14)');
}

/** The certificate authority with its status services. Reads keys and profiles; throws `profile_refused`, `kek_wrong`, `config_invalid`. */
export async function createCa(deps: CaDeps): Promise<Ca> {
  checkSettings(deps);
  const { clock, chance, records, authorityRecords } = deps;
  const profiles = loadProfiles(deps.profilesDir);
  const folder = createAuthorityFolder(deps);

  function words(isEvaluation: boolean): Pick<Words, 'organisation' | 'siren' | 'policy'> {
    const organisation = isEvaluation ? EVALUATION_ORGANISATION : deps.organisation;
    return { organisation, siren: deps.siren, policy: deps.policyOid };
  }
  const need = (): Standing => {
    if (standing) return standing;
    throw new AppError('ca_unavailable', 'there is no certificate authority yet: create one first');
  };
  const make = { chance, folder, records: authorityRecords };

  const publisher = { records, clock, ...(deps.wait ? { wait: deps.wait } : {}) };
  const signer = { ...make, clock, profiles, words };
  const takeUp = (): Standing | undefined => takeUpNewest(folder.load(), { publisher, signer, pkiUrl: deps.pkiUrl });

  let standing = takeUp();
  // a crash between a signature and its record is caught up here
  for (const row of standing ? rowsOf(standing) : []) await authorityRecords.keep(row);

  const issuer = createIssuer({
    profiles,
    issuing: () => ({ authority: need().issuing, addresses: addressesOf(deps.pkiUrl, 'issuing') }),
    words: () => words(need().issuing.row.evaluation === 1),
    clock,
    chance,
  });
  const ocsp = createOcspResponder({
    issuers: () => (standing ? [{ authority: standing.issuing, delegate: standing.signer.current }] : []),
    records,
    clock,
    warn: deps.warn,
  });

  let refreshing: Promise<void> = Promise.resolve();
  async function refresh(): Promise<void> {
    if (!standing) return;
    const { rootCrl, signer, issuingCrl } = standing;
    // one that fails must not keep the others from being made
    const made = await Promise.allSettled([rootCrl.ensureFresh(), signer.ensureFresh(), issuingCrl.ensureFresh()]);
    const failed = made.find((it) => it.status === 'rejected');
    if (failed) throw failed.reason;
  }
  function ensureFresh(): Promise<void> {
    refreshing = refreshing.catch(() => undefined).then(refresh);
    return refreshing;
  }
  const authorities = (): AuthorityRow[] => (standing ? rowsOf(standing) : []);

  return {
    authority: issuer,
    publisher: { publish: async () => need().issuingCrl.publish() },
    exists: () => standing !== undefined,
    async createEvaluation() {
      if (standing) throw new AppError('conflict', 'this data folder has a certificate authority already');
      await makeEvaluation(make, { now: clock.now(), words: words(true), pkiUrl: deps.pkiUrl });
      standing = takeUp();
      await ensureFresh();
      return authorities();
    },
    authorities,
    rootCertificate: () => need().root.certificate,
    issuingCertificate: () => need().issuing.certificate,
    profiles: [...profiles.values()].map(({ name, hash }) => ({ name, hash })),
    crl: (kind) => (kind === 'root' ? standing?.rootCrl : standing?.issuingCrl)?.current(),
    document: (path) => standing && documentAt(path, standing),
    ocsp,
    ensureFresh,
    freshness: () => (standing ? freshnessOf(standing, clock.now()) : []),
  };
}

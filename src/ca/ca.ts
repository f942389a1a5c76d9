import { hash } from 'node:crypto';
import { type Purpose, purposeOf } from '../book/rules/certificates/purposes.ts';
import type { AuthorityRow } from '../book/tables/rows/tokens.ts';
import { AppError } from '../errors.ts';
import type { CertificateAuthority, ProfileOnFile, StatusPublisher } from '../flow/ports/certificates.ts';
import { type CaDeps, checkSettings } from './deps.ts';
import { createIssuer } from './issue/issuer.ts';
import { createAuthorityFolder } from './keys/authority.ts';
import { EVALUATION_ORGANISATION, makeEvaluation } from './keys/evaluation.ts';
import { addressesOf } from './keys/make-authority.ts';
import type { KeptCrl } from './ports.ts';
import type { Words } from './profiles/content.ts';
import { loadProfiles } from './profiles/profile.ts';
import { certifiedOf } from './profiles/profile-format.ts';
import { askZlint, lintProfiles } from './profiles/profile-lint.ts';
import { createThrowAwayCa } from './profiles/throw-away-ca.ts';
import { clientTrustOf, issuingNow, rowsOf, type Standing, takeUpAll } from './standing.ts';
import { createCrlFolder } from './status/crl-folder.ts';
import { filesOf } from './status/documents.ts';
import { type Freshness, freshnessOf } from './status/freshness.ts';
import { type Copies, compareCopies, type PublishedCrl } from './status/published-crl.ts';
import type { StatusOrder } from './status/status-messages.ts';
import { orderOf } from './status/status-order.ts';

export interface Ca {
  authority: CertificateAuthority;
  publisher: StatusPublisher;
  /** Whether root and issuing CA are here. */
  exists(): boolean;
  /** Makes root, issuing CAs, OCSP signers and their CRLs for an evaluation; all recorded through `authorityRecords`. Throws `conflict` when a CA is here already. */
  createEvaluation(): Promise<AuthorityRow[]>;
  /** What the copies in `crlDirs` say of the records. */
  copies(): Promise<Copies>;
  /** Takes them over, so that numbers go on and what was revoked stays revoked. */
  takeOver(published: readonly PublishedCrl[]): Promise<void>;
  /** Root, issuing CA, OCSP signer of every CA that is answered for, oldest first. */
  authorities(): AuthorityRow[];
  /** The CA that issues for a purpose, else for tokens, or would: undefined where there is none, or all were revoked. */
  issuing(purpose?: Purpose): AuthorityRow | undefined;
  /** DER of one of our issuing CAs, by its id; undefined for any other. */
  certificateOf(authorityId: string): Uint8Array | undefined;
  /** Of the CA that issues, for tokens where nothing else is said. */
  rootCertificate(): Uint8Array;
  issuingCertificate(purpose?: Purpose): Uint8Array;
  /**
   * DER. `trusted`: every issuing CA whose certificates may still open something, with its root: all of tokens that have
   * not ended and were not revoked, without the evaluation's beside a real one. `refused`: the others, and every CA for
   * nomade credentials.
   */
  clientTrust(): { trusted: Uint8Array[]; refused: Uint8Array[] };
  /** Profiles in force, with the hash that the journal records at start. */
  profiles: readonly Pick<ProfileOnFile, 'name' | 'hash' | 'text'>[];
  /** Lints a certificate of each profile in full, made under a key that is thrown away, by zlint too where it is installed. For the start. Throws `profile_refused`. */
  lintProfiles(zlint?: (der: Uint8Array) => Promise<string[] | undefined>): Promise<{ zlint: boolean }>;
  crl(kind: 'root' | 'issuing', purpose?: Purpose): KeptCrl | undefined;
  /**
   * What the processes that serve CRLs and OCSP need to know; told again after `ensureFresh`, which may have renewed
   * the OCSP signer.
   */
  statusOrder(): StatusOrder;
  /**
   * Publishes CRLs that grow old and renews the OCSP signer; before the first time, records what a crash left signed. For
   * the start, once a restore would have been recognised, and a timer (minutes). Does nothing without a CA.
   */
  ensureFresh(): Promise<void>;
  freshness(): Freshness[];
}

/** The certificate authority with its status services. Reads keys and profiles; throws `profile_refused`, `kek_wrong`, `config_invalid`. */
export async function createCa(deps: CaDeps): Promise<Ca> {
  checkSettings(deps);
  const { clock, chance, records, authorityRecords, isConfirmed, crlDirs = [] } = deps;
  const profiles = loadProfiles(deps.profilesDir);
  const folder = createAuthorityFolder(deps);

  function words(of: Pick<AuthorityRow, 'evaluation' | 'policy'>): Pick<Words, 'organisation' | 'siren' | 'policy'> {
    const organisation = of.evaluation === 1 ? EVALUATION_ORGANISATION : deps.organisation;
    return { organisation, siren: deps.siren, policy: of.policy ?? deps.policyOid };
  }
  const need = (purpose: Purpose = 'token'): Standing => {
    const standing = issuingNow(standings, purpose);
    if (standing) return standing;
    const why =
      standings.length === 0 ? 'there is no certificate authority yet' : `no issuing CA for ${purpose} stands`;
    throw new AppError('ca_unavailable', `${why}: create one first`);
  };
  const make = { chance, folder, records: authorityRecords };
  const longest = (purpose: Purpose): number => {
    const own = [...profiles.values()].filter((p) => p.kind !== 'ocsp-signer' && purposeOf(certifiedOf(p)) === purpose);
    return Math.max(0, ...own.map(({ validity }) => validity.days));
  };

  const publisher = {
    records,
    clock,
    ...(deps.leads ? { leads: deps.leads } : {}),
    ...(deps.wait ? { wait: deps.wait } : {}),
  };
  const signer = { ...make, clock, profiles, words, isConfirmed };
  let standings: Standing[] = [];
  async function takeUp(): Promise<void> {
    const revoked = await authorityRecords.revoked();
    standings = takeUpAll(folder.load(), { publisher, signer, pkiUrl: deps.pkiUrl, revoked });
  }
  /** A crash between a signature and its record is caught up here, and what restored records do not know. */
  let isRecorded = false;
  async function recordAll(): Promise<void> {
    if (isRecorded) return;
    for (const row of rowsOf(standings)) await authorityRecords.keep(row);
    isRecorded = true;
  }
  await takeUp();

  const issuer = createIssuer({
    profiles,
    issuing: (purpose) => {
      const { issuing } = need(purpose);
      return { authority: issuing, addresses: addressesOf(deps.pkiUrl, issuing.row) };
    },
    words,
    isConfirmed,
    checkRecords: deps.checkRecords ?? (() => {}),
    tokenProfiles: deps.tokenProfiles ?? ['agent-vpn'],
    chain: (issuerId) => {
      const found = standings.find(({ issuing }) => issuing.row.id === issuerId);
      if (found) return [found.issuing.certificate];
      throw new AppError('not_found', 'the CA that issued this certificate is not here any more');
    },
    clock,
    chance,
  });
  const crlFolders = crlDirs.map((dir) => createCrlFolder(dir, deps.warn));
  const toFolders = async (): Promise<void> =>
    void (await Promise.all(crlFolders.map((one) => one.write(filesOf(standings)))));

  /** All of them, also when one fails: it must not keep the others from being made. Throws the first failure. */
  async function every(acts: readonly Promise<void>[]): Promise<void> {
    const failed = (await Promise.allSettled(acts)).find((it) => it.status === 'rejected');
    await toFolders();
    if (failed) throw failed.reason;
  }
  /** An evaluation makes the CA of tokens last: without it the first start broke off, and is done again. */
  const exists = (): boolean => standings.some(({ issuing }) => issuing.row.purpose === 'token');
  const isLive = ({ issuing }: Standing): boolean => issuing.row.notAfter > clock.now();

  let withheld = false;
  async function lookWhetherWithheld(): Promise<boolean> {
    withheld = (await deps.isWithheld?.()) ?? false;
    return withheld;
  }

  let refreshing: Promise<void> = Promise.resolve();
  async function refresh(): Promise<void> {
    await recordAll();
    const live = standings.filter((standing) => isLive(standing) || standing === standings.at(-1));
    const lists = (await lookWhetherWithheld()) ? [] : live.flatMap(({ rootCrl, issuingCrl }) => [rootCrl, issuingCrl]);
    // issuing CAs share their root: its CRL is looked at once
    const each = new Set([...live.map(({ signer }) => signer), ...lists]);
    await every([...each].map((it) => it.ensureFresh()));
  }
  function ensureFresh(): Promise<void> {
    refreshing = refreshing.catch(() => undefined).then(refresh);
    return refreshing;
  }
  /**
   * Whose certificate was revoked is not said: each CA looks whether its newest CRL lacks one. Where none does, another node
   * was faster; where none was either, whoever asks for CRLs gets them.
   */
  async function publish(): Promise<void> {
    if (standings.length === 0) need();
    if (deps.isWithheld && (await lookWhetherWithheld())) {
      throw new AppError(
        'crl_failed',
        'the records were restored, and no CRL is made before two persons have confirmed it',
      );
    }
    const looked = await Promise.all(
      standings.filter(isLive).map(async ({ issuingCrl }) => ({ issuingCrl, found: await issuingCrl.look() })),
    );
    const wanted = ['behind', 'taken up', 'level'].find((one) => looked.some(({ found }) => found === one));
    const due = looked.filter(({ found }) => found === wanted && found !== 'taken up');
    await every(due.map(({ issuingCrl }) => issuingCrl.publish()));
  }

  return {
    authority: issuer,
    publisher: { publish },
    exists,
    async createEvaluation() {
      if (exists()) throw new AppError('conflict', 'this data folder has a certificate authority already');
      await makeEvaluation(make, {
        now: clock.now(),
        words: words({ evaluation: 1, policy: null }),
        pkiUrl: deps.pkiUrl,
      });
      await takeUp();
      await ensureFresh();
      return rowsOf(standings);
    },
    copies: () =>
      compareCopies(crlDirs, [...new Set(standings.flatMap(({ root, issuing }) => [root, issuing]))], records),
    async takeOver(published) {
      const roots = new Set(standings.map(({ root }) => root.row.id));
      for (const { entries, ...crl } of published) {
        const sha256 = hash('sha256', crl.der, 'hex');
        // a root lists issuing CAs, which two persons revoke at its ceremony; its list is served as it was published
        const listed = roots.has(crl.issuerId) ? [] : entries;
        await records.takeOver({ ...crl, entries: entries.length, sha256 }, listed);
      }
    },
    authorities: () => rowsOf(standings),
    issuing: (purpose = 'token') => issuingNow(standings, purpose)?.issuing.row,
    certificateOf: (id) => standings.find(({ issuing }) => issuing.row.id === id)?.issuing.certificate,
    rootCertificate: () => need().root.certificate,
    issuingCertificate: (purpose) => need(purpose).issuing.certificate,
    clientTrust: () => clientTrustOf(standings, clock.now()),
    profiles: [...profiles.values()].map(({ name, hash, text }) => ({ name, hash, text })),
    async lintProfiles(zlint = askZlint) {
      const made = { words: words({ evaluation: 0, policy: null }), now: clock.now(), pkiUrl: deps.pkiUrl };
      const [token, nomade] = await Promise.all([
        createThrowAwayCa({ ...made, purpose: 'token' }),
        createThrowAwayCa({ ...made, purpose: 'nomade' }),
      ]);
      const ca = (purpose: Purpose) => ({ token, nomade })[purpose];
      return lintProfiles(profiles.values(), { words: made.words, ca, zlint });
    },
    crl: (kind, purpose = 'token') =>
      issuingNow(standings, purpose)?.[kind === 'root' ? 'rootCrl' : 'issuingCrl'].current(),
    statusOrder: () => ({ ...orderOf(standings, folder), withheld }),
    ensureFresh,
    freshness: () => [
      ...freshnessOf(standings, clock.now(), longest),
      // all of them write into one folder
      ...(crlFolders.length === 0
        ? []
        : [{ what: 'crl-folder', endsAt: 0, alarm: crlFolders.some((one) => one.isFailing()), ahead: false }]),
    ],
  };
}

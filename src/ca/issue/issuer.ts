import { hash } from 'node:crypto';
import { type Purpose, purposeOf } from '../../book/rules/certificates/purposes.ts';
import type { AuthorityRow } from '../../book/tables/rows/tokens.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError, settingsRefused } from '../../errors.ts';
import type {
  CertificateAuthority,
  CertificateOrder,
  PreparedCertificate,
  ProfileOnFile,
} from '../../flow/ports/certificates.ts';
import type { Chance } from '../../flow/ports/chance.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { canonical } from '../../journal/canonical.ts';
import { rfc4514 } from '../asn1/name.ts';
import { policiesIn, readCertificate } from '../asn1/read-certificate.ts';
import type { Authority } from '../keys/authority.ts';
import { type Addresses, lintOrRefuse } from '../keys/make-authority.ts';
import { keyKind } from '../keys/public-key.ts';
import { signedAndVerified } from '../keys/signer.ts';
import type { Content, Words } from '../profiles/content.ts';
import { certifiedOf, type LoadedProfile, roleOf } from '../profiles/profile-format.ts';
import { checkConfirmed, type ProfileGate } from '../profiles/profile-gate.ts';
import { buildCertificate } from './certificate.ts';
import { checkPossession } from './possession.ts';
import { createTickets } from './tickets.ts';

export interface IssuerDeps {
  profiles: ReadonlyMap<string, LoadedProfile>;
  /** The CA that issues for this purpose now. Throws `ca_unavailable` when there is none. */
  issuing(purpose: Purpose): { authority: Authority; addresses: Addresses };
  /** What the profile's braces mean for every certificate of a CA. */
  words(of: AuthorityRow): Pick<Words, 'organisation' | 'siren' | 'policy'>;
  isConfirmed: ProfileGate['isConfirmed'];
  tokenProfiles: readonly string[];
  chain: CertificateAuthority['chain'];
  checkRecords: CertificateAuthority['checkRecords'];
  clock: Clock;
  chance: Pick<Chance, 'id'>;
}
function refuse(rule: string, why: string): AppError {
  return new AppError('profile_refused', `the certificate would break ${rule}: ${why}`, { detail: { rule } });
}

/** A serial number as the records write it; the caller makes it of 127 random bits (C1). */
function checkSerial(hex: string): string {
  if (!/^([0-9a-f]{2}){8,16}$/.test(hex) || hex.startsWith('00')) {
    throw refuse('C1', 'its serial number must be lower-case hex of 64 to 127 bits');
  }
  return hex;
}

/** Begins a little before now, never before its issuer; ends by the profile, the order and its issuer (C1). Seconds. */
function validity(order: CertificateOrder, { validity: v }: LoadedProfile, { read }: Authority) {
  const second = (ms: number): number => Math.floor(ms / 1000) * 1000;
  const notBefore = Math.max(second(order.notBefore - v.backdateMinutes * 60_000), read.notBefore);
  // both ends belong to the validity (RFC 5280 4.1.2.5)
  const byProfile = notBefore + v.days * DAY_MS - 1000;
  const notAfter = second(Math.min(byProfile, order.endsBy ?? byProfile, read.notAfter));
  if (notAfter <= second(order.notBefore))
    throw refuse('C1', 'it would end before it begins: the issuing CA ends too soon');
  return { notBefore, notAfter };
}

/** What of a person a profile may name beside the name itself. */
const NEEDS = ['email', 'userPrincipalName', 'securityIdentifier'] as const;
function asksFor(
  content: Pick<Content, 'securityIdentifier' | 'subjectAltName'>,
  word: (typeof NEEDS)[number],
): boolean {
  if (word === 'securityIdentifier') return content.securityIdentifier === 'required';
  return content.subjectAltName.some(({ value }) => value.includes(`{${word}}`));
}

/** Whether a profile writes it where it is known: a SID is written although nobody is asked for it. */
const says = (content: Parameters<typeof asksFor>[0], word: (typeof NEEDS)[number]): boolean =>
  word === 'securityIdentifier' ? content.securityIdentifier !== 'none' : asksFor(content, word);

/** What a certificate of this profile says of somebody, as canonical JSON: a verifier holds it against who they are. */
function namesOf(profile: LoadedProfile, subject: CertificateOrder['subject']): string {
  const words = ['commonName', 'serialNumber', ...NEEDS.filter((word) => says(profile, word))] as const;
  return canonical(Object.fromEntries(words.flatMap((word) => (subject[word] ? [[word, subject[word]]] : []))));
}

function described({
  name,
  hash: sha256,
  text,
  description,
  kind,
  storage,
  key,
  ...content
}: LoadedProfile): ProfileOnFile {
  return {
    name,
    hash: sha256,
    text,
    description,
    kind,
    storage,
    key,
    needs: NEEDS.filter((word) => asksFor(content, word)),
    says: NEEDS.filter((word) => says(content, word)),
    days: content.validity.days,
  };
}
function tokenProfile(onFile: readonly ProfileOnFile[], name: string): ProfileOnFile {
  const found = onFile.find((profile) => profile.name === name);
  if (found?.kind === 'holder' && found.storage === 'token') return found;
  throw settingsRefused({
    en: `JETON_TOKEN_PROFILES: ${name} is no profile of a holder's token in certs/profiles`,
    fr: `JETON_TOKEN_PROFILES : ${name} n’est pas un profil de jeton de titulaire dans certs/profiles ; donnez-en un qui y est`,
  });
}

/** A profile that certificates of others are made from: everybody's but the CA's own. */
function profileOf(profiles: IssuerDeps['profiles'], name: string) {
  const profile = profiles.get(name);
  if (profile && profile.kind !== 'ocsp-signer') return { ...profile, kind: profile.kind };
  throw new AppError(
    'profile_refused',
    `there is no profile ${name} for holders or machines: add it to certs/profiles`,
    {
      detail: { profile: name },
    },
  );
}

/**
 * The flow's certificate authority: everything is decided, built and linted in `prepare`; `issue` only adds the CA's
 * signature, once per ticket. Tickets live in memory: after a restart their intents are undone by the flow.
 */
export function createIssuer(deps: IssuerDeps): CertificateAuthority {
  const tickets = createTickets(deps);
  const onFile = [...deps.profiles.values()].map(described);
  const offered = deps.tokenProfiles.map((name) => tokenProfile(onFile, name));
  return {
    checkPossession,
    profiles: () => onFile,
    tokenProfiles: () => offered,
    chain: deps.chain,
    checkRecords: deps.checkRecords,
    keyKind(profile) {
      return profileOf(deps.profiles, profile).key === 'rsa-3072' ? 'rsa-3072' : 'ec-p256';
    },
    async prepare(order: CertificateOrder): Promise<PreparedCertificate> {
      deps.checkRecords();
      const profile = profileOf(deps.profiles, order.profile);
      await checkConfirmed(profile, deps);
      const { authority, addresses } = deps.issuing(purposeOf(certifiedOf(profile)));
      const serialNumber = checkSerial(order.serialNumber);
      if (keyKind(order.publicKey) !== profile.key)
        throw refuse('C5', `profile ${profile.name} asks for a key ${profile.key}`);
      const words: Words = { ...deps.words(authority.row), ...order.subject };
      const issuer = { ...addresses, name: authority.read.subject, keyIdentifier: authority.keyIdentifier };
      const dates = validity(order, profile, authority);
      const { publicKey } = order;
      const der = await buildCertificate({ content: profile, words, serialNumber, ...dates, publicKey, issuer });
      lintOrRefuse(der, roleOf(profile), authority.certificate);
      const read = readCertificate(der);
      return {
        serialNumber,
        issuerId: authority.row.id,
        profile: profile.name,
        profileHash: profile.hash,
        policy: policiesIn(read).join(),
        subject: rfc4514(read.subject),
        names: namesOf(profile, order.subject),
        publicKeyHash: hash('sha256', publicKey, 'hex'),
        ...dates,
        ticket: tickets.give({ tbs: read.tbs, authority }),
      };
    },
    async issue(ticket: string): Promise<Uint8Array> {
      deps.checkRecords();
      const { tbs, authority } = tickets.redeem(ticket);
      if (!authority.signer)
        throw new AppError('ca_unavailable', 'the issuing CA’s key is not here: bring it and try again');
      return signedAndVerified(tbs, authority.signer);
    },
  };
}

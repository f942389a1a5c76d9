import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../durations.ts';
import { must, ofPeople, type Source } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, committed, computed, constant, from, newDigest, now, SLACK_MS } from '../../language/sources.ts';
import type { Row } from '../../tables/row.ts';
import { asksTemporary } from '../request/asking.ts';
import { runningRun } from '../service/nodes.ts';
import { certifiedBy, policyOidOf, purposeOf } from './purposes.ts';

/** The longest life of a certificate in days (certs/README.md, C1), whatever its profile says. */
export const LONGEST_DAYS = { token: 1095, nomade: 365, machine: 1095, server: 397 } as const;
/** How far in the past a certificate may begin: what a profile may ask for, and the minutes in which a key is proven. */
const BACKDATE_MS = 60 * MINUTE_MS;
const PREPARED_MS = 5 * MINUTE_MS;
/** A temporary token, for someone who forgot theirs, ends after this. */
export const TEMPORARY_MS = 15 * DAY_MS;

/** How long an issuing CA's CRL is good. */
export const CRL_LIFETIME = 26 * HOUR_MS;
/** An entry stays for two of its CRLs after its certificate ended (RFC 5280 3.3 asks for one). */
export const KEPT_AFTER_END = 2 * CRL_LIFETIME;

/** The setting that says that an issuing CA was revoked. */
export const revocationOf = (authorityId: string): string => `authority-revoked:${authorityId}`;
/** The setting that holds the hash of a profile as two persons confirmed it. */
export const profileSetting = (name: string): string => `profile:${name}`;

/** Whether an authority's certificate was signed. */
export const isMade = ({ sha256 }: Row): boolean => sha256 !== null;
/**
 * The issuing CAs that may issue the certificate that is written: those for its profile, real ones where there are any for
 * whatever profile, and none that was revoked.
 */
function mayIssue(s: Scene): Row[] {
  const all = s.find('authoritiesOfKind', 'issuing').filter(isMade);
  const real = all.filter(({ evaluation }) => evaluation === 0);
  const candidates = real.length > 0 ? real : all;
  const wanted = purposeOf(certifiedBy(String(s.written('certificate.profile'))));
  return candidates.filter(
    ({ id, purpose }) => purpose === wanted && s.get('setting', revocationOf(String(id))) === undefined,
  );
}
/** The CA that issues: the newest that may. */
const issuingNow = computed(
  'l’autorité qui émet ce profil (nomade ou jeton) : la plus récente, non révoquée',
  'the CA that issues this profile (nomade or token): the newest that was not revoked',
  (v, s) => {
    const all = mayIssue(s);
    const latest = Math.max(...all.map(({ notBefore }) => Number(notBefore)));
    const issuer = all.find(({ id }) => id === v);
    return issuer?.['notBefore'] === latest && Number(issuer['notAfter']) > s.clock.earliest;
  },
);
const issuerOf = (s: Scene): Row | undefined => s.get('authority', String(s.written('certificate.issuerId')));

const begins = computed(
  'peu avant l’acte (une heure au plus), jamais avant son autorité',
  'a little before the act (an hour at most), never before its issuer',
  (v, s) => {
    if (typeof v !== 'number' || v % 1000 !== 0 || v > s.clock.latest + SLACK_MS) return false;
    const issued = Number(issuerOf(s)?.['notBefore']);
    return v >= issued && v >= s.clock.earliest - BACKDATE_MS - PREPARED_MS;
  },
);
/** Whether a policy is the one of the certificate's profile, below the arc of its issuer. */
export const isPolicyOf = (policy: unknown, profile: unknown, issuer: Row | undefined): boolean =>
  typeof issuer?.['policy'] === 'string' && policy === policyOidOf(issuer['policy'], certifiedBy(String(profile)));
const ownPolicy = computed(
  'la politique de son profil, sous l’arc de son autorité',
  'the policy of its profile, below the arc of its issuer',
  (v, s) => isPolicyOf(v, s.written('certificate.profile'), issuerOf(s)),
);
/** Whole days after it begins, as a profile counts them: both ends belong to the life. */
function isWholeDays(end: number, s: Scene, most: number): boolean {
  const life = end - Number(s.written('certificate.notBefore')) + 1000;
  return life > 0 && life <= most * DAY_MS && life % DAY_MS === 0;
}
/** Ends after whole days, as its profile says, or with what ends sooner: its issuer, or the time of a temporary token. */
function ends(days: number): Source {
  return computed(
    `après un nombre entier de jours (${days} au plus) ou, plus tôt, avec son autorité ; un jeton temporaire, après 15 jours`,
    `after whole days (${days} at most) or, sooner, with its issuer; a temporary token after 15 days`,
    (v, s) => {
      if (typeof v !== 'number' || v % 1000 !== 0) return false;
      const [soonest, latest] = [
        s.clock.earliest - PREPARED_MS + TEMPORARY_MS,
        s.clock.latest + SLACK_MS + TEMPORARY_MS,
      ];
      const isTemporary = asksTemporary({ reason: s.value('request.reason') });
      if (isTemporary && (v > latest || v >= soonest)) return v <= latest;
      const most = Number(s.written('certificate.notBefore')) + days * DAY_MS;
      return isWholeDays(v, s, days) || (v <= most && v === issuerOf(s)?.['notAfter']);
    },
  );
}

const serial = computed(
  'un numéro de série au hasard, l’objet de l’acte',
  'a random serial number, the subject',
  (v, s) => {
    return v === s.subjectId && /^(?!00)([0-9a-f]{2}){8,16}$/.test(s.subjectId);
  },
);
const confirmed = computed(
  'l’empreinte du profil, telle que deux personnes l’ont confirmée',
  'the hash of the profile as two persons confirmed it',
  (v, s) => v === s.get('setting', profileSetting(String(s.written('certificate.profile'))))?.value,
);

/** The columns of a certificate that is about to be signed, except those that name its subject. */
export const intended = (profile: Source, days: number) => ({
  id: serial,
  issuerId: issuingNow,
  profile,
  profileHash: confirmed,
  policy: ownPolicy,
  state: constant('intended'),
  publicKeyHash: newDigest('certificate.publicKeyHash'),
  subject: committed,
  notBefore: begins,
  notAfter: ends(days),
  intendedAt: now,
  orderedBy: actor,
  run: runningRun,
});
/** A certificate of which restored records know but the serial number; it counts as one of the newest issuing CA. */
export const unknown = {
  id: computed(
    'son numéro de série',
    'its serial number',
    (v, s) => v === s.subjectId && /^[0-9a-f]{16,40}$/.test(s.subjectId),
  ),
  issuerId: computed(
    'l’autorité émettrice la plus récente, des jetons ou des certificats Nomade',
    'the newest issuing CA, of tokens or of nomade credentials',
    (v, s) => {
      const made = s.find('authoritiesOfKind', 'issuing').filter(isMade);
      const all = made.filter(({ purpose }) => purpose === s.get('authority', String(v))?.purpose);
      const latest = Math.max(...all.map(({ notBefore }) => Number(notBefore)));
      return all.some(({ id, notBefore }) => id === v && notBefore === latest);
    },
  ),
  profile: constant('unknown'),
  profileHash: constant(''),
  policy: constant(''),
  state: constant('intended'),
  publicKeyHash: constant(''),
  notAfter: computed('la fin de son autorité', 'the end of its issuer', (v, s) => v === issuerOf(s)?.['notAfter']),
  orderedBy: actor,
};
/** Signed: from here on its DER is known. */
export const signed = { sha256: newDigest('certificate.sha256') };
/** Nobody held it as good. */
export const neverSealed = { revokedAt: now, revocationReason: constant('never-sealed') };

/** Who had it ordered has it signed. */
export const orderedByActor = ofPeople(
  must(
    'l’acteur est celui qui l’a commandé',
    'the actor is who ordered it',
    (s) => s.value('certificate.orderedBy') === s.entry.actor,
  ),
  'n’a pas commandé ce certificat',
  'did not order this certificate',
);
/** Profiles of what is no person's, and of what nothing is known. */
const NOT_FOR_PEOPLE: readonly unknown[] = ['workstation', 'tls-server', 'ocsp-signer', 'unknown'];
/** What somebody may ask for: a nomade credential has a profile of its own, and nobody gets a machine's. */
export const profileForPeople = computed(
  'le profil « nomade » pour un certificat Nomade, sinon un autre profil de personnes (saisi)',
  'the profile "nomade" for a nomade credential, else another profile of people (as typed)',
  (v, s) =>
    typeof v === 'string' &&
    /^[a-z][a-z0-9-]{0,39}$/.test(v) &&
    (v === 'nomade') === (s.written('request.kind') === 'nomade') &&
    !NOT_FOR_PEOPLE.includes(v),
);
/** The profile that a request asks for. */
export const profileOfRequest = from('request.profile');
/** The profile that the request asks for was confirmed. */
export const profileConfirmed = must(
  'le profil demandé est confirmé',
  'the profile that is asked for was confirmed',
  (s) => s.get('setting', profileSetting(String(s.value('request.profile')))) !== undefined,
);

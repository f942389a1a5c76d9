import { DAY_MS, MINUTE_MS } from '../../../durations.ts';
import { noRestoreWaits } from '../../judge/standing.ts';
import { act, adds, must, type Source, service, sets, type Write } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  computed,
  constant,
  empty,
  isNow,
  newDigest,
  numberIn,
  oneOf,
  SLACK_MS,
  subject,
} from '../../language/sources.ts';
import { plainLine } from '../../language/typed-names.ts';
import { isMade, revocationOf } from '../../rules/certificates/certificates.ts';
import { PURPOSES } from '../../rules/certificates/purposes.ts';
import { type Row, textOf } from '../../tables/row.ts';
import type { AuthorityRow } from '../../tables/rows/tokens.ts';
import { standingBy } from '../service/offline.ts';

/** The longest lives in days (certs/README.md): C6 of a root and an issuing CA, R4 of an OCSP signer, and an evaluation's. */
const DAYS = { root: 7300, issuing: 3650, ocsp: 31, evaluation: 90 } as const;

const kindOf = (s: Scene) => s.written('authority.kind') as AuthorityRow['kind'];
const issuerOf = (s: Scene): Row | undefined => s.get('authority', String(s.written('authority.issuerId')));
/** The issuer of an authority's certificate: a root has none, and all others one whose certificate was made. */
const issuer = (evaluation: 0 | 1 | undefined): Source =>
  computed('sa racine, ou l’autorité pour laquelle il répond', 'its root, or the CA that it answers for', (v, s) => {
    if (kindOf(s) === 'root') return v === null;
    const above = issuerOf(s);
    const wanted = kindOf(s) === 'issuing' ? 'root' : 'issuing';
    const same = evaluation === undefined || above?.['evaluation'] === evaluation;
    return v !== null && above !== undefined && above['kind'] === wanted && isMade(above) && same;
  });
const begins = (backdate: number): Source =>
  computed(
    'peu avant l’acte, jamais avant son autorité',
    'a little before the act, never before its issuer',
    (v, s) => {
      if (typeof v !== 'number' || v % 1000 !== 0 || v > s.clock.latest + SLACK_MS) return false;
      const above = Number(issuerOf(s)?.['notBefore'] ?? 0);
      return v >= above && (v === above || v >= s.clock.earliest - backdate - 10 * MINUTE_MS);
    },
  );
const ends = (days: (s: Scene) => number, fr: string, en: string): Source =>
  computed(`${fr}, ou plus tôt, avec son autorité`, `${en}, or sooner, with its issuer`, (v, s) => {
    const life = Number(v) - Number(s.written('authority.notBefore')) + 1000;
    const above = issuerOf(s)?.['notAfter'];
    if (life <= 0 || life > days(s) * DAY_MS || (above !== undefined && Number(v) > Number(above))) return false;
    return v === above || life % DAY_MS === 0;
  });
const serialNumber = computed('un numéro de série que nulle autre n’a', 'a serial number that no other has', (v, s) => {
  return typeof v === 'string' && /^(?!00)([0-9a-f]{2}){8,16}$/.test(v) && s.isNew('authority.serialNumber', v);
});
/** What an issuing CA is for, and where its policies are; nobody else has that. */
const ofPurpose = {
  purpose: computed(
    'ce qu’une autorité émettrice certifie : jetons, ou certificats Nomade',
    'what an issuing CA certifies: tokens, or nomade credentials',
    (v, s) => (kindOf(s) === 'issuing' ? PURPOSES.some((one) => one === v) : v === null),
  ),
  policy: computed(
    'l’arc de ses politiques, pour une autorité émettrice',
    'the arc of its policies, for an issuing CA',
    (v, s) => (kindOf(s) === 'issuing' ? typeof v === 'string' && /^[0-2](\.(0|[1-9]\d*)){2,}$/.test(v) : v === null),
  ),
};
const named = plainLine('un nom', 'a name', 500);

/** What is intended of an authority, before its key signs anything. */
const intends = (
  cells: Readonly<Record<'kind' | 'issuerId' | 'evaluation' | 'notBefore' | 'notAfter', Source>>,
): Write => adds('authority', { id: subject, serialNumber, subject: named, sha256: empty, ...ofPurpose, ...cells });
const noRealRoot = must('une racine : il n’y en a pas encore', 'a root: there is none yet', (s) => {
  if (kindOf(s) !== 'root') return true;
  return s.find('authoritiesOfKind', 'root').every((root) => root.evaluation === 1 || !isMade(root));
});
const isNewService = must(
  'personne n’a encore agi : le service est neuf',
  'nobody has acted yet: the service is new',
  (s) => {
    return s.founding();
  },
);
const isIntended = must(
  'il n’est pas encore signé',
  'it was not signed yet',
  (s) => s.value('authority.sha256') === null,
);
const isOfKind = (kind: 'evaluation' | 'ceremony' | 'ocsp') =>
  must(`l’autorité est : ${kind}`, `the authority is: ${kind}`, (s) => {
    if (s.value('authority.kind') === 'ocsp') return kind === 'ocsp';
    return kind === (s.value('authority.evaluation') === 1 ? 'evaluation' : 'ceremony');
  });
const makes = (kind: 'evaluation' | 'ceremony' | 'ocsp', fr: string, en: string) =>
  act(`authority.make ${kind}`, {
    fr,
    en,
    by: service('il a été commandé', 'it was intended'),
    on: { table: 'authority' },
    says: { kind: constant(kind) },
    writes: [sets('authority', { sha256: newDigest('authority.sha256') })],
    before: [isOfKind(kind), isIntended],
  });

/**
 * The CA's own certificates. The service makes an evaluation CA when it is new, and OCSP signers; two persons who stand by
 * make real authorities.
 */
export const AUTHORITY_ACTS = [
  act('authority.intend evaluation', {
    fr: 'Commander la racine et l’autorité émettrice d’une évaluation',
    en: 'Order the root and the issuing CA of an evaluation',
    by: service('il est neuf', 'it is new'),
    on: { table: 'authority', fresh: true },
    says: { kind: constant('evaluation') },
    writes: [
      intends({
        kind: oneOf(['root', 'issuing']),
        issuerId: issuer(1),
        evaluation: constant(1),
        notBefore: begins(5 * MINUTE_MS),
        notAfter: ends(() => DAYS.evaluation, 'après 90 jours', 'after 90 days'),
      }),
    ],
    before: [isNewService],
  }),
  makes('evaluation', 'Signer une autorité d’évaluation', 'Sign an authority of an evaluation'),
  standingBy('authority.intend ceremony', {
    fr: 'Commander une racine ou une autorité émettrice, à sa cérémonie',
    en: 'Order a root or an issuing CA, at its ceremony',
    on: { table: 'authority', fresh: true },
    says: { kind: constant('ceremony') },
    writes: [
      intends({
        kind: oneOf(['root', 'issuing']),
        issuerId: issuer(0),
        evaluation: constant(0),
        notBefore: begins(0),
        notAfter: ends(
          (s) => DAYS[kindOf(s)],
          'après 20 ans au plus pour une racine, 10 pour une autorité émettrice',
          'after 20 years at most of a root, 10 of an issuing CA',
        ),
      }),
    ],
    before: [noRealRoot, noRestoreWaits],
  }),
  makes('ceremony', 'Signer une racine ou une autorité émettrice', 'Sign a root or an issuing CA'),
  act('authority.intend ocsp', {
    fr: 'Commander le signataire OCSP d’une autorité émettrice',
    en: "Order an issuing CA's OCSP signer",
    by: service('le précédent arrive à son terme', 'the one before ends soon'),
    on: { table: 'authority', fresh: true },
    says: { kind: constant('ocsp') },
    writes: [
      intends({
        kind: constant('ocsp'),
        issuerId: issuer(undefined),
        evaluation: computed('comme son autorité', 'as its issuer', (v, s) => v === issuerOf(s)?.['evaluation']),
        notBefore: begins(60 * MINUTE_MS),
        notAfter: ends(() => DAYS.ocsp, 'après 31 jours au plus', 'after 31 days at most'),
      }),
    ],
  }),
  makes('ocsp', 'Signer le certificat d’un signataire OCSP', "Sign an OCSP signer's certificate"),
  act('authority.adopt', {
    fr: 'Reprendre une autorité dont la clé est là, que ces données ne connaissent pas',
    en: 'Adopt an authority whose key is here, and which these records do not know',
    by: service('sa clé est là', 'its key is here'),
    on: { table: 'authority', fresh: true },
    writes: [
      adds('authority', {
        id: subject,
        kind: oneOf(['root', 'issuing', 'ocsp']),
        ...ofPurpose,
        issuerId: issuer(undefined),
        serialNumber,
        subject: named,
        sha256: newDigest('authority.sha256'),
        evaluation: oneOf([0, 1]),
        notBefore: numberIn(0, Number.MAX_SAFE_INTEGER),
        notAfter: ends((s) => DAYS[kindOf(s)], 'après la durée de son genre', 'after the life of its kind'),
      }),
    ],
    before: [
      must(
        'ces données ont été restaurées et attendent deux personnes, ou le service est neuf',
        'these records were restored and wait for two persons, or the service is new',
        (s) => s.founding() || !noRestoreWaits.holds(s),
      ),
    ],
  }),
  standingBy('authority.revoke', {
    fr: 'Révoquer une autorité émettrice',
    en: 'Revoke an issuing CA',
    on: { table: 'authority' },
    writes: [
      adds('setting', {
        id: computed('`authority-revoked:` et l’autorité', 'authority-revoked: and the authority', (v, s) => {
          return v === revocationOf(s.subjectId);
        }),
        value: computed('l’instant de l’acte, en texte', 'the moment of the act, as text', (v, s) => {
          return typeof v === 'string' && /^\d{1,15}$/.test(v) && isNow(Number(v), s);
        }),
      }),
    ],
    before: [
      must('c’est une autorité émettrice réelle', 'it is a real issuing CA', (s) => {
        return textOf(s.row('authority'), 'kind') === 'issuing' && s.value('authority.evaluation') === 0;
      }),
    ],
  }),
];

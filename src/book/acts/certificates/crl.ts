import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../durations.ts';
import { noRestoreWaits } from '../../judge/standing.ts';
import { act, adds, addsMany, all, moves, type Named, not, service, some } from '../../language/language.ts';
import { endsAppointments, endsLetters, passwordLettersOf, pinLettersOf, type Rows } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, fromNew, newDigest, numberIn, SLACK_MS } from '../../language/sources.ts';
import { CRL_LIFETIME, isMade, KEPT_AFTER_END, revocationOf, unknown } from '../../rules/certificates/certificates.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { type Row, textOf } from '../../tables/row.ts';
import { TOKEN_IN_USE } from '../../tables/states.ts';

/** A CRL is dated before its entries are gathered and signed. */
const SIGNED_WITHIN = 5 * MINUTE_MS;

const issuerId = (s: Scene): string => s.subjectId.slice(0, s.subjectId.lastIndexOf('-'));
const issuer: Named = { table: 'authority', find: (s) => s.get('authority', issuerId(s)) };
const last: Named = { table: 'crl', find: (s) => s.find('lastCrlOfIssuer', issuerId(s))[0] };
const around = { authority: issuer, last };
const written = (s: Scene, column: string): number => Number(s.written(`crl.${column}`));
const isRoot = (s: Scene): boolean => s.value('authority.kind') === 'root';

/** A root's issuing CAs that were revoked. */
const revokedBelow = (s: Scene): Row[] =>
  s
    .find('authoritiesOfKind', 'issuing')
    .filter((row) => row.issuerId === issuerId(s) && s.get('setting', revocationOf(String(row.id))) !== undefined);
const revokedSoFar = (s: Scene): number => (isRoot(s) ? revokedBelow(s).length : s.revoked(issuerId(s), 0));

const id = computed('l’autorité et le numéro de la liste', 'the issuer and the number', (v, s) => {
  return v === s.subjectId && v === `${s.written('crl.issuerId')}-${s.written('crl.number')}`;
});
const ofIssuer = computed(
  'une autorité dont le certificat est signé',
  'an authority whose certificate was signed',
  (v, s) => {
    const row = s.row('authority');
    return v === issuerId(s) && row !== undefined && isMade(row) && row['kind'] !== 'ocsp';
  },
);
const revoked = computed(
  'combien il en a révoqué en tout',
  'how many it has revoked in all',
  (v, s) => v === revokedSoFar(s),
);
/** Never ahead of the clock. One dated before the last is allowed to a clock that was set back. */
const begins = computed(
  'l’instant de l’acte, après la précédente, sauf si l’horloge fut reculée',
  'the moment of the act, after the one before unless the clock was set back',
  (v, s) => {
    const before = Number(s.value('last.thisUpdate') ?? Number.NEGATIVE_INFINITY);
    if (typeof v !== 'number' || v % SECOND_MS !== 0 || (v <= before && s.clock.earliest >= before)) return false;
    return v >= s.clock.earliest - SIGNED_WITHIN && v <= s.clock.latest + SLACK_MS;
  },
);
/** Numbers go up also from records that were restored and do not know the last one (RFC 5280 5.2.3). */
const number = computed(
  'les secondes depuis 1970, ou un de plus que la précédente si c’est davantage',
  'the seconds since 1970, or one more than the one before where that is more',
  (v, s) => v === Math.max(Number(s.value('last.number') ?? 0) + 1, written(s, 'thisUpdate') / SECOND_MS),
);
/** 26 hours; a root signs one at a time, for a year or until its end. */
const ends = computed(
  '26 heures plus tard ; pour une racine, un an plus tard ou à sa fin',
  '26 hours later; for a root, a year later or at its end',
  (v, s) => {
    if (!isRoot(s)) return v === written(s, 'thisUpdate') + CRL_LIFETIME;
    const end = Number(s.value('authority.notAfter'));
    return v === (s.value('authority.evaluation') === 1 ? end : Math.min(written(s, 'thisUpdate') + 365 * DAY_MS, end));
  },
);
/**
 * All that is revoked: what ended two lists ago may be left out, and what was revoked while this one was made comes with
 * the next one.
 */
const entries = computed(
  'tout ce qui est révoqué, sauf ce qui est échu depuis deux listes, et ce qui l’a été pendant que celle-ci se faisait',
  'all that is revoked, but for what has ended two lists ago, and what was revoked while this one was made',
  (v, s) => {
    const at = written(s, 'thisUpdate');
    if (isRoot(s))
      return v === revokedBelow(s).filter(({ notAfter }) => Number(notAfter) >= at - KEPT_AFTER_END).length;
    const total = revokedSoFar(s);
    if (typeof v !== 'number' || v > total) return false;
    const meanwhile = total - Number(s.value('last.revoked') ?? 0);
    return v === total || v >= s.revoked(issuerId(s), Math.floor(at / DAY_MS) + 1) - meanwhile;
  },
);
const list = { id, issuerId: ofIssuer, revoked, sha256: newDigest('crl.sha256') };

const past = computed('un instant passé', 'a moment that has passed', (v, s) => {
  return typeof v === 'number' && v <= s.clock.latest + SLACK_MS;
});
/** The certificates that the entry revokes, as they stood, and the tokens in use that carry them. */
const listed: Rows = (s) =>
  s.writtenOf('certificate').flatMap(({ id: serial }) => {
    const row = s.get('certificate', serial);
    return row?.issuerId === issuerId(s) ? [row] : [];
  });
const carrying: Rows = (s) =>
  listed(s).flatMap((certificate) => {
    const token = s.get('token', String(textOf(certificate, 'tokenId')));
    if (token === undefined || token.certificateId !== certificate['id']) return [];
    return isOneOf(TOKEN_IN_USE, token.state) ? [token] : [];
  });
const takenOver = {
  by: service(
    'la liste publiée est plus récente que ces données',
    'the CRL that was published is newer than these records',
  ),
  named: around,
  before: [not(noRestoreWaits)],
};

/** What everybody is told of revocations: each issuer's list follows on its last, and restored records catch up with it. */
export const CRL_ACTS = [
  act('crl.publish', {
    fr: 'Signer la liste de révocation d’une autorité',
    en: "Sign an authority's CRL",
    by: service('quelque chose est révoqué, ou la liste vieillit', 'something was revoked, or the CRL grows old'),
    on: { table: 'crl', fresh: true },
    named: around,
    writes: [
      adds('crl', {
        ...list,
        number,
        thisUpdate: begins,
        nextUpdate: ends,
        entries,
      }),
    ],
  }),
  act('crl.takeOver unknown', {
    ...takenOver,
    fr: 'Inscrire les certificats que la liste publiée révoque et que ces données ne connaissent pas',
    en: 'Note the certificates that the published CRL revokes and these records do not know',
    on: { any: ['crl'] },
    says: { kind: constant('unknown') },
    writes: [
      addsMany('certificate', {
        ...unknown,
        id: computed(
          'un numéro de série',
          'a serial number',
          (v) => typeof v === 'string' && /^[0-9a-f]{2,40}$/.test(v),
        ),
        issuerId: computed('l’autorité de la liste', 'the issuer of the CRL', (v, s) => v === issuerId(s)),
        notBefore: past,
        intendedAt: fromNew('certificate.notBefore'),
      }),
    ],
  }),
  act('crl.takeOver revoked', {
    ...takenOver,
    fr: 'Révoquer ce que la liste publiée révoque, avec les jetons et les lettres',
    en: 'Revoke what the published CRL revokes, with tokens and letters',
    on: { any: ['crl'] },
    says: { kind: constant('revoked') },
    writes: [
      some(listed, moves('certificate', 'revoke', { revokedAt: past, revocationReason: constant('other') })),
      all(carrying, moves('token', 'revoke')),
      endsLetters((s) => [...pinLettersOf(carrying)(s), ...passwordLettersOf(listed)(s)]),
      endsAppointments(carrying, past),
    ],
  }),
  act('crl.takeOver crl', {
    ...takenOver,
    fr: 'Reprendre la liste publiée : les numéros continuent après le sien',
    en: 'Take the published CRL over: numbers go on after its own',
    on: { table: 'crl', fresh: true },
    says: { kind: constant('crl') },
    writes: [
      adds('crl', {
        ...list,
        number: computed('un numéro après le dernier connu', 'a number after the last that is known', (v, s) => {
          return typeof v === 'number' && Number.isInteger(v) && v > Number(s.value('last.number') ?? 0);
        }),
        thisUpdate: past,
        nextUpdate: computed('après sa date', 'after its date', (v, s) => Number(v) > written(s, 'thisUpdate')),
        entries: numberIn(0, 10_000_000),
      }),
    ],
  }),
];

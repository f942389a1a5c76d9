import { act, adds, all, by, moves, must, service } from '../../language/language.ts';
import {
  dropsUnfetched,
  endsAppointments,
  endsLetters,
  passwordLettersOf,
  pinLettersOf,
  type Rows,
} from '../../language/revokes.ts';
import { now } from '../../language/sources.ts';
import { unknown } from '../../rules/certificates/certificates.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { TOKEN_IN_USE } from '../../tables/states.ts';

/** The token in use that carries the certificate of the scene. */
const carrying: Rows = (s) => {
  const token = s.row('token');
  const carries = isOneOf(TOKEN_IN_USE, token?.['state']) && token?.['certificateId'] === s.subjectId;
  return token && carries ? [token] : [];
};
/** The certificate of the scene, where no token carries it. */
const alone: Rows = (s) => {
  const certificate = s.row('certificate');
  return certificate?.['tokenId'] === null ? [certificate] : [];
};
const letters: Rows = (s) => [...pinLettersOf(carrying)(s), ...passwordLettersOf(alone)(s)];
const over = must('son terme est passé', 'its end has passed', (s) => {
  return Number(s.value('certificate.notAfter')) < s.clock.latest;
});
/** These records were restored, now or at any time. */
const restoredOnce = must('ces données ont été restaurées un jour', 'these records were restored once', (s) => {
  return s.get('setting', 'restore') !== undefined;
});

/** Step 9: a certificate ends, and its token with it; one that restored records do not know is noted, to be revoked. */
export const EXPIRY_ACTS = [
  act('certificate.expire', {
    fr: 'Constater la fin d’un certificat, et celle du jeton qui le porte, ou de sa demande si nul ne l’a téléchargé',
    en: 'Note that a certificate has ended, and the token that carries it, or its request where nobody downloaded it',
    by: service('le certificat est arrivé à son terme', 'the certificate has ended'),
    on: { table: 'certificate' },
    named: { token: by('token', 'certificate.tokenId') },
    writes: [
      moves('certificate', 'expire'),
      all(carrying, moves('token', 'expire')),
      endsLetters(letters),
      endsAppointments(carrying),
      dropsUnfetched(alone),
    ],
    before: [over],
  }),
  act('certificate.lost', {
    fr: 'Inscrire un certificat que des données restaurées ne connaissent pas, pour qu’il soit révoqué',
    en: 'Note a certificate that restored records do not know, so that it is revoked',
    by: service('quelqu’un le révoque', 'somebody revokes it'),
    on: { table: 'certificate', fresh: true },
    writes: [adds('certificate', { ...unknown, notBefore: now, intendedAt: now })],
    before: [restoredOnce],
  }),
];

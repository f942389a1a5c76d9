import { noRestoreWaits } from '../../judge/standing.ts';
import { act, adds, must, ofPeople, oneself, type Source, service, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, empty, fresh, input, now, numberIn, oneOf, subject } from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import { NEEDED } from '../../rights/last-of-role.ts';
import type { RowOf } from '../../tables/row.ts';
import { type Given, grantable, isOperator, isPerson, laterEnd, moment, ORDINARY_ROLES } from './granting.ts';
import { reopens } from './reopening.ts';
import { someoneIsLeft } from './someone-is-left.ts';

const ofSubject = (s: Scene) => ({ personId: s.subjectId });
const account = (s: Scene): RowOf<'account'> | undefined => s.get('account', s.subjectId);
const personStands = must('les données de la personne ne sont pas effacées', "the person's data were not purged", (s) =>
  isPerson(s, s.subjectId),
);
const waits = must('le compte attend un lien ou un code', 'the account waits for a link or a code', (s) => {
  return account(s)?.state === 'invited';
});
const notAnOperator = must('la personne n’a aucun rôle d’opérateur', "the person has no operator's role", (s) => {
  return !isOperator(s, s.subjectId);
});

const given = (s: Scene): Given[] =>
  s
    .writtenOf('grant')
    .filter(({ before }) => before === undefined)
    .map(({ after }) => after);
const scope: Source = input('un périmètre', 'a scope', /^(\*|[A-Za-z0-9/_-]{1,60})$/);

const accountStep = stepActs('account');

/** How accounts are opened and closed, and who gets which role from one administrator. */
export const ACCOUNT_ACTS = [
  act('account.firstLink', {
    fr: 'Donner au terminal un lien pour les premières personnes, ou pour qui confirme une restauration',
    en: 'Give a link at the terminal to the first people, or to whoever confirms a restore',
    by: service('au démarrage, tant qu’ils ne sont pas entrés', 'at its start, until they came in'),
    on: { table: 'account' },
    before: [
      waits,
      must(
        'la personne est administrateur ou responsable sécurité',
        'the person is administrator or security officer',
        (s) => s.find('grantsOfPerson', s.subjectId).some((grant) => NEEDED.some((role) => role === grant.role)),
      ),
    ],
  }),
  act('account.invite', {
    fr: 'Faire un lien à usage unique ; un compte ouvert se ferme d’abord',
    en: 'Make a one-time link; an account that is open closes first',
    by: who('account.invite', ofSubject),
    on: { table: 'account' },
    says: {
      from: computed('l’état du compte avant', 'the state of the account before', (v, s) => v === account(s)?.state),
    },
    writes: [
      sets('account', { inviterId: actor, voucherId: empty }, { when: waits }),
      ...reopens((s) => (waits.holds(s) ? [] : [s.subjectId]), actor),
    ],
    before: [
      personStands,
      must(
        'aucun compte d’opérateur ne se rouvre par une seule personne',
        "no operator's account is reopened by one person",
        (s) => waits.holds(s) || notAnOperator.holds(s),
      ),
    ],
  }),
  act('account.vouch', {
    fr: 'Donner le code qui va avec le lien d’un autre',
    en: "Give the code that goes with another person's link",
    by: who('account.vouch', ofSubject),
    on: { table: 'account' },
    writes: [sets('account', { voucherId: actor })],
    before: [
      waits,
      ofPeople(
        must('une autre personne a fait le lien', 'another person made the link', (s) => {
          const inviter = account(s)?.inviterId ?? null;
          return inviter !== null && inviter !== 'system' && inviter !== s.entry.actor;
        }),
        'a fait le lien',
        'made the link',
      ),
    ],
  }),
  accountStep('account.activate', 'activate', {
    fr: 'Entrer par un lien ; pour un opérateur, avec le code d’une seconde personne',
    en: "Come in by a link; an operator with a second person's code",
    by: { ...oneself((s) => s.subjectId), opens: true },
    before: [
      must('quelqu’un a fait le lien', 'somebody made the link', (s) => (account(s)?.inviterId ?? null) !== null),
      must(
        'pour un opérateur, une seconde personne a donné le code',
        'for an operator a second person gave the code',
        (s) => notAnOperator.holds(s) || (account(s)?.voucherId ?? null) !== null,
      ),
    ],
  }),
  accountStep('account.disable', 'disable', {
    fr: 'Désactiver un compte',
    en: 'Disable an account',
    by: who('account.disable', ofSubject),
    before: [
      someoneIsLeft(
        (s) =>
          ({ personId }) =>
            personId === s.subjectId,
      ),
    ],
  }),
  act('account.grant', {
    fr: 'Donner un rôle qui n’est pas d’opérateur',
    en: "Give a role that is no operator's",
    by: who('account.grant', ofSubject),
    on: { table: 'person' },
    writes: [
      adds('grant', {
        id: fresh,
        personId: subject,
        role: oneOf(ORDINARY_ROLES),
        scope,
        grantedAt: now,
        granterId: actor,
        validFrom: moment,
        validUntil: laterEnd,
      }),
    ],
    before: [grantable(given), noRestoreWaits],
  }),
  act('account.endGrant', {
    fr: 'Mettre fin à un rôle',
    en: 'End a role',
    by: who('account.endGrant', (s) => ({ personId: String(s.value('grant.personId')) })),
    on: { table: 'grant' },
    writes: [sets('grant', { revokedAt: now })],
    before: [
      must('le rôle n’a pas pris fin', 'the role has not ended', (s) => s.value('grant.revokedAt') === null),
      someoneIsLeft(
        (s) =>
          ({ id }) =>
            id === s.subjectId,
      ),
    ],
  }),
  act('account.endSessions', {
    fr: 'Fermer les sessions de quelqu’un',
    en: "End somebody's sessions",
    by: who('account.endSessions', ofSubject),
    // it only ends something: an account whose row somebody edited keeps no session
    on: { any: ['account'] },
    says: { ended: numberIn(0, 1_000_000) },
  }),
  act('session.endAll', {
    fr: 'Fermer toutes les sessions, sauf la sienne',
    en: 'End every session but their own',
    by: who('account.endSessions', () => ({ personId: null })),
    on: { word: 'session:all' },
    says: { ended: numberIn(0, 100_000_000) },
  }),
];

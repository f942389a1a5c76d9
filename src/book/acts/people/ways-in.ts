import { DAY_MS } from '../../../durations.ts';
import { wasGranted } from '../../judge/standing.ts';
import { act, adds, must, oneself, service, sets } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  committed,
  computed,
  constant,
  empty,
  input,
  isNow,
  maybe,
  now,
  numberIn,
  subject,
} from '../../language/sources.ts';
import { API_TOKEN_DAYS } from '../../rules/limits.ts';
import type { Role } from '../../tables/codes.ts';
import { isOperator } from './granting.ts';

const owner = oneself((s: Scene) => s.subjectId);
const passkey = input('une empreinte de clé d’accès', "a passkey's fingerprint", /^[\w-]{16}$/);

/** What somebody does with the ways into their own account. */
export const WAYS_IN_ACTS = [
  act('account.changePassword', {
    fr: 'Changer son mot de passe',
    en: 'Change their password',
    by: owner,
    on: { table: 'account' },
  }),
  act('account.link session', {
    fr: 'Relier son identité chez un fournisseur, depuis sa session',
    en: "Link one's identity at a provider, from one's session",
    by: owner,
    on: { table: 'account' },
    says: { kind: constant('session'), issuer: input('une adresse', 'an address') },
  }),
  act('account.link email', {
    fr: 'Relier une identité par son adresse ; deux personnes n’ont plus ouvert ce compte',
    en: 'Link an identity by its address; the account is no longer one that two persons opened',
    by: owner,
    on: { table: 'account' },
    says: { kind: constant('email'), issuer: input('une adresse', 'an address') },
    writes: [
      sets(
        'account',
        { voucherId: empty },
        {
          when: must('une seconde personne l’avait ouvert', 'a second person had opened it', (s) => {
            return s.value('account.voucherId') !== null;
          }),
        },
      ),
    ],
    before: [must('ce n’est pas un opérateur', 'it is no operator', (s) => !isOperator(s, s.subjectId))],
  }),
  act('apiToken.create', {
    fr: 'Se faire un jeton d’API, pour des rôles que l’on a',
    en: 'Make oneself an API token, for roles that one holds',
    by: oneself((s) => s.written('apiToken.personId')),
    on: { table: 'apiToken', fresh: true },
    says: { days: numberIn(1, API_TOKEN_DAYS) },
    writes: [
      adds('apiToken', {
        id: subject,
        personId: actor,
        name: committed,
        scopes: computed('des rôles que l’acteur a', 'roles that the actor holds', (v, s) => {
          const roles = typeof v === 'string' ? v.split(',') : [];
          const held = roles.every((role) => wasGranted(s, s.entry.actor, role as Role));
          return roles.length > 0 && held && new Set(roles).size === roles.length;
        }),
        createdAt: now,
        expiresAt: computed(
          'autant de jours après, ou avant, avec son certificat',
          'as many days later, or sooner, with its certificate',
          (v, s) => {
            const end = typeof v === 'number' ? v - Number(s.entry.detail['days']) * DAY_MS : Number.NaN;
            const bound = s.written('apiToken.thumbprint') !== null;
            return isNow(end, s) || (bound && Number(v) > s.clock.earliest && end <= s.clock.latest);
          },
        ),
        thumbprint: maybe(input('une empreinte de certificat', "a certificate's thumbprint", /^[\w-]{43}$/)),
      }),
    ],
  }),
  act('apiToken.revoke', {
    fr: 'Révoquer son jeton d’API',
    en: 'Revoke an API token of their own',
    by: oneself((s) => s.value('apiToken.personId')),
    on: { table: 'apiToken' },
    writes: [sets('apiToken', { revokedAt: now })],
    before: [must('il n’est pas révoqué', 'it was not revoked', (s) => s.value('apiToken.revokedAt') === null)],
  }),
  act('passkey.register', {
    fr: 'Enregistrer une clé d’accès',
    en: 'Register a passkey',
    by: owner,
    on: { table: 'account' },
    says: { passkey },
  }),
  act('passkey.remove', {
    fr: 'Retirer une clé d’accès',
    en: 'Remove a passkey',
    by: owner,
    on: { table: 'account' },
    says: { passkey },
  }),
  act('passkey.use!failed', {
    fr: 'Refuser une clé d’accès dont le compteur a reculé : elle a été copiée, ou est défectueuse',
    en: 'Refuse a passkey whose counter went back: it was copied, or is broken',
    by: service('le compteur a reculé', 'the counter went back'),
    on: { table: 'account' },
    says: { passkey, failure: constant('counter') },
  }),
  act('session.letIn', {
    fr: 'Laisser entrer la ligne de commande',
    en: 'Let the command line in',
    by: owner,
    on: { table: 'account' },
  }),
];

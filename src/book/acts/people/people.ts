import { ERROR_CODES } from '../../../errors.ts';
import { act, adds, all, moves, must, type Source, service, sets, type Write, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  committed,
  constant,
  empty,
  fresh,
  maybe,
  newDigest,
  now,
  numberIn,
  oneOf,
  optional,
  subject,
} from '../../language/sources.ts';
import { plainLine, serviceCode, siteName } from '../../language/typed-names.ts';
import { CERTIFIED } from '../../rules/request/content.ts';
import { DISMISSALS, ROLES } from '../../tables/codes.ts';
import type { Row } from '../../tables/row.ts';
import { waitsToBeMade } from '../../tables/states.ts';

const count = numberIn(0, 100_000_000);
const byDirectory = service('l’annuaire le dit', 'the directory says so');

/** A person comes with an account that waits for a link, and one role. */
const newPerson = (role: Source, opener: Source): Write[] => [
  adds('person', {
    id: subject,
    directoryId: committed,
    givenName: committed,
    familyName: committed,
    email: committed,
    userPrincipalName: maybe(committed),
    securityIdentifier: maybe(committed),
    postalAddress: maybe(committed),
    service: serviceCode,
    site: siteName,
    createdAt: now,
  }),
  adds('account', {
    id: subject,
    state: constant('invited'),
    createdAt: now,
    inviterId: opener,
    voucherId: opener,
  }),
  adds('grant', { id: fresh, personId: subject, role, scope: constant('*'), grantedAt: now }),
];

const founding = must(
  'personne n’a encore agi, et nul autre n’a ce rôle',
  'nobody has acted yet, and nobody else has the role',
  (s) => s.founding() && s.find('grantsOfRole', s.written('grant.role') ?? null).length === 0,
);

/** Requests of the person that were asked, and perhaps approved, under what a certificate would not say any more. */
const outdated = (s: Scene): readonly Row[] => {
  const [person] = s.writtenOf('person');
  if (!CERTIFIED.some((column) => Object.hasOwn(person?.said ?? {}, column))) return [];
  return s.find('requestsOfPerson', s.subjectId).filter(({ state }) => waitsToBeMade(state));
};
const idOf = (row: Row): string => String(row['id']);

/** Step 1: people come from the directory, each as an agent; the first two come alone. */
export const PEOPLE_ACTS = [
  act('person.found', {
    fr: 'Faire venir les deux premières personnes, un administrateur et un responsable sécurité',
    en: 'Bring in the first two people, an administrator and a security officer',
    by: service('personne n’a encore agi', 'nobody has acted yet'),
    on: { table: 'person', fresh: true },
    writes: newPerson(oneOf(['administrator', 'security-officer']), constant('system')),
    before: [founding],
  }),
  act('person.add', {
    fr: 'Reprendre une personne de l’annuaire ou d’un fichier',
    en: 'Bring in a person of the directory or of a file',
    by: [
      who('person.import'),
      who('request.submit', (s) => ({
        askerId: s.entry.actor,
        holderId: s.subjectId,
        service: String(s.written('person.service')),
      })),
      byDirectory,
    ],
    on: { table: 'person', fresh: true },
    writes: newPerson(constant('agent'), empty),
  }),
  act('person.update', {
    fr: 'Mettre une personne à jour ; si ce qu’un certificat dit d’elle change, ses demandes sont à approuver à nouveau',
    en: 'Bring a person up to date; where what a certificate says of them changes, their requests are to be approved anew',
    by: [who('person.import'), byDirectory],
    on: { table: 'person' },
    writes: [
      sets('person', {
        givenName: optional(committed),
        familyName: optional(committed),
        email: optional(committed),
        userPrincipalName: optional(maybe(committed)),
        securityIdentifier: optional(maybe(committed)),
        postalAddress: optional(maybe(committed)),
        service: optional(serviceCode),
        site: optional(siteName),
      }),
      all(
        outdated,
        moves('request', 'askAgain', {
          approvedAt: empty,
          producerId: empty,
          leaseUntil: empty,
          contentHash: newDigest('request.contentHash'),
          contentSalt: committed,
        }),
      ),
      all(
        (s) => outdated(s).flatMap((request) => s.find('approvalsOfRequest', idOf(request))),
        sets('approval', { withdrawnAt: now }),
      ),
    ],
    before: [
      must('ses données ne sont pas effacées', 'their data were not purged', (s) => {
        return s.get('person', s.subjectId)?.purgedAt === null;
      }),
      must('aucune de ces demandes n’est en cours de production', 'none of these requests is being produced', (s) =>
        outdated(s).every((request) => s.find('openJobsOfRequest', idOf(request)).length === 0),
      ),
    ],
  }),
  act('person.setAddress', {
    fr: 'Dire où vont ses propres lettres, ou qu’elles vont à son site',
    en: 'Say where one’s own letters go, or that they go to one’s site',
    by: who('person.setAddress', (s) => ({ holderId: s.subjectId })),
    on: { table: 'person' },
    writes: [sets('person', { postalAddress: maybe(committed) })],
  }),
  act('directory.read', {
    fr: 'Lire l’annuaire d’un bout à l’autre',
    en: 'Read the directory from end to end',
    by: [who('person.import'), service('son heure est venue', 'its time has come')],
    on: { word: 'directory' },
    says: {
      seen: count,
      added: count,
      updated: count,
      unchanged: count,
      refused: count,
      leavers: count,
      suggestions: count,
    },
  }),
  act('directory.read!failed', {
    fr: 'Ne pas pouvoir lire l’annuaire',
    en: 'Fail to read the directory',
    by: [who('person.import'), service('son heure est venue', 'its time has come')],
    on: { word: 'directory' },
    says: { code: oneOf(ERROR_CODES) },
  }),
  act('suggestion.dismiss', {
    fr: 'Écarter un rôle que l’annuaire propose, avec un motif',
    en: 'Put a role that the directory suggests aside, with a reason',
    by: who('suggestion.dismiss', (s) => ({ personId: s.subjectId })),
    on: { table: 'person' },
    says: {
      role: oneOf(ROLES),
      scope: plainLine('un périmètre', 'a scope', 60),
      kind: oneOf(['grant', 'end']),
      reason: oneOf(DISMISSALS),
    },
  }),
];

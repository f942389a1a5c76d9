import { act, all, any, moves, must, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, empty, now, numberIn, optional, SLACK_MS } from '../../language/sources.ts';
import { ENTRY_ROWS, limitOf, settingsOf } from '../../rules/limits.ts';
import type { Cell, Row } from '../../tables/row.ts';
import { PERSONAL, type TableName } from '../../tables/tables.ts';
import { confirms, decided } from '../two-persons/decided.ts';

const PEOPLE = 100;

const ids = (s: Scene): readonly string[] => decided('person.purge', s)?.personIds ?? [];

/** The moment before which everything that bound the person to the service must have ended (J4). */
function limit(s: Scene): number {
  const moment = new Date(s.clock.latest + SLACK_MS);
  moment.setUTCFullYear(moment.getUTCFullYear() - limitOf(settingsOf(s), 'purge.years'));
  return moment.getTime();
}
const isBefore = (value: Cell | undefined, moment: number): boolean => typeof value === 'number' && value < moment;

/** Whether nothing has bound the person to us since then: no certificate, request, token or role. */
function isDue(s: Scene, id: string): boolean {
  const since = limit(s);
  const person = s.get('person', id);
  const requests = [...s.find('requestsOfPerson', id), ...s.find('requestsOfAsker', id)];
  const roles = s.find('grantsEverOfPerson', id).filter((grant) => grant.role !== 'agent');
  return (
    person?.purgedAt === null &&
    isBefore(person.createdAt, since) &&
    s.find('certificatesOfPerson', id).every((certificate) => isBefore(certificate.notAfter, since)) &&
    requests.every((request) => isBefore(request.closedAt, since)) &&
    s.find('tokensOfPerson', id).length === 0 &&
    roles.every((grant) => isBefore(grant.revokedAt, since))
  );
}

/** Everything personal of a table, as nothing: where it is not that already. */
const nothingOf = (table: TableName) =>
  Object.fromEntries((PERSONAL[table] ?? []).map((name) => [name, optional(empty)]));

const nothingLeft = (table: TableName) =>
  must('il n’y reste rien de personnel', 'nothing personal is left in it', (s) =>
    (PERSONAL[table] ?? []).every((name) => s.written(`${table}.${name}`) === null),
  );

const isEmptied = (table: TableName, row: Row): boolean =>
  (PERSONAL[table] ?? []).every((name) => (row[name] ?? null) === null);
/** The rest of somebody is purged in pieces: what the last of them leaves is left for good. */
const wholly = must(
  'avec le dernier morceau il ne reste ni accès, ni rôle, ni rien de personnel dans ses demandes, leurs remises et ses certificats',
  'with the last of them nothing personal is left in their requests, the hand-overs of these and their certificates, nor a way in or a role',
  (s) => {
    const { rows, from } = s.entry.detail;
    if (Number(from) + s.steps.length < Number(rows)) return true;
    const requests = s.findLater('requestsOfPerson', s.subjectId);
    const handovers = requests.flatMap(({ id }) => s.findLater('handoversOfRequest', id));
    return (
      s.later('account', s.subjectId)?.state === 'disabled' &&
      s.findLater('grantsOfPerson', s.subjectId).length === 0 &&
      s.findLater('apiTokensOfPerson', s.subjectId).length === 0 &&
      requests.every((row) => isEmptied('request', row)) &&
      handovers.every((row) => isEmptied('handover', row)) &&
      s.findLater('certificatesOfPerson', s.subjectId).every((row) => isEmptied('certificate', row))
    );
  },
);

const isTheirs = (path: string) =>
  must('la ligne est à cette personne', "the row is this person's", (s) => s.value(path) === s.subjectId);
const ofTheirRequest = must(
  'la remise est celle d’une de ses demandes',
  'the hand-over is of a request of theirs',
  (s) => {
    return s.get('request', String(s.value('handover.requestId')))?.holderId === s.subjectId;
  },
);
const notEnded = must('le rôle n’a pas pris fin', 'the role has not ended', (s) => s.value('grant.revokedAt') === null);
const persons = (s: Scene): readonly Row[] =>
  ids(s).flatMap((id) => {
    const person = s.get('person', id);
    return person ? [person] : [];
  });

/** Personal data end years after the last certificate; proofs stay. */
export const PURGE_ACTS = [
  confirms('person.purge', {
    says: { purged: computed('leur nombre', 'how many they are', (v, s) => v === ids(s).length) },
    writes: [
      all(persons, sets('person', { ...nothingOf('person'), purgedAt: now }, { each: [nothingLeft('person')] })),
    ],
    before: [
      must(
        'rien ne lie plus ces personnes à nous depuis `purge.years` ans',
        'nothing has bound these people to us for purge.years years',
        (s) => ids(s).length > 0 && ids(s).length <= PEOPLE && ids(s).every((id) => isDue(s, id)),
      ),
    ],
  }),
  act('person.purge', {
    fr: 'Effacer le reste de ce qui est personnel d’une personne effacée',
    en: 'Empty the rest of what is personal of a purged person',
    by: who('dualControl.confirm', (s) => ({ personId: s.subjectId })),
    on: { table: 'person' },
    says: {
      rows: numberIn(1, 1_000_000),
      from: computed(
        'un multiple de 50, et 50 lignes ou le reste',
        'a multiple of 50, and 50 rows or the rest',
        (v, s) => {
          const left = Number(s.entry.detail['rows']) - Number(v);
          return typeof v === 'number' && v % ENTRY_ROWS === 0 && s.steps.length === Math.min(ENTRY_ROWS, left);
        },
      ),
    },
    writes: [
      any(moves('account', 'disable', {}, { each: [isTheirs('account.id')] })),
      any(sets('grant', { revokedAt: now }, { each: [isTheirs('grant.personId'), notEnded] })),
      any(
        sets(
          'apiToken',
          {
            ...nothingOf('apiToken'),
            revokedAt: computed('sa fin, ou l’instant de l’acte', 'its end, or the moment of the act', (v, s) => {
              const before = s.value('apiToken.revokedAt') ?? null;
              return before === null ? now.fits(v, s) : v === before;
            }),
          },
          { each: [isTheirs('apiToken.personId'), nothingLeft('apiToken')] },
        ),
      ),
      any(sets('request', nothingOf('request'), { each: [isTheirs('request.holderId'), nothingLeft('request')] })),
      any(sets('device', nothingOf('device'), { each: [isTheirs('device.holderId'), nothingLeft('device')] })),
      any(
        sets('certificate', nothingOf('certificate'), {
          each: [isTheirs('certificate.holderId'), nothingLeft('certificate')],
        }),
      ),
      any(sets('handover', nothingOf('handover'), { each: [ofTheirRequest, nothingLeft('handover')] })),
    ],
    before: [
      must('deux personnes ont décidé de l’effacer', 'two persons decided to purge them', (s) => {
        return typeof s.value('person.purgedAt') === 'number';
      }),
      wholly,
    ],
  }),
];

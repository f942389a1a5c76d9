import canonicalize from 'canonicalize';
import { act, must, not, type Source, service } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, isNow, json, SLACK_MS } from '../../language/sources.ts';
import { limitOf, settingsOf } from '../../rules/limits.ts';
import { lastPromise } from '../../rules/waiting/promises.ts';
import {
  isLate,
  isMoreLate,
  LATE,
  LATE_AGAIN_MS,
  type LateDates,
  readLate,
} from '../../rules/waiting/service-level.ts';
import type { RowOf } from '../../tables/row.ts';
import { waitsToBeMade } from '../../tables/states.ts';
import { changesSetting } from '../service/give-setting.ts';

const standing = (s: Scene): LateDates | undefined => readLate(s.get('setting', LATE)?.value);
const promisedBy = (s: Scene) => lastPromise(s.find('promisesOfRequest', s.subjectId) as RowOf<'promise'>[])?.byDay;
const isWaiting = (s: Scene): boolean => waitsToBeMade(s.value('request.state'));
const isPromisedLate = must(
  'la demande attend, et sa dernière date annoncée dépasse `service.days` jours ouvrés',
  'the request waits, and its last date is later than service.days working days',
  (s) => {
    const byDay = promisedBy(s);
    const submittedAt = Number(s.value('request.submittedAt'));
    return (
      byDay !== undefined && isWaiting(s) && isLate({ submittedAt, byDay }, limitOf(settingsOf(s), 'service.days'))
    );
  },
);

const begins: Source = computed(
  '{count, request, until, since, ended} : combien selon le compte du service, la demande de l’acte, son dernier jour annoncé, l’instant de l’acte, rien',
  '{count, request, until, since, ended}: how many as the service counted, the request of the act, its last announced day, the moment of the act, nothing',
  (v, s) => {
    const late = readLate(v);
    if (!late || canonicalize(late) !== v || late.ended !== null) return false;
    return late.request === s.subjectId && late.until === promisedBy(s) && isNow(late.since, s);
  },
);
const ends: Source = computed(
  'le dépassement qui court, avec l’instant de l’acte pour fin',
  'the alert that stands, with the moment of the act as its end',
  (v, s) => {
    const late = readLate(v);
    const { ended, ...rest } = late ?? { ended: null };
    return (
      ended !== null && isNow(ended, s) && canonicalize({ ...rest, ended: null }) === s.get('setting', LATE)?.value
    );
  },
);
const said = (s: Scene): string | undefined => canonicalize(s.entry.detail['late']);

/** The service finds that dates are promised later than the service level, and that they are not any more. */
export const SERVICE_LEVEL_ACTS = [
  act('promise.late', {
    fr: 'Constater que des dates annoncées dépassent le délai de service',
    en: 'Find that announced dates are later than the service level',
    by: service('une date annoncée dépasse le délai de service', 'an announced date is later than the service level'),
    on: { table: 'request' },
    says: { late: json(begins) },
    writes: changesSetting(LATE, said),
    before: [
      isPromisedLate,
      must(
        'aucun dépassement ne court, ou deux fois plus de demandes le dépassent',
        'no such alert stands, or twice as many requests are late',
        (s) => isMoreLate(readLate(said(s))?.count ?? 0, standing(s)),
      ),
      must('le dernier a commencé il y a un jour au moins', 'the last one began a day ago or more', (s) => {
        const last = standing(s);
        return last === undefined || last.since + LATE_AGAIN_MS <= s.clock.latest + SLACK_MS;
      }),
    ],
  }),
  act('promise.kept', {
    fr: 'Constater que les dates annoncées tiennent de nouveau dans le délai de service',
    en: 'Find that announced dates are within the service level again',
    by: service('plus aucune n’est comptée au-delà du délai', 'none is counted later than it any more'),
    on: { table: 'request' },
    says: { late: json(ends) },
    writes: changesSetting(LATE, said),
    before: [
      must('le dépassement court', 'the alert stands', (s) => standing(s)?.ended === null),
      must(
        'il nomme cette demande, ou elle attend avec une date annoncée',
        'it names this request, or this one waits with an announced date',
        (s) => standing(s)?.request === s.subjectId || (isWaiting(s) && promisedBy(s) !== undefined),
      ),
      not(isPromisedLate),
    ],
  }),
];

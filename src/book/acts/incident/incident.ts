import { holds } from '../../judge/standing.ts';
import { blocks, type Hit, hitsSomething } from '../../language/blocks.ts';
import { act, adds, all, by, must, sets, who } from '../../language/language.ts';
import type { Rows } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, maybe, now, oneOf, subject } from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import { bindsToMachine, mayBeTheirs, NAMES_ANY_MACHINE } from '../../rules/workstation/incidents.ts';
import { INCIDENT_KINDS, INCIDENT_OUTCOMES } from '../../tables/codes.ts';
import { textOf } from '../../tables/row.ts';

/** Whom it befell, as far as rights depend on it. */
const concerned = (s: Scene) => {
  const holderId = s.written('incident.personId');
  const person = typeof holderId === 'string' ? s.get('person', holderId) : undefined;
  return person ? { holderId: person.id, service: person.service } : {};
};
const personOf = (s: Scene): string => String(s.value('incident.personId'));
/** Who has the machine, with or without a token on it. */
const holderOf = (s: Scene): string[] => {
  const machine = s.row('workstation');
  const holder = machine ? textOf(machine, 'holderId') : null;
  return holder === null ? [] : [holder];
};

/** An incident takes away what its person and its machine’s holder have in use, wherever it is, and all that is in use on the machine. */
const reported: Hit = {
  workstation: (s) => s.row('workstation'),
  people: (s) => [...new Set([personOf(s), ...holderOf(s)])],
};
/** Of a machine alone: also what its holder and those of its tokens have elsewhere. */
const machineAlone: Hit = {
  workstation: (s) => s.row('workstation'),
  people: (s) => [
    ...new Set([
      ...holderOf(s),
      ...s.find('tokensOfWorkstation', s.subjectId).flatMap((token) => textOf(token, 'holderId') ?? []),
    ]),
  ],
};
/** What is open of the machine, and of these people beyond any machine. */
const openOfMachine: Rows = (s) => [
  ...s.find('openIncidentsOfWorkstation', s.subjectId),
  ...machineAlone.people(s).flatMap((person) => s.find('openIncidents', person, null)),
];
/** Of somebody alone: their machines stay in service. */
const personAlone: Hit = { people: (s) => [s.subjectId] };
const openOfPerson: Rows = (s) => s.find('openIncidents', s.subjectId, null);
const wasBlocked = (s: Scene): boolean => typeof s.value('incident.blockedAt') === 'number';
const isOpen = must('l’incident est ouvert', 'the incident is open', (s) => s.value('incident.state') === 'open');

/** Phishing and ransomware: anybody reports it for themselves; a security officer takes away what could be misused. */
export const INCIDENT_ACTS = [
  act('incident.report', {
    fr: 'Signaler un incident',
    en: 'Report an incident',
    by: who('incident.report', concerned),
    on: { table: 'incident', fresh: true },
    writes: [
      adds('incident', {
        id: subject,
        kind: oneOf(INCIDENT_KINDS),
        state: constant('open'),
        personId: computed('une personne connue', 'a person who is known', (v, s) => {
          return typeof v === 'string' && s.get('person', v)?.purgedAt === null;
        }),
        workstationId: maybe(
          computed('un poste connu', 'a machine that is known', (v, s) => {
            return typeof v === 'string' && s.get('workstation', v) !== undefined;
          }),
        ),
        reporterId: actor,
        reportedAt: now,
      }),
    ],
    before: [
      must(
        'cette personne a le poste, a demandé un jeton pour lui ou y a un jeton en service, sauf si un technicien ou un responsable sécurité le signale',
        'that person has the machine, asked a token for it or has one in use on it, unless a technician or a security officer reports it',
        (s) => {
          const named = s.written('incident.workstationId');
          if (named === null || NAMES_ANY_MACHINE.some((role) => holds(s, s.entry.actor, role))) return true;
          const machine = s.get('workstation', String(named));
          const person = String(s.written('incident.personId'));
          const asked = s.find('requestsOfPerson', person).filter(({ state }) => bindsToMachine(state));
          const bound = [...asked, ...s.find('tokensOfPerson', person)];
          return machine !== undefined && mayBeTheirs(machine, person, bound);
        },
      ),
    ],
  }),
  act('incident.block', {
    fr: 'Bloquer : le poste, ses jetons, et tout ce que la personne et le porteur du poste ont en service',
    en: 'Block: the machine, its tokens, and everything that the person and the machine’s holder have in use',
    by: who('incident.block'),
    on: { table: 'incident' },
    named: { workstation: by('workstation', 'incident.workstationId') },
    says: { reason: oneOf(INCIDENT_KINDS) },
    writes: [sets('incident', { blockedAt: now, blockerId: actor }), ...blocks(reported)],
    // more than once, where something came into use since
    before: [isOpen, hitsSomething(reported)],
  }),
  act('incident.blockWorkstation', {
    fr: 'Bloquer un poste d’une liste ou d’un service, avec ce que son porteur et ceux de ses jetons ont en service',
    en: 'Block a machine of a list or a service, with what its holder and those of its tokens have in use',
    by: who('incident.block'),
    on: { table: 'workstation' },
    says: { reason: oneOf(INCIDENT_KINDS) },
    writes: [...blocks(machineAlone), all(openOfMachine, sets('incident', { blockedAt: now, blockerId: actor }))],
    before: [hitsSomething(machineAlone)],
  }),
  act('incident.blockPerson', {
    fr: 'Bloquer une personne d’une liste ou d’un service : tout ce qu’elle a en service, sur tout poste et sur ses appareils',
    en: 'Block a person of a list or a service: everything that they have in use, on any machine and on their devices',
    by: who('incident.block'),
    // their row may be one that somebody edited: who has something in use is somebody
    on: { any: ['person'] },
    says: { reason: oneOf(INCIDENT_KINDS) },
    writes: [...blocks(personAlone), all(openOfPerson, sets('incident', { blockedAt: now, blockerId: actor }))],
    before: [hitsSomething(personAlone)],
  }),
  stepActs('incident')('incident.close', 'close', {
    fr: 'Clore un incident',
    en: 'Close an incident',
    by: who('incident.close'),
    cells: {
      closedAt: now,
      closerId: actor,
      outcome: computed(
        `un choix parmi ${INCIDENT_OUTCOMES.join(', ')} ; « blocked » s’il y eut un blocage seulement`,
        `one of ${INCIDENT_OUTCOMES.join(', ')}; "blocked" only where something was blocked`,
        (v, s) => INCIDENT_OUTCOMES.some((one) => one === v) && (v !== 'blocked' || wasBlocked(s)),
      ),
    },
  }),
];

import { canBlock } from '../../book/rules/workstation/incidents.ts';
import type { IncidentKind } from '../../book/tables/codes.ts';
import type { HitCount } from '../../flow/incident/block-many.ts';
import type { IncidentReport } from '../../flow/reading/incident/incidents.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';

const asked = { title: 'incident.block.title', send: 'incident.block' } as const;
/** What follows: machines stay in service where none is blocked. */
const warningOf = (machines: number): Question['warning'] => {
  if (machines > 1) return 'incident.block.warning.many';
  return machines === 1 ? 'incident.block.warning' : 'incident.block.warning.alone';
};

/** What is being made, and has no certificate yet: said where there is any. */
const stopped = (t: Member['t'], begun: number): Question['facts'] =>
  begun > 0 ? [{ term: t('incident.begun'), value: `${begun}` }] : [];

/** Whom a block of one incident hits, on which machine, and how much ends. */
export function blockQuestion({ t }: Member, reason: IncidentKind, incident: IncidentReport): Question {
  const { personName, directoryId, assetNumber, machineState, holderName, machinesLeft, tokens, credentials, begun } =
    incident;
  return {
    ...asked,
    warning: warningOf(machineState !== null && canBlock(machineState) ? 1 : 0),
    facts: [
      { term: t('incident.who'), value: `${personName} (${directoryId ?? '—'})` },
      { term: t('label.workstation'), value: assetNumber ?? '—' },
      ...(machinesLeft.length === 0 ? [] : [{ term: t('incident.remains.machines'), value: machinesLeft.join(', ') }]),
      ...(holderName === null ? [] : [{ term: t('incident.holder'), value: holderName }]),
      { term: t('incident.tokens'), value: `${tokens}` },
      { term: t('incident.credentials'), value: `${credentials}` },
      ...stopped(t, begun),
      { term: t('incident.reason'), value: t(`incident.short.${reason}`) },
    ],
    back: '/securite',
  };
}

/** So many people are named in a question; the others are counted. */
const NAMED = 30;

/** How much a block of many machines and people hits, counted before it is done; a service is named, since another one's code looks much alike. */
export function manyQuestion(
  { t }: Member,
  { reason, service }: { reason: IncidentKind; service?: string | undefined },
  hit: HitCount,
): Question {
  const { blocked, left, tokens, credentials, begun, people, peopleAlone, leftPeople, more } = hit;
  const names = peopleAlone.slice(0, NAMED).map(({ person, name }) => `${name} (${person})`);
  const others = peopleAlone.length - names.length;
  if (others > 0) names.push(t('incident.alone.others', { others }));
  return {
    ...asked,
    warning: warningOf(blocked),
    facts: [
      ...(service === undefined ? [] : [{ term: t('incident.service'), value: service }]),
      { term: t('incident.machines'), value: `${blocked}` },
      { term: t('incident.people'), value: `${people}` },
      ...(names.length > 0 ? [{ term: t('incident.alone'), value: names.join(', ') }] : []),
      { term: t('incident.tokens'), value: `${tokens}` },
      { term: t('incident.credentials'), value: `${credentials}` },
      ...stopped(t, begun),
      ...(left.length > 0 ? [{ term: t('incident.left'), value: left.join(', ') }] : []),
      ...(leftPeople.length > 0 ? [{ term: t('incident.leftPeople'), value: leftPeople.join(', ') }] : []),
      ...(more ? [{ term: t('incident.more'), value: t('incident.more.again') }] : []),
      { term: t('incident.reason'), value: t(`incident.short.${reason}`) },
    ],
    back: '/incidents/postes',
  };
}

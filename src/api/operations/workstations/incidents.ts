import { z } from 'zod';
import { INCIDENT_KINDS, INCIDENT_OUTCOMES } from '../../../book/tables/codes.ts';
import { INCIDENT_STATES } from '../../../book/tables/states.ts';
import { BlockIncident, CloseIncident, IncidentRef, ReportIncident } from '../../../flow/incident/incident.ts';
import { BlockMany, HitMany } from '../../../flow/incident/named-many.ts';
import { ServiceCode, searchText } from '../../../flow/inputs.ts';
import { ordersOf, sortCalled } from '../../../flow/reading/sorting.ts';
import { operation } from '../../operation.ts';
import { REFUSED, refusedResult } from '../../result.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { Nothing, Time } from '../../shapes/values.ts';
import { Incident } from '../../shapes/workstations.ts';

/** An incident with the names that people call things by. */
const Read = Incident.extend({
  personName: z.string(),
  directoryId: z.string().nullable(),
  reporterName: z.string(),
  assetNumber: z.string().nullable(),
});
/** Something that was done, when and by whom. */
const Done = z.object({ at: Time, actor: z.string(), action: z.string(), outcome: z.string() });
/** One thing that a block took away. */
const Taken = z.object({
  seq: z.int(),
  at: Time,
  what: z.enum(['workstation', 'machine-certificate', 'token', 'nomade', 'nomade-begun']),
  name: z.string(),
  personName: z.string().nullable(),
  service: z.string().nullable(),
  reason: z.enum(INCIDENT_KINDS).nullable(),
  actorName: z.string(),
});
const DONE = { outcome: z.literal('done'), tokens: z.int(), credentials: z.int() };
/** What became of one machine; `workstation` as it was given. */
const Machine = z.discriminatedUnion('outcome', [
  z.object({ workstation: z.string(), ...DONE }),
  z.object({ workstation: z.string(), ...REFUSED }),
]);
/** What became of one person; `person` as it was given, of a service the directory id. */
const Person = z.discriminatedUnion('outcome', [
  z.object({ person: z.string(), ...DONE }),
  z.object({ person: z.string(), ...REFUSED }),
]);

/** Phishing and ransomware: who met it reports it; a security officer blocks what it lets be misused. */
export const incidents = {
  reportIncident: operation({
    method: 'POST',
    path: '/v1/incidents',
    summary: 'Report phishing or ransomware, for oneself or for somebody; the security officers are told at once',
    acts: ['incident.report'],
    created: true,
    input: ReportIncident,
    output: z.object({ incident: Incident }),
    run: async ({ door, who }, input) => ({ incident: await door.flow.incident.report(who.caller, input) }),
  }),
  listIncidents: operation({
    method: 'GET',
    path: '/v1/incidents',
    summary: 'Open or past incidents, the newest first: all, or of a kind, a service, a person or a workstation',
    acts: ['incident.read'],
    input: z.strictObject({
      state: z.enum(INCIDENT_STATES).default('open'),
      kind: z.enum(INCIDENT_KINDS).optional(),
      /** Of the people of it, and of those below it. */
      service: ServiceCode.optional(),
      /** Of the person, or the workstation. */
      text: searchText(100).optional(),
      /** A column; `-` before it has it the other way round. */
      sort: z.enum(ordersOf('incidents')).optional(),
      ...PageInput,
    }),
    /** `isStillInUse`: it was blocked, and a block would take something away once more. */
    output: page(Read.extend({ isStillInUse: z.boolean() })),
    run: ({ door, who }, { cursor, limit, sort: order, ...filter }) => {
      const sort = order === undefined ? undefined : sortCalled('incidents', order);
      return door.flow.reading.incidents(who.caller, { ...filter, ...(sort && { sort }) }, { cursor, limit });
    },
  }),
  getIncident: operation({
    method: 'GET',
    path: '/v1/incidents/{incidentId}',
    summary: 'An incident: what a block would take away now, who did what when, and the way back of the machine',
    acts: ['incident.read'],
    input: IncidentRef,
    output: z.object({
      incident: Read,
      tokens: z.int(),
      credentials: z.int(),
      /** Nomade credentials whose making a block would stop. */
      begun: z.int(),
      /** Where no machine was named: the person's own that are in use still. A block of the incident leaves them. */
      machinesLeft: z.array(z.string()),
      done: z.array(Done),
      /** What was blocked: each thing by its number, whose it was, when and by whom. */
      taken: z.array(Taken),
      /** The steps by which the machine came back after the block, the oldest first; null: no machine was blocked. */
      back: z.array(Done).nullable(),
      /** Older things were done than these. */
      more: z.boolean(),
    }),
    run: async ({ door, who }, { incidentId }) => {
      const { entries, more, actors, taken, back, tokens, credentials, begun, machinesLeft, ...incident } =
        await door.flow.reading.incident(who.caller, incidentId);
      const told = ({ at, actor, action, outcome }: (typeof entries)[number]) => ({
        at: Date.parse(at),
        actor: actors.get(actor) ?? actor,
        action,
        outcome,
      });
      const acts = { done: entries.map(told), taken, back: back?.map(told) ?? null };
      return { incident, tokens, credentials, begun, machinesLeft, ...acts, more };
    },
  }),
  incidentReport: operation({
    method: 'POST',
    path: '/v1/incidents/{incidentId}/report',
    summary: 'The report of an incident (PDF, A4, French and English); that it was taken away is recorded',
    acts: ['incident.export'],
    produces: 'application/pdf',
    input: IncidentRef,
    output: z.custom<{ name: string; content: Uint8Array }>(),
    run: ({ door, who }, input) => door.papers.incidentReport(who.caller, input),
  }),
  blockIncident: operation({
    method: 'POST',
    path: '/v1/incidents/{incidentId}/block',
    summary: 'Block the machine, and revoke its tokens and all that the person has in use: one act',
    acts: ['incident.block'],
    input: BlockIncident,
    output: z.object({
      workstation: z.string().nullable(),
      tokens: z.int(),
      credentials: z.int(),
      published: z.boolean(),
    }),
    run: ({ door, who }, input) => door.flow.incident.block(who.caller, input),
  }),
  closeIncident: operation({
    method: 'POST',
    path: '/v1/incidents/{incidentId}/close',
    summary: `Close an incident with what came of it: ${INCIDENT_OUTCOMES.join(', ')}`,
    acts: ['incident.close'],
    input: CloseIncident,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.incident.close(who.caller, input),
  }),
  countMachines: operation({
    method: 'POST',
    path: '/v1/workstation-blocks/count',
    summary: 'What a block of a list of machines and people, or of a service, would take away; nothing is done',
    acts: ['incident.read'],
    input: HitMany,
    output: z.object({
      workstations: z.array(z.string()),
      /** How many of these would be blocked: the others are blocked, lost or retired already. */
      blocked: z.int(),
      left: z.array(z.string()),
      tokens: z.int(),
      credentials: z.int(),
      /** Nomade credentials whose making would be stopped. */
      begun: z.int(),
      people: z.int(),
      /** Those of the people whom none of the machines leads to. */
      peopleAlone: z.array(z.object({ person: z.string(), name: z.string() })),
      leftPeople: z.array(z.string()),
      more: z.boolean(),
    }),
    run: ({ door, who }, input) => door.flow.incident.hits(who.caller, input),
  }),
  listBlocks: operation({
    method: 'GET',
    path: '/v1/workstation-blocks',
    summary:
      'What blocks of machines, lists and services took away, the newest first; a page is of so many that were blocked',
    acts: ['incident.read'],
    input: z.strictObject(PageInput),
    output: page(Taken),
    run: async ({ door, who }, { cursor, limit }) => {
      const { taken, next } = await door.flow.reading.blocksOfMany(who.caller, { cursor, limit });
      return { items: [...taken], next };
    },
  }),
  blockMachines: operation({
    method: 'POST',
    path: '/v1/workstation-blocks',
    summary: `Block a list of machines and people, or those of a service, for one reason (${INCIDENT_KINDS.join(', ')}); each has its own result; \`more\`: do it again for the rest of the service`,
    acts: ['incident.block'],
    input: BlockMany,
    output: z.object({
      items: z.array(Machine),
      people: z.array(Person),
      published: z.boolean(),
      /** The service has more machines or people than one act blocks: do it again for the rest. */
      more: z.boolean(),
    }),
    run: async ({ door, who }, input) => {
      const { machines, people, published, more } = await door.flow.incident.blockMany(who.caller, input);
      return {
        items: machines.map((one) => (one.outcome === 'done' ? one : { ...one, ...refusedResult(one.error) })),
        people: people.map((one) => (one.outcome === 'done' ? one : { ...one, ...refusedResult(one.error) })),
        published,
        more,
      };
    },
  }),
};

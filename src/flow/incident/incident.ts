import { z } from 'zod';
import { type Caller, rolesOf } from '../../book/rights/roles.ts';
import { mayBeTheirs, NAMES_ANY_MACHINE } from '../../book/rules/workstation/incidents.ts';
import { INCIDENT_KINDS, INCIDENT_OUTCOMES } from '../../book/tables/codes.ts';
import { create, move, update } from '../../book/tables/lifecycle.ts';
import type { IncidentRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Act, type Asker, act, type Deps, need } from '../act.ts';
import { oneLine, Ref } from '../inputs.ts';
import { findPerson, subjectOf } from '../people/find-person.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { personUnknown, workstationUnknown } from '../visibility.ts';
import { workstationCalled } from '../workstation/find-workstation.ts';
import { blockChanges, targetOfIncident } from './blocking.ts';
import { boundTo, machinesOf } from './machines-of-person.ts';

export const ReportIncident = z.strictObject({
  kind: z.enum(INCIDENT_KINDS),
  /** Directory id or id of whom it befell; left out: oneself. */
  person: oneLine(64).optional(),
  /** Asset number of the machine; left out: none, or nobody knows. */
  workstation: Ref.optional(),
});
export const IncidentRef = z.strictObject({ incidentId: Ref });
export const BlockIncident = z.strictObject({
  incidentId: Ref,
  /** What it turned out to be; left out: as it was reported. */
  reason: z.enum(INCIDENT_KINDS).optional(),
});
export const CloseIncident = z.strictObject({ incidentId: Ref, outcome: z.enum(INCIDENT_OUTCOMES) });

/** What was taken away. */
export interface Blocked {
  /** Asset number of the machine; null where none was named. */
  workstation: string | null;
  tokens: number;
  credentials: number;
  /** False when the CRL could not be published yet; OCSP says `revoked` all the same, and the CRL is tried again. */
  published: boolean;
}

/** The machine that a report names. Whoever may not name any is told of all but the person's own that there is none. */
async function findMachine({ unit, now }: Act, caller: Caller, personId: string, ref: string): Promise<WorkstationRow> {
  const machine = await workstationCalled(unit, ref);
  if (!machine) throw workstationUnknown('workstation');
  if (rolesOf(caller, now).some((role) => NAMES_ANY_MACHINE.includes(role))) return machine;
  if (!mayBeTheirs(machine, personId, await boundTo(unit, personId, { workstationId: machine.id })))
    throw workstationUnknown('workstation');
  return machine;
}

/**
 * Of whom nobody is known, and of whom the caller may not see, the same refusal at the same field: neither tells whose number it is.
 */
const atPerson = (error: unknown): unknown =>
  isAppError(error, 'not_found') && error.detail['field'] === undefined ? personUnknown('person') : error;

const OPEN = {
  state: 'open' as const,
  blockedAt: null,
  blockerId: null,
  closedAt: null,
  closerId: null,
  outcome: null,
};

/** The verbs of an incident: phishing, ransomware. */
export function createIncidents(deps: Deps) {
  const { reads } = deps.store;

  return {
    /** The machines that may be the caller's own, by their numbers: they choose one of these in a report. */
    machinesToName: async ({ personId }: Caller): Promise<WorkstationRow[]> => {
      const own = await machinesOf(reads, personId, TOKEN_IN_USE);
      return own.filter(({ state }) => state !== 'retired');
    },

    /** Reports an incident, of one's own or for somebody. Throws `already_done` where it is known. */
    report: async (caller: Asker, input: z.output<typeof ReportIncident>): Promise<IncidentRow> => {
      const ref = input.person ?? caller.personId;
      const reported = act(deps, caller, 'incident.report', `person:${await subjectOf(reads, ref)}`, async (a) => {
        const { id: personId, service } = await findPerson(a.unit, ref);
        a.allow({ holderId: personId, service });
        const machine = input.workstation && (await findMachine(a, caller, personId, input.workstation));
        const workstationId = machine ? machine.id : null;
        const [known] = await a.unit.find('incident', { personId, workstationId, state: 'open' });
        if (known) throw new AppError('already_done', 'this incident is known: it was reported already');
        const { kind } = input;
        const made = { reporterId: caller.personId, reportedAt: a.now };
        const row: IncidentRow = { id: deps.chance.id(), kind, personId, workstationId, ...made, ...OPEN };
        await a.done([create('incident', row)], { subject: `incident:${row.id}` });
        return row;
      });
      return reported.catch((error: unknown) => {
        throw input.person === undefined ? error : atPerson(error);
      });
    },

    /** Takes away, at once, what an incident lets somebody misuse. Throws `already_done` where nothing is left to take. */
    block: async (caller: Asker, { incidentId, reason }: z.output<typeof BlockIncident>): Promise<Blocked> => {
      const done = await act(deps, caller, 'incident.block', `incident:${incidentId}`, async (a) => {
        const incident = await need(a.unit.get('incident', incidentId), 'incident');
        a.allow();
        checkOpen(incident);
        const target = await targetOfIncident(a.unit, incident);
        const { changes, hit } = await blockChanges(a.unit, target, a.now);
        if (changes.length === 0) throw new AppError('already_done', 'nothing is in use any more: close this incident');
        const blocked = update(
          'incident',
          incident,
          { blockedAt: a.now, blockerId: caller.personId },
          { blockedAt: incident.blockedAt },
        );
        await a.done([blocked, ...changes], { detail: { reason: reason ?? incident.kind } });
        return {
          workstation: target.workstation?.assetNumber ?? null,
          tokens: hit.tokens.length,
          credentials: hit.credentials.length,
        };
      });
      return { ...done, published: await concludeRevocation(deps) };
    },

    /** Closes an incident. Throws `wrong_state` where it is closed, or says that something was blocked and nothing was. */
    close: (caller: Asker, { incidentId, outcome }: z.output<typeof CloseIncident>): Promise<void> =>
      act(deps, caller, 'incident.close', `incident:${incidentId}`, async (a) => {
        const incident = await need(a.unit.get('incident', incidentId), 'incident');
        a.allow();
        const closed = { closedAt: a.now, closerId: caller.personId, outcome };
        const step = move('incident', incident, 'close', closed);
        if (outcome === 'blocked' && incident.blockedAt === null)
          throw new AppError('wrong_state', 'nothing was blocked: block first, or close it with another outcome');
        await a.done([step]);
      }),
  };
}

function checkOpen({ state }: IncidentRow): void {
  if (state === 'open') return;
  throw new AppError('wrong_state', 'this incident is closed: report it again if it goes on', {
    detail: { kind: 'incident', from: state, action: 'block' },
  });
}

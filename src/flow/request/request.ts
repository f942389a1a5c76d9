import { z } from 'zod';
import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { isRenewable, obstacleTo } from '../../book/rules/asking.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import { MOST_OPEN, REQUEST_OPEN, TOKEN_REPLACEABLE, WORKSTATION_USABLE } from '../../book/tables/states.ts';
import {
  type PersonRow,
  REPLACEMENT_REASONS,
  REQUEST_KINDS,
  type RequestRow,
  type WorkstationRow,
} from '../../book/tables/tables.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { DeliverySite, FreeText, oneLine, Ref } from '../inputs.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { checkLimit } from '../two-persons/limits.ts';
import { bind } from './bound-content.ts';
import { heldOf, heldTokens, refusalOf } from './held-tokens.ts';
import { chooseProfile } from './request-profile.ts';

const AssetNumber = oneLine(40);
export const SubmitRequest = z.strictObject({
  /** Directory id of the holder; left out: oneself. */
  holder: oneLine(64).optional(),
  kind: z.enum(REQUEST_KINDS),
  reason: z.enum(REPLACEMENT_REASONS).optional(),
  /** Asset number of the SPAN workstation; every kind but `nomade` needs one. */
  workstation: AssetNumber.optional(),
  /** Name of a certificate profile that is offered; left out: that of the token before, else the usual one. */
  profile: Ref.optional(),
  deliverySite: DeliverySite.optional(),
  priority: z.int().min(0).max(2).default(0),
  comment: FreeText.optional(),
});
export type SubmitRequest = z.output<typeof SubmitRequest>;
export const AmendRequest = z.strictObject({
  requestId: Ref,
  workstation: AssetNumber.optional(),
  deliverySite: DeliverySite.optional(),
  comment: FreeText.optional(),
});
export const RequestRef = z.strictObject({ requestId: Ref });
type In<S extends z.ZodType> = z.output<S>;

const DAY_MS = 86_400_000;

/** Finds a request by id or by its number (`DEM-2026-00471`). */
export async function findRequest(reads: Reads, idOrNumber: string): Promise<RequestRow> {
  const byNumber = /^DEM-/.test(idOrNumber) ? (await reads.find('request', { number: idOrNumber }))[0] : undefined;
  return need(Promise.resolve(byNumber ?? (await reads.get('request', idOrNumber))), 'request');
}

/** The holder of a request. An agent may ask only for themselves, so that ids cannot be probed. */
async function findHolder({ unit, now }: Act, caller: Caller, directoryId: string | undefined): Promise<PersonRow> {
  const self = await need(unit.get('person', caller.personId), 'person');
  if (directoryId === undefined || directoryId === self.directoryId) return self;
  authorise(caller, 'request.submit', { service: caller.service, askerId: caller.personId }, now);
  const [found] = await unit.find('person', { directoryId });
  return need(Promise.resolve(found), 'person in the directory');
}

/** The workstation named, if it can be asked for: not retired, lost or blocked. */
async function findWorkstation(unit: Unit, assetNumber: string | undefined): Promise<WorkstationRow | undefined> {
  if (assetNumber === undefined) return undefined;
  const [found] = await unit.find('workstation', { assetNumber });
  const workstation = await need(Promise.resolve(found), 'workstation');
  if (!WORKSTATION_USABLE.includes(workstation.state)) {
    throw new AppError('wrong_state', `workstation ${assetNumber} is ${workstation.state}: name one that is in use`, {
      detail: { kind: 'workstation', from: workstation.state, why: 'workstation-gone' },
    });
  }
  return workstation;
}

const refuseNomade = (): AppError =>
  new AppError('invalid_input', 'name the SPAN workstation; a nomade credential has none', {
    detail: { field: 'workstation' },
  });

function checkShape(input: In<typeof SubmitRequest>): void {
  if ((input.kind === 'replacement') !== (input.reason !== undefined)) {
    throw new AppError('invalid_input', 'a replacement needs its reason, and only a replacement has one', {
      detail: { field: 'reason' },
    });
  }
  if ((input.kind === 'nomade') === (input.workstation !== undefined)) throw refuseNomade();
}

type Asked = Pick<RequestRow, 'kind' | 'reason' | 'holderId' | 'workstationId'>;

/**
 * Refuses a request beside what the holder has for the same workstation: an open request; for a first issue, an active
 * token; for a temporary token, another temporary one; for a lost or stolen one, a token whose loss nobody reported.
 */
async function checkNoDuplicate(unit: Unit, asked: Asked, ownId?: string): Promise<void> {
  const { kind, reason, holderId, workstationId } = asked;
  const all = await unit.find('request', { holderId, workstationId, state: REQUEST_OPEN });
  const open = all.find(({ id }) => id !== ownId);
  if (open) {
    throw new AppError(
      'duplicate',
      `request ${open.number} for this agent and workstation is still open: follow that one`,
      { detail: { number: open.number } },
    );
  }
  if (workstationId === null) return;
  const obstacle = obstacleTo({ kind, reason }, await heldTokens(unit, { holderId, workstationId }));
  if (obstacle) throw refusalOf(obstacle);
}

/** Throws `limit_reached` once the holder has as many open requests as one entry can bind anew (import-person.ts). */
async function checkFewOpen(unit: Unit, holderId: string): Promise<void> {
  if ((await unit.count('request', { holderId, state: REQUEST_OPEN })) < MOST_OPEN) return;
  throw new AppError('limit_reached', `this agent has ${MOST_OPEN} open requests: follow those, or withdraw some`);
}

/** The token that a renewal or replacement follows: the holder's newest on that workstation, a temporary one last. */
async function predecessor(unit: Unit, { kind, holderId, workstationId }: Asked): Promise<string | null> {
  if (kind !== 'renewal' && kind !== 'replacement') return null;
  const tokens = await unit.find(
    'token',
    { holderId, workstationId, state: TOKEN_REPLACEABLE },
    { orderBy: 'activatedAt', descending: true },
  );
  const requests = await unit.find('request', { id: tokens.flatMap(({ requestId }) => requestId ?? []) });
  const held = heldOf(tokens, requests).map((token, at) => ({ ...token, id: tokens[at]?.id ?? null }));
  const usable = kind === 'renewal' ? held.find(isRenewable) : (held.find(({ temporary }) => !temporary) ?? held[0]);
  return usable?.id ?? null;
}

/** Approvals that stand for what the request says now. */
export async function liveApprovals(reads: Reads, request: RequestRow) {
  const all = await reads.find('approval', { requestId: request.id, withdrawnAt: null });
  return all.filter((a) => a.contentHash === request.contentHash);
}

/** Changes that cancel the approvals given to a request. */
export async function cancelApprovals(a: Pick<Act, 'unit' | 'now'>, requestId: string): Promise<Change[]> {
  const given = await a.unit.find('approval', { requestId, withdrawnAt: null });
  return given.map((approval) => update('approval', approval, { withdrawnAt: a.now }, { withdrawnAt: null }));
}

/** The verbs of a request by who asks: submit, amend, withdraw. */
export function createRequests(deps: Deps) {
  return {
    /** Asks for a token or a nomade credential. Answers the new request; `duplicate` names the open one. */
    submit: (caller: Caller, input: In<typeof SubmitRequest>): Promise<RequestRow> => {
      checkShape(input);
      const id = deps.chance.id();
      return act(deps, caller, 'request.submit', `request:${id}`, async (a) => {
        const holder = await findHolder(a, caller, input.holder);
        a.allow({ holderId: holder.id, askerId: caller.personId, service: holder.service });
        const workstation = await findWorkstation(a.unit, input.workstation);
        const workstationId = workstation?.id ?? null;
        const asked = { kind: input.kind, reason: input.reason ?? null, holderId: holder.id, workstationId };
        await checkNoDuplicate(a.unit, asked);
        await checkFewOpen(a.unit, holder.id);
        const since = { orderBy: 'submittedAt', from: a.now - DAY_MS } as const;
        const count = await a.unit.count('request', { askerId: caller.personId }, since);
        await checkLimit(a.unit, 'request.perDay', a.now, count);
        const replacesTokenId = await predecessor(a.unit, asked);
        const content = {
          ...asked,
          profile: await chooseProfile(deps, a.unit, input, holder, replacesTokenId),
          deliverySite: input.deliverySite ?? holder.site,
          priority: input.priority,
          comment: input.comment ?? null,
        };
        const year = new Date(a.now).getUTCFullYear();
        const row: RequestRow = {
          id,
          number: `DEM-${year}-${String(await a.unit.nextNumber(`DEM-${year}`)).padStart(5, '0')}`,
          ...content,
          ...bind(deps.chance, content, holder),
          state: 'submitted',
          askerId: caller.personId,
          service: holder.service,
          replacesTokenId,
          answer: null,
          submittedAt: a.now,
          approvedAt: null,
          producerId: null,
          leaseUntil: null,
          producedAt: null,
          handedOverAt: null,
          closedAt: null,
        };
        await a.done([create('request', row)]);
        return row;
      });
    },

    /** Changes what is asked; the approvals given are cancelled with it. Another workstation is asked for by the rules of a new request. */
    amend: (caller: Caller, input: In<typeof AmendRequest>): Promise<RequestRow> =>
      act(deps, caller, 'request.amend', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        if (row.kind === 'nomade' && input.workstation !== undefined) throw refuseNomade();
        const workstation = await findWorkstation(a.unit, input.workstation);
        const workstationId = workstation?.id ?? row.workstationId;
        const moved = workstationId !== row.workstationId;
        if (moved) await checkNoDuplicate(a.unit, { ...row, workstationId }, row.id);
        const replacesTokenId = moved ? await predecessor(a.unit, { ...row, workstationId }) : row.replacesTokenId;
        const deliverySite = input.deliverySite ?? row.deliverySite;
        const comment = input.comment ?? row.comment;
        const asked = { workstationId, deliverySite, comment, replacesTokenId, approvedAt: null };
        const holder = await need(a.unit.get('person', row.holderId), 'person');
        const set = { ...asked, ...bind(deps.chance, { ...row, ...asked }, holder) };
        const changes = [move('request', row, 'amend', set), ...(await cancelApprovals(a, row.id))];
        await a.done(changes, { subject: `request:${row.id}` });
        return { ...row, ...set, state: 'submitted' as const };
      }),

    /** Takes the request back before production starts. */
    withdraw: (caller: Caller, input: In<typeof RequestRef>): Promise<void> =>
      act(deps, caller, 'request.withdraw', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        await a.done([move('request', row, 'withdraw', { closedAt: a.now })], { subject: `request:${row.id}` });
      }),
  };
}

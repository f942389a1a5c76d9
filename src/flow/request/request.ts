import { z } from 'zod';
import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { obstacleTo, predecessorOf } from '../../book/rules/request/asking.ts';
import { hasManyOpen } from '../../book/rules/request/open-requests.ts';
import { looksLikeNumber } from '../../book/rules/request/request-number.ts';
import { REPLACEMENT_REASONS, REQUEST_KINDS, SERVICE_REASONS } from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { MOST_OPEN, MOST_OPEN_FOR_MACHINE, REQUEST_OPEN, WORKSTATION_USABLE } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { DeliverySite, FreeText, oneLine, Ref } from '../inputs.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { checkLimit } from '../two-persons/limits.ts';
import { personUnknown, workstationUnknown } from '../visibility.ts';
import { bind, checkUnamended, SeenRequest } from './bound-content.ts';
import { deviceFor, NamedDevice } from './devices.ts';
import { formerTokens, refusalOf } from './held-tokens.ts';
import { newRequest } from './new-request.ts';
import { takePlaceOf } from './overtaken.ts';
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
  /** The personal device of a `nomade` credential, and of no other kind. */
  device: NamedDevice.optional(),
  deliverySite: DeliverySite.optional(),
  priority: z.int().min(0).max(2).default(0),
  comment: FreeText.optional(),
});
export type SubmitRequest = z.output<typeof SubmitRequest>;
export const AmendRequest = z.strictObject({
  ...SeenRequest,
  /** Whether it answers an approver's question. One that was asked, or answered, since the request was read is refused with `changed_since`. */
  isAnswer: z.boolean().optional(),
  workstation: AssetNumber.optional(),
  deliverySite: DeliverySite.optional(),
  comment: FreeText.optional(),
});
export const RequestRef = z.strictObject({ requestId: Ref });
type In<S extends z.ZodType> = z.output<S>;

/** The request of this id or number (`DEM-2026-00471`), if there is one: for people who have yet to ask whether they may know. */
export async function seekRequest(reads: Reads, idOrNumber: string): Promise<RequestRow | undefined> {
  const byNumber = looksLikeNumber(idOrNumber) ? (await reads.find('request', { number: idOrNumber }))[0] : undefined;
  return byNumber ?? (await reads.get('request', idOrNumber));
}

/** Finds a request by id or by its number. Throws `not_found`. */
export const findRequest = (reads: Reads, idOrNumber: string): Promise<RequestRow> =>
  need(seekRequest(reads, idOrNumber), 'request');

/** The holder of a request. An agent may ask only for themselves, so that ids cannot be probed. */
async function findHolder({ unit, now }: Act, caller: Caller, directoryId: string | undefined): Promise<PersonRow> {
  const self = await need(unit.get('person', caller.personId), 'person');
  if (directoryId === undefined || directoryId === self.directoryId) return self;
  authorise(caller, 'request.submit', { service: caller.service, askerId: caller.personId }, now);
  const [found] = await unit.find('person', { directoryId });
  if (!found) throw personUnknown('holder');
  return found;
}

/** Refuses to ask for somebody whose account is closed: nothing would be made. Asked after the right: people who have none learn nothing of accounts. */
async function checkNotClosed(unit: Unit, holderId: string): Promise<void> {
  const closed = await unit.find('account', { id: holderId, state: 'disabled' }, { leaveOut: true });
  if (closed.length === 0) return;
  throw new AppError('wrong_state', 'the account of this person is closed: nothing is made for them', {
    detail: { kind: 'account', from: 'disabled', why: 'holder-closed' },
  });
}

/** The workstation named, if it can be asked for: not retired, lost or blocked. */
async function findWorkstation(unit: Unit, assetNumber: string | undefined): Promise<WorkstationRow | undefined> {
  if (assetNumber === undefined) return undefined;
  const [found] = await unit.find('workstation', { assetNumber });
  if (!found) throw workstationUnknown('workstation');
  const workstation = found;
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
  if ((input.kind === 'nomade') !== (input.device !== undefined)) {
    throw new AppError('invalid_input', 'a nomade credential needs its device, and only it has one', {
      detail: { field: 'device' },
    });
  }
}

type Asked = Pick<RequestRow, 'kind' | 'reason' | 'holderId' | 'workstationId' | 'deviceId'>;

/** What a request meets: the token that it follows, and the changes that end what nobody waits for any more. */
interface Place {
  replacesTokenId: string | null;
  overtaken: Change[];
}
/**
 * Refuses a request beside what the holder has for the same workstation: another open one, but for one that it overtakes; and
 * a token that forbids it (book/rules/request/asking.ts).
 */
async function placeOf(a: Act, asked: Asked, ownId?: string): Promise<Place> {
  const { unit } = a;
  const { holderId, workstationId, deviceId } = asked;
  const all = await unit.find('request', { holderId, workstationId, deviceId, state: REQUEST_OPEN });
  const others = all.filter(({ id }) => id !== ownId);
  // who changes a request leaves others as they are
  const { stays, changes } = ownId === undefined ? await takePlaceOf(a, asked, others) : { stays: others, changes: [] };
  const [open] = stays;
  if (open) {
    throw new AppError(
      'duplicate',
      `request ${open.number} is open already for the same holder and ${deviceId === null ? 'workstation' : 'device'}: follow that one`,
      { detail: { number: open.number } },
    );
  }
  if (workstationId === null) return { replacesTokenId: null, overtaken: [] };
  const tokens = await formerTokens(unit, { holderId, workstationId });
  const obstacle = obstacleTo(asked, tokens);
  if (obstacle) throw refusalOf(obstacle);
  return { replacesTokenId: predecessorOf(asked, tokens), overtaken: changes };
}

/** Throws `limit_reached` once the holder has as many open requests as one entry can bind anew (flow/people/import-person.ts). */
async function checkFewOpen(unit: Unit, holderId: string): Promise<void> {
  if (!hasManyOpen(await unit.count('request', { holderId, state: REQUEST_OPEN }))) return;
  throw new AppError('limit_reached', `this agent has ${MOST_OPEN} open requests: follow those, or withdraw some`);
}

/**
 * Throws `limit_reached` once as many requests are open for the machine as may end with its loan in one entry (flow/workstation/end-of-use.ts). What replaces a
 * token there is not asked: whoever lost theirs does not wait for what others ask for.
 */
async function checkFewForMachine(unit: Unit, machine: WorkstationRow | undefined): Promise<void> {
  if (machine === undefined) return;
  const { id: workstationId, assetNumber } = machine;
  if ((await unit.count('request', { workstationId, state: REQUEST_OPEN })) < MOST_OPEN_FOR_MACHINE) return;
  throw new AppError(
    'limit_reached',
    `${MOST_OPEN_FOR_MACHINE} requests are open for workstation ${assetNumber}: name another one, or withdraw some`,
    { detail: { why: 'machine-requests', assetNumber, most: MOST_OPEN_FOR_MACHINE } },
  );
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

/** Throws `changed_since` where a question was asked, or answered, that whoever amends the request did not read so. */
function checkAsked({ state }: RequestRow, isAnswer: boolean): void {
  if ((state === 'needs_information') === isAnswer) return;
  throw new AppError(
    'changed_since',
    'a question was asked or answered since you read it: read it again, then amend it',
    {
      detail: { why: 'amended' },
    },
  );
}

/** The verbs of a request by whoever asks: submit, amend, withdraw. */
export function createRequests(deps: Deps) {
  return {
    /** Asks for a token or a nomade credential. Answers the new request; `duplicate` names the open one. */
    submit: (caller: Caller, input: In<typeof SubmitRequest>): Promise<RequestRow> => {
      checkShape(input);
      const id = deps.chance.id();
      return act(deps, caller, 'request.submit', `request:${id}`, async (a) => {
        const holder = await findHolder(a, caller, input.holder);
        a.allow({ holderId: holder.id, askerId: caller.personId, service: holder.service });
        await checkNotClosed(a.unit, holder.id);
        const workstation = await findWorkstation(a.unit, input.workstation);
        const workstationId = workstation?.id ?? null;
        const { deviceId, changes } = input.device
          ? await deviceFor(deps.chance, a, holder.id, input.device)
          : { deviceId: null, changes: [] };
        const asked = { kind: input.kind, reason: input.reason ?? null, holderId: holder.id, workstationId, deviceId };
        const { replacesTokenId, overtaken } = await placeOf(a, asked);
        await checkFewOpen(a.unit, holder.id);
        if (replacesTokenId === null) await checkFewForMachine(a.unit, workstation);
        const since = { orderBy: 'submittedAt', from: a.now - DAY_MS } as const;
        const asker = { askerId: caller.personId };
        const all = await a.unit.count('request', asker, since);
        // they submitted none of these
        const byService = await a.unit.count('request', { ...asker, reason: [...SERVICE_REASONS] }, since);
        await checkLimit(a.unit, 'request.perDay', a.now, all - byService);
        const content = {
          ...asked,
          profile: await chooseProfile(deps, a.unit, input, holder, replacesTokenId),
          deliverySite: input.deliverySite ?? holder.site,
          priority: input.priority,
          comment: input.comment ?? null,
        };
        const of = { holder, askerId: caller.personId, replacesTokenId };
        const row = await newRequest(deps.chance, a, { id, ...content }, of);
        await a.done([...overtaken, ...changes, create('request', row)]);
        return row;
      });
    },

    /**
     * Changes what is asked, as whoever changes it read it; the approvals given are cancelled with it. Another workstation is asked for
     * by the rules of a new request.
     */
    amend: (caller: Caller, input: In<typeof AmendRequest>): Promise<RequestRow> =>
      act(deps, caller, 'request.amend', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        if (row.kind === 'nomade' && input.workstation !== undefined) throw refuseNomade();
        const workstation = await findWorkstation(a.unit, input.workstation);
        const workstationId = workstation?.id ?? row.workstationId;
        const { replacesTokenId } = await placeOf(a, { ...row, workstationId }, row.id);
        if (workstationId !== row.workstationId && replacesTokenId === null)
          await checkFewForMachine(a.unit, workstation);
        const deliverySite = input.deliverySite ?? row.deliverySite;
        const comment = input.comment ?? row.comment;
        const asked = { workstationId, deliverySite, comment, replacesTokenId, approvedAt: null };
        const holder = await need(a.unit.get('person', row.holderId), 'person');
        const set = { ...asked, ...bind(deps.chance, { ...row, ...asked }, holder) };
        const amended = move('request', row, 'amend', set, { contentHash: row.contentHash });
        checkUnamended(row, input, 'then amend it');
        if (input.isAnswer !== undefined) checkAsked(row, input.isAnswer);
        const changes = [amended, ...(await cancelApprovals(a, row.id))];
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

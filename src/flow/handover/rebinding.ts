import { z } from 'zod';
import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { CHECKS_WITHIN_MS } from '../../book/rules/handover/handovers.ts';
import {
  isUnspent,
  obstacleToRebinding,
  REBINDING_RULES,
  type Rebinding,
  type RebindingObstacle,
} from '../../book/rules/handover/rebinding.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import { SerialRef } from '../../book/rules/stock/typed-serials.ts';
import { DOCUMENTS } from '../../book/tables/codes.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import type { HandoverRow, IdentityCheckRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { REQUEST_OPEN, TOKEN_BOUND } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { exchangesEnded } from '../campaign/exchanges.ts';
import { Ref } from '../inputs.ts';
import { hasLeft } from '../people/holder-here.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { renewalPolicy } from '../request/renewals.ts';
import { notThere } from '../visibility.ts';
import { findWorkstation } from '../workstation/find-workstation.ts';
import { currentHandover } from './letters.ts';

/** Which token, to which machine, and the kind of the document that its holder showed. Never its number. */
export const RebindToken = z.strictObject({ serial: SerialRef, workstation: Ref, document: z.enum(DOCUMENTS) });
type Input = z.output<typeof RebindToken>;

/** A token, where it is to go, and the hand-over by which its holder came to it. */
interface Found {
  token: TokenRow;
  request: RequestRow;
  handover: HandoverRow;
  machine: WorkstationRow;
}

/** What the rules ask of a token that is to be bound to this machine, as it stands. */
async function rebindingOf(
  reads: Pick<Unit, 'get' | 'find' | 'count' | 'directoryStanding'>,
  { token, request, machine }: Pick<Found, 'token' | 'request' | 'machine'>,
  now: number,
): Promise<Rebinding> {
  const { holderId, workstationId: former, certificateId } = token;
  const machines = { workstationId: former === null ? [machine.id] : [former, machine.id] };
  const others = holderId === null ? [] : await reads.find('token', { holderId, ...machines, state: TOKEN_BOUND });
  const open = holderId === null ? 0 : await reads.count('request', { holderId, ...machines, state: REQUEST_OPEN });
  const incidents = await reads.count('incident', { ...machines, state: 'open' });
  const onHolder = holderId === null ? 0 : await reads.count('incident', { personId: holderId, state: 'open' });
  const left = holderId === null || (await hasLeft(reads, holderId, await reads.directoryStanding(holderId)));
  return {
    token,
    temporary: asksTemporary(request),
    certificate: certificateId === null ? undefined : await reads.get('certificate', certificateId),
    holderIsActive: !left,
    machine,
    otherTokens: others.filter(({ id }) => id !== token.id).length,
    openRequests: open,
    openIncidents: incidents + onHolder,
    now,
    policy: await renewalPolicy(reads),
  };
}

/** Who looked at a document in the last 30 minutes, and since it was bound last, for a token of this hand-over to go to these machines. */
export async function rebindingChecks(
  reads: Pick<Reads, 'find'>,
  of: { handoverId: string; workstationId?: string },
  now: number,
): Promise<IdentityCheckRow[]> {
  const lately = { orderBy: 'checkedAt', from: now - CHECKS_WITHIN_MS } as const;
  const checks = await reads.find('identityCheck', { purpose: 'rebinding', ...of }, lately);
  const bound = await reads.find('identityCheck', { purpose: 'bound', handoverId: of.handoverId }, lately);
  return checks.filter((check) => isUnspent(check, bound));
}

/**
 * A token goes with its holder to another machine: an operator looks at a document of theirs, then a technician does and binds it, both
 * for the same machine (docs/decisions/rebinding.md). Nothing is written on the token: its certificate names no machine.
 */
export function createRebinding(deps: Deps) {
  const find = async (a: Act, caller: Caller, { serial, workstation }: Input): Promise<Found> => {
    const token = await need(a.unit.get('token', serial), 'token');
    const request = token.requestId === null ? undefined : await a.unit.get('request', token.requestId);
    // in stock it is nobody's: who may do it to nobody's token is told that it is not in use
    a.allow(request ?? { holderId: null, askerId: null, producerId: null, service: null });
    const machine = await findWorkstation(a.unit, workstation);
    // who reads no machines learns of none but those that the holder has: numbers are not tried out
    const isTheirs = token.holderId !== null && machine.holderId === token.holderId;
    if (!isTheirs && !may(caller, 'workstation.read', {}, a.now)) throw notThere('workstation');
    const handover = request && (await currentHandover(a.unit, request.id));
    if (!request || !handover) throw refusal('token-not-active', token, machine);
    const obstacle = obstacleToRebinding(await rebindingOf(a.unit, { token, request, machine }, a.now));
    if (obstacle !== undefined) throw refusal(obstacle, token, machine);
    return { token, request, handover, machine };
  };

  /** Checks of the last 30 minutes for this token and this machine, of which none is spent. */
  const lately = (a: Act, { handover, machine }: Found): Promise<IdentityCheckRow[]> =>
    rebindingChecks(a.unit, { handoverId: handover.id, workstationId: machine.id }, a.now);
  const checked = (
    a: Act,
    { personId }: Caller,
    { handover, machine }: Found,
    { purpose, document }: Pick<IdentityCheckRow, 'purpose' | 'document'>,
  ) =>
    create('identityCheck', {
      id: deps.chance.id(),
      handoverId: handover.id,
      purpose,
      document,
      workstationId: machine.id,
      checkedBy: personId,
      checkedAt: a.now,
    });

  return {
    /**
     * The first of two: an operator checked by a document who the holder is, for this token and this machine. Throws `wrong_state` with
     * the rule that stands against it, `same_person` for whoever checked it already.
     */
    check: (caller: Caller, input: Input): Promise<void> =>
      act(deps, caller, 'handover.checkIdentity', `token:${input.serial}`, async (a) => {
        const found = await find(a, caller, input);
        if ((await lately(a, found)).some(({ checkedBy }) => checkedBy === caller.personId))
          throw new AppError(
            'same_person',
            'you checked it already: a technician binds the token, who is another person',
          );
        const { document } = input;
        const check = checked(a, caller, found, { purpose: 'rebinding', document });
        await a.done([check], { action: 'token.checkHolder', detail: { document } });
      }),

    /**
     * The second: a technician looks at a document too, and the token is bound to the machine; where a campaign exchanges the one
     * that it leaves for that one, it is done with it. Throws what `check` throws, and
     * `wrong_state` where nobody else checked the identity for that machine in the last 30 minutes.
     */
    rebind: (caller: Caller, input: Input): Promise<{ workstation: string }> =>
      act(deps, caller, 'token.rebind', `token:${input.serial}`, async (a) => {
        const found = await find(a, caller, input);
        const { token, machine } = found;
        if (!(await lately(a, found)).some(({ checkedBy }) => checkedBy !== caller.personId))
          throw new AppError(
            'wrong_state',
            `nobody else checked the identity of the holder for workstation ${machine.assetNumber} in the last 30 minutes`,
            { detail: { why: 'first-check', assetNumber: machine.assetNumber } },
          );
        const { workstationId } = token;
        const bound = update('token', token, { workstationId: machine.id }, { workstationId });
        const check = checked(a, caller, found, { purpose: 'bound', document: input.document });
        const ended = await exchangesEnded(a.unit, token, machine.id, a.now);
        const detail = { document: input.document, workstationIdBefore: workstationId, ...ended.says };
        await a.done([bound, check, ...ended.changes], { detail });
        return { workstation: machine.assetNumber };
      }),
  };
}

/** The refusal, with the rule that is broken. */
function refusal(why: RebindingObstacle, token: TokenRow, machine: WorkstationRow): AppError {
  const detail = { why, serial: token.id, assetNumber: machine.assetNumber };
  return new AppError('wrong_state', `not possible: it has to be true that ${REBINDING_RULES[why].en}`, { detail });
}

import type { Words } from '../../../book/language/language.ts';
import { may } from '../../../book/rights/authorise.ts';
import { type Caller, OPERATOR_ROLES, rolesOf } from '../../../book/rights/roles.ts';
import { dayOf } from '../../../book/rules/calendar/working-days.ts';
import { carriersOf } from '../../../book/rules/handover/carriers.ts';
import { isPinWayOpen } from '../../../book/rules/handover/pin-ways.ts';
import { lastPromise } from '../../../book/rules/waiting/promises.ts';
import { QUEUE } from '../../../book/rules/waiting/queue.ts';
import type { HandoverRow, IdentityCheckRow, LetterRow, PickupCodeRow } from '../../../book/tables/rows/handovers.ts';
import type { ApprovalRow, DeviceRow, PromiseRow, RequestRow } from '../../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import { type WorkstationState, waitsToBeMade } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { type IdentityAnew, identityOf } from '../../handover/identity-anew.ts';
import { type LetterStanding, standingOf } from '../../handover/letter-standing.ts';
import { currentHandover, mayTellSecret } from '../../handover/letters.ts';
import { latestCode } from '../../handover/pickup-code.ts';
import { waysOfPin } from '../../handover/ways-of-pin.ts';
import { hasLeft } from '../../people/holder-here.ts';
import { lacksFor } from '../../people/team.ts';
import type { Anomaly } from '../../request/anomalies.ts';
import { queueDays } from '../../request/confirmed-priority.ts';
import { findRequest } from '../../request/request.ts';
import { notThere } from '../../visibility.ts';
import { nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import { opensSheet } from '../people/people-to-open.ts';
import { type RebindingDetail, rebindingDetail } from '../token/rebinding.ts';
import { recalledAmong } from '../token/recalled.ts';
import { appointmentsOfRequest, type RequestAppointment } from './appointments.ts';
import { type Certified, createCertified, holdersOf, usualProfile } from './certified.ts';
import { createRequestItems } from './request-items.ts';
import type { Passing, RequestItem } from './request-lists.ts';

/** Before whom more are waiting than this, they are told no number. */
export const AHEAD_MOST = 1000;

/** Somebody on a request's page; `name`: null where the reader may not open their sheet. */
export interface Told {
  id: string;
  name: string | null;
}

export interface RequestDetail {
  request: RequestItem;
  /** Who asked for its holder, to whoever works here; null to others, and where its holder asked. */
  asker: Told | null;
  /** Its workstation, and who has it by the record, to whoever works here; null to others, and where it is for none. */
  machine: { state: WorkstationState; holder: Told | null } | null;
  /** The personal device of a Nomade credential; null for a token. */
  device: DeviceRow | null;
  /** How many requests of the queue are made before it, `AHEAD_MOST` for any more; null where it does not stand there. */
  ahead: number | null;
  /** Which of those were asked for later, and by which confirmed priority they go before it. */
  passing: Passing[];
  /** By how many days each priority goes before a normal one: 0, continuity, crisis. */
  queueDays: number[];
  /** When it will be ready, as was told last; null where nothing was told, or it does not wait to be made. */
  promise: PromiseRow | null;
  /** The date that stood before it, which whoever waits was told; null where it is the first. */
  formerPromise: PromiseRow | null;
  /** A recall revokes the token that it replaces at this moment, before that day is over; null where none does. */
  endsBefore: number | null;
  approvals: (ApprovalRow & { approverName: string })[];
  /** What to look at twice, to whoever works here: it tells of other people's machines and requests. */
  anomalies: Anomaly[];
  /** What the certificate would say of its holder; null for people who do not approve it. */
  certified: Certified | null;
  handover: HandoverRow | null;
  /** When the holder comes for it; null where there is nothing to say of it. */
  appointment: RequestAppointment | null;
  /** Of the holder's last pick-up code: never the code. */
  pickupCode: PickupCodeRow | null;
  /** Checks of the holder's identity for this hand-over, and whose they are. */
  checks: (IdentityCheckRow & { checkerName: string })[];
  /** Of its token; null where that is not active. */
  rebinding: RebindingDetail | null;
  /** Whether a document of the holder's has to be looked at: a second renewal in a row. */
  identity: IdentityAnew;
  /** Who had the token in hand before its holder. */
  carrierIds: string[];
  letters: (LetterRow & LetterStanding)[];
  /** Its PIN may be shown to its holder now. */
  pinToShow: boolean;
  /** Why nobody is left who could bring it to its end, to whoever works here; null where somebody is. */
  lacks: Words | null;
  /** Its holder has left, to whoever works here: nothing is made for them, or given to anybody. */
  holderLeft: boolean;
  tokens: TokenRow[];
  certificates: CertificateRow[];
}

/**
 * One request with all that belongs to it; a stranger's is refused like one that does not exist is. `machine`: of its holder's
 * machines, to which its token may go, those with this in their numbers are offered.
 */
export function createRequestDetail(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const withCertified = createCertified(deps);
  const { item } = createRequestItems(reads);

  /** Names of colleagues are not for holders. */
  const worksHere = (caller: Caller): boolean =>
    rolesOf(caller, now()).some((role) => role === 'supervisor' || OPERATOR_ROLES.includes(role));

  const anomaliesOf = async (id: string): Promise<Anomaly[]> =>
    (await lists.anomalies([id], usualProfile(deps))).get(id) ?? [];

  /** The holder's name stands on the page anyway. */
  const toldOf = async (caller: Caller, id: string, { holderId }: RequestRow): Promise<Told> => {
    // one whose row was edited is named to nobody, and keeps nobody from the page
    const [person] = await reads.find('person', { id });
    const isNamed = person && ([caller.personId, holderId].includes(id) || opensSheet(caller, person, now()));
    return { id, name: isNamed ? nameOf(person) : null };
  };
  const machineOf = async (caller: Caller, request: RequestRow): Promise<RequestDetail['machine']> => {
    const { workstationId } = request;
    const found = workstationId === null ? undefined : await reads.get('workstation', workstationId);
    if (!found) return null;
    const { state, holderId } = found;
    return { state, holder: holderId === null ? null : await toldOf(caller, holderId, request) };
  };

  /** The date that was told last, and the one before it. */
  const promisesOf = async ({
    id,
    state,
  }: RequestRow): Promise<{ promise: PromiseRow | null; formerPromise: PromiseRow | null }> => {
    const all = waitsToBeMade(state) ? await reads.find('promise', { requestId: id }) : [];
    const promise = lastPromise(all) ?? null;
    return { promise, formerPromise: all.find(({ nth }) => nth + 1 === promise?.nth) ?? null };
  };

  const endsBefore = async ({ replacesTokenId }: RequestRow, promise: PromiseRow | null): Promise<number | null> => {
    if (replacesTokenId === null || promise === null) return null;
    const replaced = await reads.find('token', { id: [replacesTokenId] });
    const at = (await recalledAmong(reads, replaced)).get(replacesTokenId)?.revokeAt ?? null;
    return at !== null && dayOf(at) <= promise.byDay ? at : null;
  };

  const lettersOf = async (request: RequestRow, handover: HandoverRow | undefined, left: boolean) => {
    const [letters, holder, ways] = await Promise.all([
      reads.find('letter', { requestId: request.id }),
      reads.get('person', request.holderId),
      waysOfPin(reads),
    ]);
    const around = { request, holder, handover, ways, left };
    return letters.map((letter) => ({ ...letter, ...standingOf(letter, around) }));
  };

  return async (caller: Caller, ref: string, machine?: string): Promise<RequestDetail> => {
    const request = await findRequest(reads, ref);
    if (!may(caller, 'request.read', request, now())) throw notThere('request');
    const requestId = request.id;
    const approves = may(caller, 'request.approve', request, now()) ? [request] : [];
    const isQueued = request.state === QUEUE.state;
    const isStaff = worksHere(caller);
    const [approvals, handovers, current, tokens, { promise, formerPromise }, left] = await Promise.all([
      reads.find('approval', { requestId }),
      reads.find('handover', { requestId }),
      currentHandover(reads, requestId),
      reads.find('token', { requestId }),
      promisesOf(request),
      isStaff ? deps.store.standing(request.holderId).then((told) => hasLeft(reads, request.holderId, told)) : false,
    ]);
    const handover = current ?? null;
    const letters = await lettersOf(request, current, left);
    const active = tokens.find(({ state }) => state === 'active');
    const untold = letters.find(({ kind, state, secretId }) => kind === 'pin' && state === 'waiting' && secretId);
    const checksOf = async (handoverId: string) =>
      Promise.all(
        (await reads.find('identityCheck', { handoverId })).map(async (check) => ({
          ...check,
          checkerName: nameOf(await reads.get('person', check.checkedBy)),
        })),
      );
    const mayTell = async (letter: LetterRow): Promise<boolean> =>
      (await mayTellSecret(reads, letter)) && isPinWayOpen(await waysOfPin(reads), 'shown');
    // none of these rests on another: on a server each is a way there and back
    const [shown, asker, held, device, ahead, passing, days, ends, named, anomaliesFound, certified] =
      await Promise.all([
        item(request),
        isStaff && request.askerId !== request.holderId ? toldOf(caller, request.askerId, request) : null,
        isStaff ? machineOf(caller, request) : null,
        request.deviceId === null ? undefined : reads.get('device', request.deviceId),
        isQueued ? lists.queueAhead(request, AHEAD_MOST) : null,
        isQueued ? lists.queuePassing(request, AHEAD_MOST) : [],
        queueDays(reads),
        endsBefore(request, promise),
        Promise.all(
          approvals.map(async (g) => ({ ...g, approverName: nameOf(await reads.get('person', g.approverId)) })),
        ),
        isStaff ? anomaliesOf(requestId) : [],
        holdersOf(reads, approves).then((people) => withCertified(approves, people)),
      ]);
    const [appointment, code, checks, identity, pinToShow, missing, rebinding, certificates] = await Promise.all([
      appointmentsOfRequest(reads, request),
      latestCode(reads, requestId),
      handover ? checksOf(handover.id) : [],
      identityOf(reads, request),
      untold ? mayTell(untold) : false,
      isStaff ? lacksFor(reads, request, now()) : undefined,
      active ? rebindingDetail(reads, lists, active, { caller, now: now(), machine }) : null,
      reads.find('certificate', { requestId }),
    ]);
    return {
      request: shown,
      asker,
      machine: held,
      device: device ?? null,
      ahead,
      passing,
      queueDays: days,
      promise,
      formerPromise,
      endsBefore: ends,
      approvals: named,
      anomalies: anomaliesFound,
      certified: certified[0]?.certified ?? null,
      handover,
      appointment,
      pickupCode: code ?? null,
      checks,
      identity,
      carrierIds: carriersOf(handovers, requestId),
      letters,
      pinToShow,
      lacks: missing?.sentence ?? null,
      holderLeft: left,
      tokens,
      rebinding,
      certificates,
    };
  };
}

import { z } from 'zod';
import { RIGHTS } from '../../../book/rights/sentences.ts';
import { dateOf } from '../../../book/rules/calendar/working-days.ts';
import { PRIORITY_REASONS, PROMISE_REASONS, REQUEST_KINDS } from '../../../book/tables/codes.ts';
import type { PromiseRow } from '../../../book/tables/rows/requests.ts';
import { searchText } from '../../../flow/inputs.ts';
import { ANOMALIES } from '../../../flow/request/anomalies.ts';
import { AmendRequest, RequestRef, SubmitRequest } from '../../../flow/request/request.ts';
import { FILE_BYTES } from '../../../imports/size.ts';
import { Csv, rowsOf } from '../../csv.ts';
import { operation } from '../../operation.ts';
import { REFUSED, refusedResult } from '../../result.ts';
import { Sentence } from '../../sentence.ts';
import { PageInput, page, several } from '../../shapes/page.ts';
import {
  Approval,
  Handover,
  IdentityCheck,
  PickupCodeState,
  ReadLetter,
  Request,
  RequestItem,
} from '../../shapes/requests.ts';
import { RequestStates, WorkstationStates } from '../../shapes/states.ts';
import { Certificate, Device, Token } from '../../shapes/tokens.ts';
import { Nothing, Time } from '../../shapes/values.ts';

const List = z.strictObject({
  state: several(RequestStates),
  kind: several(z.enum(REQUEST_KINDS)),
  service: searchText(64).optional(),
  text: searchText(100).optional(),
  ...PageInput,
});
const PromisedDates = z.object({
  /** Ready not before it, in nine cases of ten; by it in half of all cases; by it in 85 of 100. */
  from: z.iso.date(),
  mid: z.iso.date(),
  by: z.iso.date(),
  /** Requests that were to be made before it. */
  ahead: z.int(),
  /** The day on which a blank token comes that is left for it, as was foreseen; null: there is one. */
  blankOn: z.iso.date().nullable(),
  /** Why it was told: `first`, or why the date moved. */
  reason: z.enum(PROMISE_REASONS),
  madeAt: z.int(),
});
/** Somebody; both null where the caller may not read who they are: an id could be matched with that of a holder elsewhere. */
const Told = z.object({ id: z.string().nullable(), name: z.string().nullable() });
const toTold = (one: { id: string; name: string | null }): z.output<typeof Told> =>
  one.name === null ? { id: null, name: null } : one;
const Detail = z.object({
  request: RequestItem,
  /** Who asked for its holder, to whoever works here; null to others, and where its holder asked. */
  asker: Told.nullable(),
  /** Its workstation, and who has it by the record, to whoever works here; null to others, and where it is for none. */
  machine: z.object({ state: WorkstationStates, holder: Told.nullable() }).nullable(),
  /** The personal device of a nomade credential. */
  device: Device.nullable(),
  /** How many requests of the queue are made before it, 1000 for any more; null where it does not stand there. */
  ahead: z.int().nullable(),
  /** Which of those were asked for later, and by which confirmed priority they go before it. */
  passing: z.array(z.object({ priority: z.int(), reason: z.enum(PRIORITY_REASONS), count: z.int() })),
  /** By how many days each priority goes before a normal one: normal, continuity of service, crisis. */
  queueDays: z.array(z.int()),
  /** When it will be ready, as was told last: days as `2026-11-26`; null where nothing was told or it is made already. */
  promise: PromisedDates.nullable(),
  /** A recall revokes the token that it replaces at this moment, before that day is over; null where none does. */
  endsBefore: Time.nullable(),
  approvals: z.array(Approval),
  /** What to look at twice, to whoever works here; nobody else is told anything. */
  anomalies: z.array(z.enum(ANOMALIES)),
  /**
   * Everything that the certificate would say of its holder, to whoever approves; null for anybody else, and where none can be made:
   * its profile is not configured, or request and holder are not what the hash says.
   */
  certified: z
    .object({
      commonName: z.string(),
      serialNumber: z.string(),
      /** These as far as the profile writes them; null: it would, and nothing is known. */
      email: z.string().nullable().optional(),
      userPrincipalName: z.string().nullable().optional(),
      securityIdentifier: z.string().nullable().optional(),
      profile: z.string(),
      key: z.string(),
      days: z.int(),
    })
    .nullable(),
  handover: Handover.nullable(),
  pickupCode: PickupCodeState.nullable(),
  checks: z.array(IdentityCheck),
  letters: z.array(ReadLetter),
  /** Why nobody is left who could bring it to its end, to whoever works here; null where somebody is. */
  lacks: Sentence.nullable(),
  /** Its holder has left, to whoever works here: nothing is made for them, or given to anybody. */
  holderLeft: z.boolean(),
  tokens: z.array(Token),
  certificates: z.array(Certificate),
  /** Acts of the sentence table that the caller may do to it, state aside. */
  acts: z.array(z.enum(RIGHTS)),
});

const toDates = ({
  fromDay,
  midDay,
  byDay,
  ahead,
  blankDay,
  reason,
  madeAt,
}: PromiseRow): z.output<typeof PromisedDates> => ({
  from: dateOf(fromDay),
  mid: dateOf(midDay),
  by: dateOf(byDay),
  ahead,
  blankOn: blankDay === null ? null : dateOf(blankDay),
  reason,
  madeAt,
});

/** What became of one row of a file. */
const Submitted = z.discriminatedUnion('outcome', [
  z.object({ row: z.int(), holder: z.string(), outcome: z.literal('done'), number: z.string() }),
  z.object({ row: z.int(), holder: z.string(), ...REFUSED }),
]);

/** An agent asks, or their correspondent does. A reference is an id or a number such as DEM-2026-00471. */
export const requests = {
  submitRequest: operation({
    method: 'POST',
    path: '/v1/requests',
    summary: 'Ask for a token or a nomade credential',
    acts: ['request.submit'],
    created: true,
    input: SubmitRequest,
    output: Request,
    run: ({ door, who }, input) => door.flow.request.submit(who.caller, input),
  }),
  submitRequests: operation({
    method: 'POST',
    path: '/v1/requests/import',
    summary:
      'Make requests for others from CSV, 500 at most; each row has its own result, the first below the headings is 1',
    acts: ['request.submit'],
    limited: true,
    consumes: 'text/csv',
    bodyLimit: FILE_BYTES,
    input: Csv,
    output: z.object({ items: z.array(Submitted) }),
    run: async (context, { csv }) => {
      const { caller } = context.who;
      const about = { service: caller.service, askerId: caller.personId };
      const requests = await rowsOf(context, { right: 'request.submit', about, kind: 'requests', csv });
      const results = await context.door.flow.request.submitMany(caller, { requests: [...requests] });
      return {
        items: results.map((one) => (one.outcome === 'done' ? one : { ...one, ...refusedResult(one.error) })),
      };
    },
  }),
  listRequests: operation({
    method: 'GET',
    path: '/v1/requests',
    summary: 'Requests that the caller may see',
    acts: ['request.read'],
    input: List,
    output: page(RequestItem),
    run: ({ door, who }, { cursor, limit, ...given }) => {
      const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return door.flow.reading.requests(who.caller, filter, { cursor, limit });
    },
  }),
  getRequest: operation({
    method: 'GET',
    path: '/v1/requests/{requestId}',
    summary: 'A request with all that belongs to it',
    acts: ['request.read'],
    input: RequestRef,
    output: Detail,
    run: async ({ door, who }, { requestId }) => {
      const detail = await door.flow.reading.request(who.caller, requestId);
      const row = { ...detail.request, contentSalt: null };
      const promise = detail.promise && toDates(detail.promise);
      const asker = detail.asker && toTold(detail.asker);
      const machine = detail.machine && {
        state: detail.machine.state,
        holder: detail.machine.holder && toTold(detail.machine.holder),
      };
      return { ...detail, promise, asker, machine, acts: await door.flow.reading.actsOn(who.caller, row) };
    },
  }),
  amendRequest: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/amend',
    summary: 'Change what is asked, as it was read; the approvals given are cancelled with it',
    acts: ['request.amend'],
    input: AmendRequest,
    output: Request,
    run: ({ door, who }, input) => door.flow.request.amend(who.caller, input),
  }),
  withdrawRequest: operation({
    method: 'POST',
    path: '/v1/requests/{requestId}/withdraw',
    summary: 'Take a request back before production starts',
    acts: ['request.withdraw'],
    input: RequestRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.request.withdraw(who.caller, input),
  }),
};

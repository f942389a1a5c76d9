import { AppError } from '../../errors.ts';
import { isOneOf } from './one-of.ts';
import type {
  AccountState,
  AppointmentState,
  CampaignState,
  CertificateState,
  ExpectedDeliveryState,
  ImportState,
  IncidentState,
  JobState,
  LetterState,
  NodeState,
  PickupCodeState,
  ProposalState,
  RecallState,
  RequestState,
  StockTransferState,
  TokenState,
  WorkstationState,
} from './states.ts';
import type { TableName, Tables } from './tables.ts';

/** What each stateful table's `state` may be. */
export interface States {
  request: RequestState;
  token: TokenState;
  workstation: WorkstationState;
  certificate: CertificateState;
  job: JobState;
  letter: LetterState;
  pickupCode: PickupCodeState;
  proposal: ProposalState;
  account: AccountState;
  import: ImportState;
  incident: IncidentState;
  appointment: AppointmentState;
  recall: RecallState;
  stockTransfer: StockTransferState;
  expectedDelivery: ExpectedDeliveryState;
  campaign: CampaignState;
  node: NodeState;
}
export type Stateful = keyof States & TableName;
type Steps<S extends string> = Readonly<Record<string, Readonly<Partial<Record<S, S>>>>>;

/**
 * The one lifecycle table: action → (state → state). Nothing else in the program writes a `state`;
 * the auditor's verifier replays the journal against this same table.
 */
export const LIFECYCLE = {
  request: {
    askInformation: { submitted: 'needs_information' },
    // amending cancels the approvals given
    amend: { needs_information: 'submitted', submitted: 'submitted', approved: 'submitted' },
    approve: { submitted: 'approved' },
    takeBackApproval: { approved: 'submitted' },
    // the holder has another name than the one that was approved
    askAgain: { submitted: 'submitted', approved: 'submitted', in_production: 'submitted' },
    reject: { submitted: 'rejected', needs_information: 'rejected', approved: 'rejected' },
    withdraw: { submitted: 'withdrawn', needs_information: 'withdrawn', approved: 'withdrawn' },
    take: { approved: 'in_production' },
    putBack: { in_production: 'approved' },
    seal: { in_production: 'produced' },
    handOver: { produced: 'handed_over' },
    // its holder fetches a Nomade credential themselves, which is its receipt
    download: { produced: 'closed' },
    // what was made for it ended before its holder had it: there is nothing to fetch or to confirm any more
    drop: { produced: 'withdrawn', handed_over: 'withdrawn' },
    repeat: { produced: 'approved', handed_over: 'approved' },
    // the machine came back from its loan, is retired or lost: there is none to make a token for, and the one that was made is revoked
    endWithUse: {
      submitted: 'withdrawn',
      needs_information: 'withdrawn',
      approved: 'withdrawn',
      in_production: 'withdrawn',
      produced: 'withdrawn',
      handed_over: 'withdrawn',
    },
    close: { handed_over: 'closed' },
  },
  token: {
    take: { in_stock: 'in_production' },
    putBack: { in_production: 'in_stock', to_check: 'in_stock' },
    // nobody knows what is on it, or which SO-PIN it has
    setAside: { in_production: 'to_check' },
    scrap: { in_production: 'scrapped', in_stock: 'scrapped', to_check: 'scrapped' },
    seal: { in_production: 'produced' },
    handOver: { produced: 'handed_over' },
    activate: { handed_over: 'active' },
    suspend: { active: 'suspended' },
    resume: { suspended: 'active' },
    revoke: { produced: 'revoked', handed_over: 'revoked', active: 'revoked', suspended: 'revoked' },
    // its certificate ended, wherever it is by then
    expire: { produced: 'expired', handed_over: 'expired', active: 'expired', suspended: 'expired' },
    return: { revoked: 'returned', expired: 'returned' },
    miss: {
      in_stock: 'missing',
      to_check: 'missing',
      revoked: 'missing',
      expired: 'missing',
      returned: 'missing',
      // it stays scrapped: found again it would otherwise be returned, then wiped, and in use
      scrapped: 'scrapped_missing',
    },
    // out of sight for a while, it is wiped before it serves again
    find: { missing: 'returned', scrapped_missing: 'scrapped' },
    restock: { returned: 'in_stock' },
    destroy: { scrapped: 'destroyed', returned: 'destroyed' },
  },
  workstation: {
    commission: { registered: 'commissioned', migrating: 'commissioned' },
    migrate: { commissioned: 'migrating' },
    loan: { commissioned: 'loaned' },
    giveBack: { loaned: 'commissioned' },
    // a machine may break in its migration: its tokens are whole, and its checklist is signed anew afterwards
    sendToRepair: { commissioned: 'in_repair', migrating: 'in_repair' },
    // whoever had it may have changed it: it comes back by a repair, and so by the whole checklist
    takeBackCleaned: { blocked: 'in_repair' },
    takeBackFound: { lost: 'in_repair' },
    // it was out of the house: the whole checklist is signed anew
    backFromRepair: { in_repair: 'registered' },
    retire: {
      commissioned: 'retired',
      registered: 'retired',
      migrating: 'retired',
      loaned: 'retired',
      in_repair: 'retired',
      blocked: 'retired',
      // it was never found
      lost: 'retired',
    },
    block: {
      registered: 'blocked',
      commissioned: 'blocked',
      migrating: 'blocked',
      loaned: 'blocked',
      in_repair: 'blocked',
    },
    lose: {
      registered: 'lost',
      commissioned: 'lost',
      migrating: 'lost',
      loaned: 'lost',
      in_repair: 'lost',
      blocked: 'lost',
    },
  },
  certificate: {
    issue: { intended: 'issued' },
    seal: { issued: 'good' },
    // an intent whose signature may exist is revoked like the rest (invariant 2)
    revoke: { intended: 'revoked', issued: 'revoked', good: 'revoked' },
    expire: { good: 'expired' },
  },
  job: {
    certify: { leased: 'certifying' },
    certified: { certifying: 'certified' },
    seal: { certified: 'sealed' },
    undo: { leased: 'undone', certifying: 'undone', certified: 'undone' },
  },
  letter: {
    print: { waiting: 'printed' },
    reprint: { printed: 'printed' },
    confirm: { printed: 'confirmed' },
    // a label that is printed again is read again
    uncheck: { confirmed: 'printed' },
    show: { waiting: 'shown' },
    expire: { printed: 'expired', waiting: 'expired' },
  },
  pickupCode: {
    lock: { open: 'locked' },
    end: { open: 'ended', locked: 'ended' },
  },
  proposal: {
    // an act on a device is confirmed, then done or not
    confirm: { proposed: 'confirmed' },
    execute: { proposed: 'executed', confirmed: 'executed' },
    fail: { confirmed: 'failed' },
    cancel: { proposed: 'cancelled' },
    expire: { proposed: 'expired' },
  },
  account: {
    activate: { invited: 'active' },
    invite: { active: 'invited' },
    disable: { invited: 'disabled', active: 'disabled' },
    enable: { disabled: 'invited' },
  },
  import: {
    proceed: { running: 'running' },
    finish: { running: 'finished' },
    stop: { running: 'stopped' },
  },
  incident: {
    close: { open: 'closed' },
  },
  appointment: {
    // another one is booked for the same token
    move: { booked: 'moved' },
    cancel: { booked: 'cancelled' },
    miss: { booked: 'missed' },
    // a closure was planned on its day
    callOff: { booked: 'called_off' },
    keep: { booked: 'kept' },
    lapse: { booked: 'lapsed' },
  },
  recall: {
    close: { open: 'closed' },
  },
  stockTransfer: {
    end: { sent: 'ended' },
  },
  expectedDelivery: {
    // the last of it came
    receive: { expected: 'received' },
    cancel: { expected: 'cancelled' },
  },
  campaign: {
    pause: { open: 'paused' },
    resume: { paused: 'open' },
    close: { open: 'closing', paused: 'closing' },
    // once nothing of it is left
    end: { closing: 'closed' },
  },
  node: {
    // a crash leaves it running
    start: { running: 'running', stopped: 'running', lost: 'running' },
    stop: { running: 'stopped' },
    lose: { running: 'lost' },
  },
} as const satisfies { [K in Stateful]: Steps<States[K]> };

/** The state a new row may have. A workstation begins in service only where two persons take it over, a request approved where two recall its token. */
export const INITIAL: { readonly [K in Stateful]: readonly States[K][] } = {
  request: ['submitted', 'approved'],
  token: ['in_stock'],
  workstation: ['registered', 'commissioned'],
  certificate: ['intended'],
  job: ['leased'],
  letter: ['waiting'],
  pickupCode: ['open'],
  proposal: ['proposed'],
  account: ['invited'],
  import: ['running'],
  incident: ['open'],
  appointment: ['booked'],
  recall: ['open'],
  stockTransfer: ['sent'],
  expectedDelivery: ['expected'],
  campaign: ['open'],
  node: ['running'],
};

/** Every state of a table's rows, from the table of their steps. */
export function statesOf<K extends Stateful>(table: K): [States[K], ...States[K][]] {
  const steps = Object.values<Readonly<Record<string, string>>>(LIFECYCLE[table]);
  const all = [...INITIAL[table], ...steps.flatMap((step) => [...Object.keys(step), ...Object.values(step)])];
  return [...new Set(all)] as [States[K], ...States[K][]]; // each has one to begin with
}

/** Whether rows of this table have a state. */
export const isStateful = (table: TableName): table is Stateful => Object.hasOwn(LIFECYCLE, table);

export type Action<K extends Stateful> = keyof (typeof LIFECYCLE)[K] & string;

/** The state that `action` leads to from `from`, or undefined where the table has no such step. */
export function nextState<K extends Stateful>(kind: K, from: States[K], action: Action<K>): States[K] | undefined {
  // the table is checked against Steps where it stands; TypeScript does not follow the index through K
  const steps = LIFECYCLE[kind] as unknown as Steps<States[K]>;
  return steps[action]?.[from];
}

/** True when some action leads from `from` to `to`: the question a verifier asks. */
export function canTransition(kind: Stateful, from: string, to: string): boolean {
  return Object.values<Readonly<Record<string, string>>>(LIFECYCLE[kind]).some((step) => step[from] === to);
}

/** A row to insert or update; `expect` is repeated in the UPDATE's WHERE, so that a neighbour's step is a conflict. */
export type Change = {
  [T in TableName]:
    | { table: T; id: string; insert: Tables[T] }
    | { table: T; id: string; expect: Partial<Tables[T]>; set: Partial<Tables[T]> };
}[TableName];

/** A new row. Its state, where it has one, must be one that a row may begin with. Throws `internal`. */
export function create<T extends TableName>(table: T, row: Tables[T]): Change {
  const state = (row as { state?: string }).state;
  if (table in INITIAL && !isOneOf(INITIAL[table as Stateful], state)) {
    throw new AppError('internal', `a new ${table} cannot begin as ${state}`);
  }
  return { table, id: row.id, insert: row } as Change;
}

/** A change of columns other than `state`. */
export function update<T extends TableName>(
  table: T,
  row: Tables[T],
  set: Omit<Partial<Tables[T]>, 'state' | 'id'>,
  expect: Partial<Tables[T]> = {},
): Change {
  // a member of the union by construction: table, row and columns are all of the one T
  return { table, id: row.id, expect, set } as unknown as Change;
}

/**
 * The only way a state changes. Throws `wrong_state` with {from, action} when the table has no such step;
 * the change itself fails with `conflict` when the row has moved on in the meantime.
 */
export function move<K extends Stateful>(
  kind: K,
  row: Tables[K],
  action: Action<K>,
  set?: Omit<Partial<Tables[K]>, 'state' | 'id'>,
  expect?: Omit<Partial<Tables[K]>, 'state' | 'id'>,
): Change {
  // every table of States has a `state` of its own type; the union of rows hides that from TypeScript, here and below
  const from = (row as unknown as { state: States[K] }).state;
  const to = nextState(kind, from, action);
  if (to === undefined) {
    throw new AppError('wrong_state', `this ${kind} is ${from}: "${action}" is not possible now`, {
      detail: { kind, id: row.id, from, action },
    });
  }
  return {
    table: kind,
    id: row.id,
    expect: { ...expect, state: from },
    set: { ...set, state: to },
  } as unknown as Change;
}

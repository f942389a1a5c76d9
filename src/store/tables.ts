import type { Generated, Kysely } from 'kysely';
import type { DifferenceKind } from '../book/rules/service/differences.ts';
import type { Tables } from '../book/tables/tables.ts';
import type {
  AccessRow,
  DeviceCodeRow,
  EnrolmentRow,
  ForeignIdentityRow,
  PasskeyRow,
  SessionRow,
} from '../identity/records.ts';

/** The tables beside the journal: what it proves but does not hold, the journal itself, identity, and the REST door's memory. */
export interface Unjournalled {
  secret: { id: string; purpose: string; sealed: Uint8Array };
  certificateBody: { id: string; der: Uint8Array };
  revocation: {
    issuerId: string;
    seq: number;
    certificateId: string;
    revokedAt: number;
    notAfter: number;
  };
  crlBody: {
    issuerId: string;
    number: number;
    head: Uint8Array;
    tail: Uint8Array;
    upTo: number | null;
    gatheredAt: number | null;
  };
  crlPiece: { issuerId: string; number: number; der: Uint8Array };
  series: { id: string; last: number };
  journalEntry: {
    seq: number;
    at: number;
    actor: string;
    role: string;
    action: string;
    subject: string;
    outcome: string;
    line: string;
  };
  journalNode: { level: number; place: number; hash: Uint8Array };
  checkpoint: { size: number; root: Uint8Array; note: string; signedAt: number };
  siemCursor: { origin: string; next: number };
  confirmedText: { hash: string; text: string };
  dayEnd: { at: number; open: string; report: string };
  difference: { table: string; id: string; kind: DifferenceKind; foundAt: number };
  opening: { commitment: string; seq: number; subject: string; field: string; salt: Uint8Array; value: string };
  password: { personId: string; hash: string; setAt: number; restoredAt: number | null };
  enrolment: EnrolmentRow;
  session: SessionRow;
  passkey: PasskeyRow;
  deviceCode: DeviceCodeRow;
  foreignIdentity: ForeignIdentityRow;
  /** A stretch of the journal that this service wrote: from the entry `id` on, up to `size`, and the chain over its leaves. */
  journalTip: { id: string; size: number; chain: string };
  apiTokenHash: { hash: string; apiTokenId: string };
  revocationCode: { serial: string; hash: string };
  pickupHash: { pickupCodeId: string; hash: string };
  directoryStanding: { personId: string; state: string; since: number };
  roleSuggestion: { personId: string; role: string; scope: string; kind: string; since: number };
  dismissedSuggestion: {
    personId: string;
    role: string;
    scope: string;
    kind: string;
    reason: string;
    dismissedAt: number;
  };
  savedView: { personId: string; list: string; name: string; query: string };
  firstStep: { personId: string; page: string };
  outbox: {
    id: string;
    template: string;
    personId: string | null;
    address: string | null;
    about: string;
    once: string | null;
    queuedAt: number;
    state: string;
    tries: number;
    nextAt: number;
    endedAt: number | null;
    failure: string | null;
    seenAt: number | null;
  };
  accessLog: AccessRow & { id: Generated<number> };
  idempotency: {
    key: string;
    caller: string;
    route: string;
    bodyHash: string;
    callId: string;
    status: number | null;
    answer: string | null;
    expiresAt: number;
  };
}
export interface AllTables extends Tables, Unjournalled {}

/** The whole database, or one transaction on it: the same verbs work on both. */
export type Db = Kysely<AllTables>;

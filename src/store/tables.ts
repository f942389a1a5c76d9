import type { Generated, Kysely } from 'kysely';
import type { Tables } from '../flow/model.ts';

/** The tables beside the journal: what it proves but does not hold, the journal itself, identity, and the REST door's memory. */
export interface Beside {
  secret: { id: string; purpose: string; sealed: Uint8Array };
  certificateBody: { id: string; der: Uint8Array };
  crlBody: { issuerId: string; number: number; der: Uint8Array };
  series: { id: string; last: number };
  journalEntry: {
    seq: number;
    at: number;
    actor: string;
    action: string;
    subject: string;
    outcome: string;
    line: string;
  };
  journalNode: { level: number; place: number; hash: Uint8Array };
  checkpoint: { size: number; root: Uint8Array; note: string; signedAt: number };
  dayEnd: { at: number; open: string };
  opening: { commitment: string; seq: number; subject: string; field: string; salt: Uint8Array; value: string };
  password: { personId: string; hash: string; setAt: number };
  enrolment: { hash: string; personId: string; expiresAt: number; usedAt: number | null };
  session: {
    hash: string;
    personId: string;
    csrf: string;
    createdAt: number;
    seenAt: number;
    freshUntil: number;
    expiresAt: number;
    method: string;
    address: string;
    idToken: string | null;
    reach: string | null;
  };
  passkey: {
    id: string;
    personId: string;
    name: string;
    publicKey: Uint8Array;
    counter: number;
    transports: string;
    createdAt: number;
    usedAt: number | null;
  };
  deviceCode: {
    hash: string;
    userCodeHash: string;
    address: string;
    createdAt: number;
    expiresAt: number;
    personId: string | null;
    method: string | null;
    reach: string | null;
  };
  foreignIdentity: { issuer: string; subject: string; personId: string; linkedAt: number };
  apiTokenHash: { hash: string; apiTokenId: string };
  revocationCode: { tokenId: string; hash: string };
  outbox: {
    id: string;
    template: string;
    personId: string;
    about: string;
    once: string | null;
    queuedAt: number;
    state: string;
    tries: number;
    nextAt: number;
    endedAt: number | null;
    failure: string | null;
  };
  accessLog: {
    id: Generated<number>;
    at: number;
    event: string;
    personId: string | null;
    address: string;
    outcome: string;
  };
  idempotency: {
    key: string;
    caller: string;
    route: string;
    bodyHash: string;
    status: number | null;
    answer: string | null;
    expiresAt: number;
  };
}
export interface AllTables extends Tables, Beside {}

/** The whole database, or one transaction on it: the same verbs work on both. */
export type Db = Kysely<AllTables>;

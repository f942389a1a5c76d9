import type { AccountState, ApiTokenRow, PersonRow, Role } from '../flow/model.ts';
import type { Caller } from '../flow/permissions.ts';

/** Somebody whom a door has recognised. */
export interface SignedIn {
  caller: Caller;
  person: PersonRow;
  /** Held now, by grant and by the means of sign-in. */
  roles: readonly Role[];
  /** `session`: console and command line; `api-token`: machines. */
  means: 'session' | 'api-token';
  /** Sent back with every state-changing form and request of a session; empty for an API token. */
  csrf: string;
}
export interface OpenedSession {
  /** 256 random bits, base64url: the cookie's or the command line's secret; only its SHA-256 is stored. */
  token: string;
  csrf: string;
  expiresAt: number;
}
/** Where somebody comes from, for the access log. */
export interface Origin {
  address: string;
}

/** Accounts, passwords, sessions, API tokens. Doors ask it who somebody is; what they may do is the flow's to say. */
export interface Identity {
  /** A fresh one-time link for each of the first two people who has not used theirs; printed on the terminal only. */
  firstLinks(): Promise<{ person: PersonRow; role: Role; token: string }[]>;
  /** `account.invite`: a one-time enrolment link, 15 minutes, for a person without or locked out of an account. */
  invite(caller: Caller, personId: string): Promise<{ token: string; expiresAt: number }>;
  /** Whether a link still stands, without using it: the page with the button. */
  peek(token: string): Promise<{ name: string; expiresAt: number } | undefined>;
  /** Redeems a link by POST: sets the password, activates the account, ends other sessions. Throws `expired`, `invalid_input` (weak password). */
  enrol(input: { token: string; password: string }, from: Origin): Promise<void>;
  /** `login`: directory id or e-mail. Same answer and time for every failure: `sign_in_failed`. */
  signIn(input: { login: string; password: string }, from: Origin): Promise<OpenedSession>;
  signOut(token: string, from: Origin): Promise<void>;
  /** Recognises a session (idle 15 min, absolute 8 h) and touches it. */
  bySession(token: string): Promise<SignedIn | undefined>;
  byApiToken(token: string): Promise<SignedIn | undefined>;
  /**
   * Step-up: the password once more. The session goes on under a new token, the old one is dead (ASVS 7.2.4); its CSRF
   * token and absolute end stay. Its factor is fresh for five minutes. Throws `sign_in_failed`, `session_expired`.
   */
  refresh(token: string, password: string, from: Origin): Promise<OpenedSession>;
  createApiToken(
    caller: Caller,
    input: { name: string; scopes: Role[]; days: number },
  ): Promise<{ token: string; row: ApiTokenRow }>;
  revokeApiToken(caller: Caller, id: string): Promise<void>;
  apiTokens(caller: Caller): Promise<ApiTokenRow[]>;
  /** Ends every session of a person, at once. */
  endSessions(personId: string): Promise<void>;
  accountState(personId: string): Promise<AccountState>;
}

import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Caller } from '../book/rights/roles.ts';
import type { Role } from '../book/tables/codes.ts';
import type { ApiTokenRow, PersonRow } from '../book/tables/rows/people.ts';
import type { AccountState } from '../book/tables/states.ts';
import type { Attestation, Proof } from './passkeys/passkey-proof.ts';

/** Somebody whom a door has recognised. */
export interface SignedIn {
  caller: Caller;
  person: PersonRow;
  /** Held now, by grant and by the means of sign-in. */
  roles: readonly Role[];
  /** `session`: console and command line; `api-token`: machines. */
  means: 'session' | 'api-token';
  /** How the session was opened or raised since: `password`, `passkey`, `certificate`, `oidc`; `api-token`. */
  method: string;
  /** From before a restore, and not opened anew since: this way in reports a loss, and little else. */
  restored: boolean;
  /** Left alone at the bench: it does nothing until its owner confirms who they are, or signs out. */
  locked: boolean;
  /** Roles held that this way in may not use: they ask for a passkey, or for more assurance from the identity provider. */
  withheld: readonly Role[];
  /** What confirms a delicate act here: the password where it is enough, or where no passkey answers here. */
  stepUp: 'password' | 'passkey';
  /** When the session ends if nothing happens, and in any case; null for an API token. */
  ends: { idle: number; absolute: number } | null;
  /** Sent back with every state-changing form and request of a session; empty for an API token. */
  csrf: string;
}
export interface OpenedSession {
  /** 256 random bits, base64url: the cookie's or the command line's secret; only its SHA-256 is stored. */
  token: string;
  csrf: string;
  expiresAt: number;
}
/** One of the caller's sessions, as they recognise it. */
export interface OwnSession {
  id: string;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
  method: string;
  address: string;
}
/** A passkey as its owner sees it. */
export interface OwnPasskey {
  id: string;
  name: string;
  createdAt: number;
  usedAt: number | null;
  /** The name it is bound to where that is not the console's: it opens nothing here. */
  elsewhere: string | null;
}
/** Where somebody comes from, for the access log. */
export interface Origin {
  address: string;
}

/** A link for the terminal: of a first start, or after a restore, when it asks for what its person had before. */
export interface FirstLink {
  person: PersonRow;
  name: string;
  role: Role;
  token: string;
  former: boolean;
}

/** What the browser keeps between leaving for the provider and coming back; only its own owner ever sees it. */
export interface Journey {
  state: string;
  nonce: string;
  verifier: string;
}
export interface Provider {
  name: string;
  /** Where browsers are sent. */
  origin: string;
  /** `token`: of the session whose owner wants to link an identity. Throws `fresh_factor_needed` where it may link none. */
  begin(strong: boolean, token?: string): Promise<{ url: string; journey: Journey }>;
  /** The provider's answer, attacker-controlled. `token` is the session of somebody who links this identity to their account. */
  finish(answer: URL, journey: Journey, from: Origin, token?: string): Promise<OpenedSession>;
  /** Where the session at the provider is ended too (RP-initiated logout). */
  signOutUrl(idToken: string): Promise<string>;
}
/** Accounts, passwords, sessions, API tokens. Doors ask it who somebody is; what they may do is the flow's to say. */
export interface Identity {
  /**
   * A fresh one-time link for each of the first two people who never came in or, as long as a restore waits, for each who
   * may confirm it and has not come in since; printed on the terminal only.
   */
  firstLinks(): Promise<FirstLink[]>;
  /** `account.invite`: a one-time enrolment link, 15 minutes, for a person without or locked out of an account. */
  invite(caller: Caller, personId: string): Promise<{ token: string; expiresAt: number; needsCode: boolean }>;
  /**
   * `account.vouch`: the code of a second person, told to an operator by word of mouth, without which the link that another
   * one gave them opens nothing: nobody takes over an operator's account alone. `who`: person's or directory id. Throws
   * `same_person` for the person who made the link, `not_found` where none stands.
   */
  vouch(caller: Caller, who: string): Promise<{ code: string; expiresAt: number }>;
  /** Whether a link still stands, without using it: the page with the button. */
  peek(
    token: string,
  ): Promise<{ name: string; expiresAt: number; needsCode: boolean; needsFormer: boolean } | undefined>;
  /**
   * Redeems a link by POST: sets the password, activates the account, ends other sessions. Throws `expired`,
   * `invalid_input` (weak password), `sign_in_failed` for an operator without the second person's code, and for a link
   * printed after a restore without the password (`former`) or the passkey that its person had when the backup was made.
   */
  enrol(
    input: {
      token: string;
      password: string;
      code?: string | undefined;
      former?: string | undefined;
      passkey?: Proof | undefined;
    },
    from: Origin,
  ): Promise<void>;
  /** Options of `navigator.credentials.get` for a passkey from before a restore, to be shown with such a link. */
  formerPasskeyRequest(): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** `login`: directory id or e-mail. Same answer and time for every failure: `sign_in_failed`. */
  signIn(input: { login: string; password: string }, from: Origin): Promise<OpenedSession>;
  /** Ends the session; answers the identity provider's token that it was opened with, for the sign-out there. */
  signOut(token: string, from: Origin): Promise<{ idToken: string | null }>;
  /** Recognises a session (idle 15 min, absolute 8 h) and touches it. */
  bySession(token: string): Promise<SignedIn | undefined>;
  /** The same without touching it: whoever only watches does not use the session. */
  glance(token: string): Promise<SignedIn | undefined>;
  /**
   * For many watchers at once, in the order given: the place of the bench that the session has, or an empty text; undefined once
   * it ended, or is locked.
   */
  standings(tokens: readonly string[]): Promise<(string | undefined)[]>;
  /** `certificate`: the client's, DER, whose key TLS has proven. A bound token opens nothing without its own. */
  byApiToken(token: string, certificate?: Uint8Array): Promise<SignedIn | undefined>;
  /** When a token that opens nothing any more came to its end, for whoever has it and its certificate; undefined of any other. */
  apiTokenEnd(token: string, certificate?: Uint8Array): Promise<number | undefined>;
  /**
   * Step-up: the password once more. The session goes on under a new token, the old one is dead (ASVS 7.2.4); its CSRF
   * token and absolute end stay. Its factor is fresh for five minutes. Throws `sign_in_failed`, `session_expired`.
   */
  refresh(token: string, password: string, from: Origin): Promise<OpenedSession>;
  /**
   * A shift begins at a place of this node's bench, with a fresh factor: until its owner does nothing for ten minutes, or ten
   * hours have passed. Throws `fresh_factor_needed`, `forbidden`, and `conflict` where somebody else works at that place.
   */
  openBench(token: string, place: string, from: Origin): Promise<void>;
  /** Its owner did something, or opened a page: an open shift goes on. A locked one stays locked. */
  useBench(token: string): Promise<void>;
  /** The shift ends, the session goes on. */
  leaveBench(token: string, from: Origin): Promise<void>;
  /**
   * A new password, by its owner with the present one. Every other session ends; this one goes on under a new token.
   * Throws `sign_in_failed`, `invalid_input` (weak password), `fresh_factor_needed` where a passkey is required.
   */
  changePassword(token: string, input: { current: string; password: string }, from: Origin): Promise<OpenedSession>;
  /** Whether browsers reach this service by a name that passkeys can be bound to. */
  passkeysUsable(): boolean;
  /**
   * Options of `navigator.credentials.create`, for a session with a fresh factor that no token's certificate opened. Throws
   * `fresh_factor_needed`, `limit_reached`.
   */
  passkeyRegistration(token: string): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Keeps a new passkey; the session goes on under a new token, raised. Throws `invalid_input` for a proof that does not fit. */
  registerPasskey(token: string, input: { name: string; response: Attestation }): Promise<OpenedSession>;
  /** Options of `navigator.credentials.get`: to sign in, or with a session's token to step up. */
  passkeyRequest(token?: string): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** A passkey alone: two factors in one. Throws `sign_in_failed`, the same for every failure. */
  signInWithPasskey(proof: Proof, from: Origin): Promise<OpenedSession>;
  /** Step-up with a passkey: as `refresh`, and the session may use every role of its owner from now on. */
  refreshWithPasskey(token: string, proof: Proof, from: Origin): Promise<OpenedSession>;
  /** Who would come in with this certificate (DER), whose key and chain TLS has proven; undefined when nobody does. */
  holderOfCertificate(der: Uint8Array): Promise<PersonRow | undefined>;
  /** Comes in with a token of ours. Throws `sign_in_failed`. */
  signInWithCertificate(der: Uint8Array, from: Origin): Promise<OpenedSession>;
  /** The identity provider that agents may come in by, where one is set. */
  provider?: Provider;
  passkeys(caller: Caller): Promise<OwnPasskey[]>;
  /** The name that passkeys are bound to here, null where there is none, and how many are bound to each other name. */
  passkeysElsewhere(): Promise<{ here: string | null; bound: { rpId: string; count: number }[] }>;
  /** Needs a fresh factor; the last one of an operator stays where passkeys are required (`limit_reached`). */
  removePasskey(caller: Caller, id: string): Promise<void>;
  /** The command line asks to be let in: what it keeps, and what its person types into the console. */
  startDeviceSignIn(from: Origin): Promise<{ deviceCode: string; userCode: string; expiresAt: number }>;
  /** The command line that a typed code would let in: from where and since when; undefined when none waits. */
  peekDeviceSignIn(
    caller: Caller,
    userCode: string,
    from: Origin,
  ): Promise<{ address: string; createdAt: number } | undefined>;
  /** Lets that command line in as the caller, with a fresh factor; once. Throws `fresh_factor_needed`, `expired`. */
  approveDeviceSignIn(token: string, userCode: string, from: Origin): Promise<void>;
  /** The command line asks again: a session as strong as the one that let it in, or undefined as long as it waits. Throws `expired`. */
  redeemDeviceSignIn(deviceCode: string, from: Origin): Promise<OpenedSession | undefined>;
  /** The caller's sessions that last, newest first. */
  sessions(caller: Caller): Promise<OwnSession[]>;
  /** The id that the session of this token has among them. */
  sessionId(token: string): string;
  /** Ends one of the caller's sessions, at once. Throws `fresh_factor_needed` where a weak session would end a strong one. */
  endSession(caller: Caller, id: string, from: Origin): Promise<void>;
  /** `certificate`: the machine's, PEM, to which the token is bound; it ends with it. Throws `invalid_input` without one. */
  createApiToken(
    caller: Caller,
    input: { name: string; scopes: Role[]; days: number; certificate?: string | undefined },
  ): Promise<{ token: string; row: ApiTokenRow }>;
  revokeApiToken(caller: Caller, id: string): Promise<void>;
  apiTokens(caller: Caller): Promise<ApiTokenRow[]>;
  /** Ends every session of the caller, at once. Throws `fresh_factor_needed` where a weak session would end a strong one. */
  endOwnSessions(caller: Caller): Promise<number>;
  /** Ends every session of a person whose account was disabled, at once. */
  endSessions(personId: string): Promise<number>;
  /**
   * `account.endSessions`: an administrator ends the sessions of somebody else or, without `personId`,
   * of everybody else (ASVS 7.4.5). A command line that waits to be let in is turned away too. Answers how many ended.
   */
  endSessionsFor(caller: Caller, personId?: string): Promise<number>;
  accountState(personId: string): Promise<AccountState>;
}

import type { Template } from '../flow/notifications/templates.ts';

/** A mail as it waits: whom it tells what about which row. Its address and text are made when it leaves. */
export interface WaitingMail {
  id: string;
  template: Template;
  personId: string | null;
  /** Instead of a person: an address of the configuration, or a former address of somebody. */
  address: string | null;
  /** `table:id`. */
  about: string;
  queuedAt: number;
  /** This try included. */
  tries: number;
}
export interface OutboxStanding {
  waiting: number;
  /** Given up: somebody has to look. */
  dead: number;
  /** Epoch milliseconds at which the longest-waiting mail was queued. */
  oldestAt: number | null;
  /** When a mail was given up last. */
  lastDeadAt: number | null;
}

/** The rows of mails that wait. A try is known by its number: whoever lost the lease to another try changes nothing. */
export interface Outbox {
  /** Leases the next mail that is due until `leaseUntil`; undefined when none is. */
  claim(now: number, leaseUntil: number): Promise<WaitingMail | undefined>;
  /** `dropped`: there was nobody or nothing to tell any more. False when another try has the mail. */
  end(mail: WaitingMail, state: 'sent' | 'dropped' | 'dead', now: number, failure?: string): Promise<boolean>;
  /** Waits until `nextAt` for another try. */
  postpone(mail: WaitingMail, nextAt: number, failure: string): Promise<boolean>;
  standing(): Promise<OutboxStanding>;
  /** Deletes what ended before. Answers how many. */
  purge(before: number): Promise<number>;
}

/** A mail ready to leave. */
export interface Message {
  /** Stable over tries: a server or mailbox that has it already can tell. */
  messageId: string;
  at: number;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** A file that goes with it, UTF-8; `type`: a media type that its name does not tell. */
  attachment?: { name: string; content: string; type?: string };
}
/** `server`: nothing leaves now, whatever the mail; `later`: refused for now (4xx); `never`: refused for good (5xx). */
export type Sent = { outcome: 'sent' } | { outcome: 'server' | 'later' | 'never'; failure: string };
export interface Sender {
  /** Hands the message to the relay; never throws for what the relay or the network does. */
  send(message: Message): Promise<Sent>;
  /** Breaks off what is being sent. */
  close(): void;
}

import type { AnyTemplate, Template } from '../notifications/templates.ts';

/** How an e-mail stands that did not leave: given up, or failed and tried again. */
export const UNDELIVERED_STATES = ['dead', 'waiting'] as const;

/** An e-mail that did not leave. */
export interface UndeliveredMail {
  id: string;
  template: Template;
  /** A person, or an address of the configuration. */
  personId: string | null;
  address: string | null;
  /** `table:id`. */
  about: string;
  state: (typeof UNDELIVERED_STATES)[number];
  queuedAt: number;
  tries: number;
  /** When it is tried again; for one that was given up, when that was. */
  at: number;
  /** The relay's number, or our own code: never its text, which may repeat an address. */
  failure: string | null;
}

/** What somebody was told, by e-mail or by the console alone. */
export interface Told {
  id: string;
  template: AnyTemplate;
  /** `table:id`. */
  about: string;
  queuedAt: number;
  /** When they looked at it in the console; null as long as they did not. */
  seenAt: number | null;
}

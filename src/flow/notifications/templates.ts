/** What people are told by e-mail; the words stand in mail/texts.ts. */
export const TEMPLATES = [
  'request-received',
  'needs-information',
  'approved',
  'approval-withdrawn',
  'rejected',
  'withdrawn',
  'request-loan-ended',
  'ready',
  'shipped',
  'handed-over',
  'downloaded',
  'parcel-received',
  'code-used',
  'code-locked',
  'identity-checked',
  'letter-printed',
  'pin-shown',
  'produced-again',
  'closed',
  'token-revoked',
  'renewal-asked',
  'renewal-planned',
  'expiry-coming',
  'expiry-near',
  'token-lapsed',
  'lapsed-in-service',
  'pickup-reminder',
  'receipt-reminder',
  'proposal-waiting',
  'approvals-waiting',
  'day-report',
  'account-opened',
  'account-reopened',
  'account-closed-for-role',
  'password-changed',
  'passkey-added',
  'passkey-removed',
  'identity-linked',
  'api-token-made',
  'address-changed',
  'account-disabled',
  'closed-still-holds',
  'sessions-ended',
  'role-ended',
  'role-given',
  'role-confirmed',
  'role-ended-by-review',
  'access-review-coming',
  'access-review-due',
  'acted-alone',
  'officer-return-proposed',
  'officer-return-cancelled',
  'officer-returned',
  'postal-address-changed',
  'incident-received',
  'incident-reported',
  'workstation-lost',
  'workstation-reported-lost',
  'token-recalled',
  'token-returned',
  'token-rebound',
  'stock-low',
  'stock-ends',
  'dates-late',
  'recall-replaces',
  'date-moved',
  'appointment-booked',
  'appointment-off',
  'appointment-soon',
  'appointment-missed',
  'migration-day',
  'migration-moved',
  'migration-off',
  'exchange-day',
  'exchange-moved',
  'exchange-off',
] as const;
export type Template = (typeof TEMPLATES)[number];
/** What the console alone tells: it is told to many, and is done where they are already. */
export const CONSOLE_ONLY = ['token-to-check', 'health-bad'] as const;
export type AnyTemplate = Template | (typeof CONSOLE_ONLY)[number];
/** Whether it is also sent by e-mail, where there is a relay. */
export const isMailed = (template: AnyTemplate): template is Template =>
  !CONSOLE_ONLY.some((only) => only === template);

/** News of a request's way and of work that waits, which its reader also meets in the console. */
const NEWS: readonly Template[] = [
  'request-received',
  'needs-information',
  'approved',
  'approval-withdrawn',
  'rejected',
  'withdrawn',
  'request-loan-ended',
  'ready',
  'shipped',
  'downloaded',
  'date-moved',
  'appointment-booked',
  'appointment-off',
  'appointment-soon',
  'appointment-missed',
  'produced-again',
  'closed',
  'renewal-asked',
  'renewal-planned',
  'expiry-coming',
  'expiry-near',
  'token-lapsed',
  'lapsed-in-service',
  'pickup-reminder',
  'receipt-reminder',
  'proposal-waiting',
  'approvals-waiting',
  'day-report',
  'access-review-coming',
  'access-review-due',
  'stock-low',
  'stock-ends',
  'dates-late',
  'migration-day',
  'migration-moved',
  'migration-off',
  'exchange-day',
  'exchange-moved',
  'exchange-off',
];
/** Whether the mail tells somebody of what was done to their account, role, address or token, perhaps by somebody else in their name. */
export const warns = (template: Template): boolean => !NEWS.includes(template);

/** Somebody to be told of one thing. It names rows only: a person's address and the words are found when the mail leaves. */
export interface Notice {
  template: AnyTemplate;
  personId?: string;
  /** In a person's place, an address of the configuration, or one that was theirs until now. */
  address?: string;
  /** `table:id` of what it is about. */
  about: string;
  /** A name under which it is told once and never again. */
  once?: string;
}

import { isOneOf } from '../../tables/one-of.ts';
import { SECRET_LETTERS } from '../../tables/states.ts';

/**
 * What a letter with a secret waits for before it may be printed: its hand-over to begin, its holder to accept the
 * certificate, the receipt of its parcel, its holder to download the credential.
 */
export const LETTER_WAITS = ['handover', 'acceptance', 'receipt', 'download'] as const;
export type LetterWait = (typeof LETTER_WAITS)[number];

/** What the row of a request's current hand-over says of how far it is. */
interface HandedOver {
  mode?: unknown;
  challengedAt?: unknown;
  acceptedAt?: unknown;
  receiptAt?: unknown;
}

/**
 * What a letter of this kind waits for, by its request's current hand-over; null where its secret may be told, or where it
 * has none. A PIN leaves at the desk once the token signed its challenge and its holder accepted the certificate, for a
 * shipment once the receipt is confirmed too; a Nomade password once its holder has downloaded the credential.
 */
export function letterWaitsFor(kind: unknown, handover: HandedOver | undefined): LetterWait | null {
  if (!isOneOf(SECRET_LETTERS, kind)) return null;
  const mode = handover?.mode;
  if (kind === 'pkcs12-password') return mode === 'download' ? null : 'download';
  if ((mode !== 'desk' && mode !== 'shipment') || typeof handover?.challengedAt !== 'number') return 'handover';
  const accepted = typeof handover.acceptedAt === 'number';
  if (mode === 'desk') return accepted ? null : 'acceptance';
  return accepted && typeof handover.receiptAt === 'number' ? null : 'receipt';
}

import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { AppointmentRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { Reads } from '../ports/store.ts';

/** The appointment that stands for a request. */
export async function appointmentOf(
  reads: Pick<Reads, 'find'>,
  requestId: string,
): Promise<AppointmentRow | undefined> {
  const [standing] = await reads.find('appointment', { requestId, state: 'booked' });
  return standing;
}

/** The change that ends it, where one stands: its token was handed over (`keep`), or leaves by another way. */
export async function endAppointment(
  unit: Pick<Reads, 'find'>,
  requestId: string,
  step: 'keep' | 'lapse',
  now: number,
): Promise<Change[]> {
  const standing = await appointmentOf(unit, requestId);
  return standing ? [move('appointment', standing, step, { endedAt: now })] : [];
}

/** The changes that end the appointments of tokens which cannot be fetched any more: only a ready one has any. */
export async function endAppointments(
  unit: Pick<Reads, 'find'>,
  tokens: readonly TokenRow[],
  now: number,
): Promise<Change[]> {
  const requestId = tokens.flatMap((token) => (token.state === 'produced' ? (token.requestId ?? []) : []));
  if (requestId.length === 0) return [];
  // a row that somebody edited keeps nobody from revoking the token
  const standing = await unit.find('appointment', { requestId, state: 'booked' }, { leaveOut: true });
  return standing.map((one) => move('appointment', one, 'lapse', { endedAt: now }));
}

import { covers } from '../../book/rights/roles.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_ACTIVATED } from '../../book/tables/states.ts';
import type { Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import { isInHand } from './end-reminders.ts';
import type { Notice } from './templates.ts';

/** Whether its holder has something else that does the same. */
async function hasAnother(
  unit: Unit,
  { id, holderId, tokenId }: CertificateRow,
  request: RequestRow,
): Promise<boolean> {
  const holder = holderId ?? '';
  if (tokenId === null) {
    const good = await unit.find('certificate', { holderId: holder, tokenId: null, state: 'good' });
    // a telephone reads no mail with the laptop's
    for (const other of good) {
      const made = other.id === id || other.requestId === null ? undefined : await unit.get('request', other.requestId);
      if (made?.deviceId === request.deviceId) return true;
    }
    return false;
  }
  const token = await unit.get('token', tokenId);
  const same = { holderId: holder, workstationId: token?.workstationId ?? null };
  if ((await unit.count('token', { ...same, state: TOKEN_ACTIVATED })) > 0) return true;
  for (const { requestId } of await unit.find('token', { ...same, state: 'handed_over' })) {
    const request = requestId === null ? undefined : await unit.get('request', requestId);
    if (request && (await isInHand(unit, request))) return true;
  }
  return false;
}

/**
 * What ends without anything in its place: its holder hears of it, and so do the approvers and supervisors of their service.
 * A temporary token's end was known from its first day, and a token that its holder never had was nobody's loss.
 */
export async function ofLapse(
  unit: Unit,
  change: Extract<Change, { table: 'certificate' }>,
  now: number,
): Promise<Notice[]> {
  if ('insert' in change || change.set.state !== 'expired') return [];
  const certificate = await unit.get('certificate', change.id);
  const request = certificate?.requestId ? await unit.get('request', certificate.requestId) : undefined;
  if (!certificate || !request || request.state !== 'closed' || asksTemporary(request)) return [];
  if (await hasAnother(unit, certificate, request)) return [];
  const about = `certificate:${change.id}`;
  const { holderId, service } = request;
  const inCharge = await activeHolders(unit, ['approver', 'supervisor'], now);
  const whom = new Set(inCharge.filter(({ scope }) => covers(scope, service)).map(({ personId }) => personId));
  whom.delete(holderId);
  return [
    { template: 'token-lapsed', personId: holderId, about },
    ...[...whom].map((personId): Notice => ({ template: 'lapsed-in-service', personId, about })),
  ];
}

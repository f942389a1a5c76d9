import type { Notice } from '../frame/notices.ts';

/** What is said once a workstation has changed: that alone, or with how many tokens and requests ended with it. */
export function changedWords({
  revoked,
  closed,
}: {
  revoked: number;
  closed: number;
}): Pick<Notice, 'text' | 'params'> {
  if (revoked > 0 && closed > 0) return { text: 'workstations.revokedAndClosed', params: { revoked, closed } };
  if (revoked > 0) return { text: { count: 'workstations.revoked', n: revoked } };
  if (closed > 0) return { text: { count: 'workstations.closed', n: closed } };
  return { text: 'workstations.changed' };
}

import type { Notice } from '../frame/notices.ts';

/** What is said once a workstation has changed: that alone, or with how many tokens and requests ended with it. */
export function changedWords({
  revoked,
  withdrawn,
}: {
  revoked: number;
  withdrawn: number;
}): Pick<Notice, 'text' | 'params'> {
  if (revoked > 0 && withdrawn > 0)
    return { text: 'workstations.revokedAndClosed', params: { revoked, closed: withdrawn } };
  if (revoked > 0) return { text: { count: 'workstations.revoked', n: revoked } };
  if (withdrawn > 0) return { text: { count: 'workstations.closed', n: withdrawn } };
  return { text: 'workstations.changed' };
}

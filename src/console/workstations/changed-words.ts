import type { Changed } from '../../flow/workstation/enrolment.ts';
import type { Notice } from '../frame/shell/notices.ts';

/** What is said once a workstation has changed: that alone, or with how many tokens and requests ended with it, and whether the CRL says so. */
export function changedNotice({
  revoked,
  withdrawn,
  published,
}: Pick<Changed, 'revoked' | 'withdrawn' | 'published'>): Notice {
  const params = { revoked, closed: withdrawn };
  if (!published) return { kind: 'warning', text: 'workstations.changed.later', params };
  const kind = 'success';
  if (revoked > 0 && withdrawn > 0) return { kind, text: 'workstations.revokedAndClosed', params };
  if (revoked > 0) return { kind, text: { count: 'workstations.revoked', n: revoked } };
  if (withdrawn > 0) return { kind, text: { count: 'workstations.closed', n: withdrawn } };
  return { kind, text: 'workstations.changed' };
}

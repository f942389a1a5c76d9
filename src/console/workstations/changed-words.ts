import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import type { Changed } from '../../flow/workstation/enrolment.ts';
import type { Notice } from '../frame/shell/notices.ts';

type Ended = Pick<Changed, 'revoked' | 'withdrawn' | 'published'>;
/** That a workstation has changed: that alone, or with how many tokens and requests ended with it, and whether the CRL says so. */
function usualNotice({ revoked, withdrawn, published }: Ended): Notice {
  const params = { revoked, closed: withdrawn };
  if (!published) return { kind: 'warning', text: 'workstations.changed.later', params };
  const kind = 'success';
  if (revoked > 0 && withdrawn > 0) return { kind, text: 'workstations.revokedAndClosed', params };
  if (revoked > 0) return { kind, text: { count: 'workstations.revoked', n: revoked } };
  if (withdrawn > 0) return { kind, text: { count: 'workstations.closed', n: withdrawn } };
  return { kind, text: 'workstations.changed' };
}

/**
 * What is said once a workstation has changed. A loan that begins or ends asks for more: who has the machine is another act, and
 * tokens of before the loan end with it. `record`: as it stands now.
 */
export function changedNotice(action: string, record: WorkstationRecord, done: Ended): Notice {
  const isHeld = record.holder !== null;
  if (action === 'giveBack' && isHeld && done.published) {
    const params = { revoked: done.revoked, closed: done.withdrawn };
    return { kind: 'warning', text: 'workstations.returned.holder', params };
  }
  if (action !== 'loan') return usualNotice(done);
  const live = record.tokens.filter(({ state }) => TOKEN_IN_USE.includes(state)).length;
  if (live > 0) return { kind: 'warning', text: { count: 'workstations.loaned.tokens', n: live } };
  return isHeld ? usualNotice(done) : { kind: 'success', text: 'workstations.loaned.assign' };
}

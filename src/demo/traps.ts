import { type ErrorCode, isAppError } from '../errors.ts';
import { type Cast, TELEPHONE, type Wish } from './cast.ts';

/** An act of the demo that must be refused. */
export interface Refusal {
  what: string;
  code: ErrorCode;
}
interface Asked {
  id: string;
  contentHash: string;
}

async function refused(what: string, attempt: Promise<unknown>): Promise<Refusal[]> {
  try {
    await attempt;
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [{ what, code: error.code }];
  }
}

/** Who has a request of their own open already springs no trap. */
function alreadyAsked(error: unknown): undefined {
  if (!isAppError(error, 'duplicate')) throw error;
}

/** Two people who try to approve their own, three duplicates, one retired workstation. Answers what was refused and why. */
export async function springTraps(cast: Cast, granted: readonly Wish[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const approver of cast.approvers) {
    const own = await approver.client
      .post<Asked>('/requests', { kind: 'nomade', device: TELEPHONE })
      .catch(alreadyAsked);
    if (!own) continue;
    refusals.push(
      ...(await refused(
        'approuver sa propre demande',
        approver.client.post(`/requests/${own.id}/approve`, { contentHash: own.contentHash, seenPriority: 0 }),
      )),
    );
    await approver.client.post(`/requests/${own.id}/withdraw`);
  }
  for (let i = 0; i < 3; i++) {
    const wish = granted[i % granted.length];
    if (!wish) break;
    const { holder, workstation, asker } = wish;
    const again = asker.client.post('/requests', { holder: holder.directoryId, kind: 'first-issue', workstation });
    refusals.push(...(await refused('redemander pour le même agent et le même poste', again)));
  }
  const retired = cast.workstations.find((w) => w.state === 'retired');
  const [first] = granted;
  if (retired && first) {
    const asked = first.asker.client.post('/requests', {
      holder: first.holder.directoryId,
      kind: 'first-issue',
      workstation: retired.assetNumber,
    });
    refusals.push(...(await refused('demander pour un poste réformé', asked)));
  }
  return refusals;
}

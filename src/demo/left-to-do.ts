import { type Cast, wishes } from './cast.ts';
import type { Progress } from './progress.ts';
import type { Stage } from './stage.ts';
import { approveAll, askAll } from './story.ts';

/** Blanks that are left for visitors: one for each request that is left to them. */
export const BLANKS_LEFT = 2;

/** What a visitor of the demo can do at once: numbers of requests, and the slots in which a blank waits. */
export interface LeftToDo {
  toApprove: string | undefined;
  toProduce: string | undefined;
  slots: readonly string[];
}

/**
 * After the story of `told` requests, one more waits for an approver and one for a technician, and blanks are plugged in: whoever
 * signs in finds work. Fewer where the sample is used up.
 */
export async function leaveWork(stage: Stage, cast: Cast, told: number, progress: Progress): Promise<LeftToDo> {
  const more = wishes(cast, told + BLANKS_LEFT).slice(told);
  const asked = await askAll(more, progress, 'first-issue');
  // without SoftHSM2 there is nothing to produce a token on
  const [toProduce, toApprove] = stage.bench ? asked : [undefined, asked[0]];
  if (toProduce) await approveAll(cast, [toProduce], progress);
  const slots = stage.bench?.slots.slice(0, BLANKS_LEFT) ?? [];
  for (const slot of slots) stage.bench?.plugNext(slot);
  return { toApprove: toApprove?.number, toProduce: toProduce?.number, slots };
}

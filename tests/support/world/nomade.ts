import type { Caller } from '../../../src/book/rights/roles.ts';
import type { World } from './world.ts';

/** A Nomade credential of somebody's, good from now on. */
export async function nomadeOf(w: World, who: Caller): Promise<string> {
  const device = { kind: 'android', name: 'Téléphone' } as const;
  const { id: requestId } = await w.flow.request.submit(who, { kind: 'nomade', device, priority: 0 });
  await w.approve(requestId);
  return (await w.flow.software.release(w.thomas, { requestId })).certificateId;
}

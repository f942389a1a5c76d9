import { nodeOfRun } from '../../book/rules/service/nodes.ts';
import type { Deps } from '../act.ts';

/** Tokens that are looked back at: the newest, of some days. */
const LOOKED_AT = 200;

/** The slots that tokens can be made in, and what one takes in its slot. */
export interface MeasuredSlots {
  slots: number;
  /** Milliseconds from its job's begin to its seal, in the middle of the last ones; null: none was made. */
  msPerToken: number | null;
}

/** The slots of this node's bench, and those of other nodes in which tokens were made lately: nobody sees another bench. */
export async function measuredSlots({
  bench,
  node,
  store,
}: Pick<Deps, 'bench' | 'node' | 'store'>): Promise<MeasuredSlots> {
  const newest = { orderBy: 'endedAt', descending: true, limit: LOOKED_AT } as const;
  const [own, jobs] = await Promise.all([
    // a bench that does not answer is told of elsewhere: dates go on by what was made
    bench.slots().catch(() => []),
    store.reads.find('job', { state: 'sealed' }, newest),
  ]);
  // a Nomade credential is made in no slot
  const atBench = jobs.filter(({ slot, tokenId }) => slot !== null && tokenId !== null);
  const others = new Set(
    atBench.flatMap(({ run, slot }) => (nodeOfRun(run) === node.name ? [] : [`${nodeOfRun(run)}/${slot}`])),
  );
  const took = atBench.map(({ startedAt, endedAt }) => (endedAt ?? startedAt) - startedAt).sort((a, b) => a - b);
  const middle = took[Math.floor(took.length / 2)];
  return { slots: own.length + others.size, msPerToken: middle === undefined || middle <= 0 ? null : middle };
}

import { z } from 'zod';
import { HEALTH_PARTS, HEALTH_SAYS, HEALTH_STATES } from '../../../words/health.ts';
import { operation } from '../../operation.ts';

const Line = z.object({
  part: z.enum(HEALTH_PARTS),
  state: z.enum(HEALTH_STATES),
  /** Which sentence of its part holds. */
  says: z.enum(HEALTH_SAYS),
  /** Since when it is in this state; null where it was so when this node started. */
  since: z.int().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Moments of the sentence, epoch milliseconds. */
  times: z.record(z.string(), z.number()),
});

/** How the service is, for people who look after it. */
export const health = {
  readHealth: operation({
    method: 'GET',
    path: '/v1/health',
    summary: 'Each part of the service on the node that answers: in order, to look at, or broken; the worst first',
    acts: ['node.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Line) }),
    run: async ({ door, who }) => ({ items: await door.health.show(who.caller) }),
  }),
};

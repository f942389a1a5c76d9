import { z } from 'zod';
import { NODE_STATES } from '../../../book/tables/states.ts';
import { operation } from '../../operation.ts';

const Node = z.object({
  name: z.string(),
  site: z.string(),
  version: z.string(),
  state: z.enum(NODE_STATES),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  /** Whether it is the one that answers. */
  here: z.boolean(),
  /** What it said last; null where nothing was heard of it. */
  heard: z
    .object({
      url: z.string(),
      pkiUrl: z.string(),
      /** Entries of the journal that its copy for CRLs and OCSP lacks; null where it answers from the records. */
      behind: z.int().nullable(),
      /** What somebody has to look at there. */
      waiting: z.array(z.string()).readonly(),
      ready: z.boolean(),
      leads: z.boolean(),
      silentMs: z.int(),
    })
    .nullable(),
});

/** The nodes on these records. */
export const nodes = {
  listNodes: operation({
    method: 'GET',
    path: '/v1/nodes',
    summary: 'Every node that ran on these records, and what is heard of it',
    acts: ['node.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Node) }),
    run: async ({ door, who }) => ({ items: await door.flow.nodes.list(who.caller) }),
  }),
};

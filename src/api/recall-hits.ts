import { z } from 'zod';
import type { NamedHits } from '../flow/reading/token/recalls.ts';
import { TokenStates } from './shapes/states.ts';

/** What a recall would hit now: before it is proposed, and with the proposal. */
export const RecallHits = z.object({
  states: z.array(z.object({ state: TokenStates, tokens: z.int() })),
  holders: z.int(),
  services: z.array(z.object({ service: z.string(), holders: z.int() })),
  moreServices: z.int(),
  /** The supplier's note, of a delivery. */
  reference: z.string().nullable(),
});

/** The same of what the flow answers. */
export const hitsOf = ({ states, ...hits }: NamedHits): z.output<typeof RecallHits> => ({
  ...hits,
  states: states.map(([state, tokens]) => ({ state, tokens })),
});

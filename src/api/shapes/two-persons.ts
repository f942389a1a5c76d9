import { z } from 'zod';
import { statesOf } from '../../book/tables/lifecycle.ts';
import { Id, Time } from './values.ts';

/** Words of a profile or of the configuration that are not as two persons confirmed them. */
export const ChangedWords = z.array(
  z.object({ at: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);

export const Proposal = z.object({
  id: Id,
  act: z.string(),
  argsHash: z
    .string()
    .describe('SHA-256, hexadecimal, of the JCS text of {act, args}: give it back to confirm what was read'),
  args: z.string().describe('JCS text (RFC 8785) of what is proposed'),
  proposerId: z.string(),
  state: z.enum(statesOf('proposal')),
  proposedAt: Time,
  expiresAt: Time,
});

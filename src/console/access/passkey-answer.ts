import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { single } from '../frame/forms/forms.ts';
import type { Visit } from '../frame/visit.ts';

const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/);
const id = base64url.min(1).max(1_400);
const common = {
  id,
  rawId: id,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).transform((): Record<string, never> => ({})), // none is asked for
};
/** `navigator.credentials.get`. */
export const Proof = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});
/** `navigator.credentials.create`. */
export const Attestation = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});

/** What the page's script put into the field `response`; an attacker may have written it. Throws `invalid_input`. */
export function passkeyAnswer<S extends z.ZodType>(schema: S, visit: Visit): z.output<S> {
  const fits = schema.safeParse(parse(single(visit.values, 'response')));
  if (fits.success) return fits.data;
  throw new AppError('invalid_input', 'the browser sent no passkey: it needs JavaScript, and a key at hand');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { z } from 'zod';

/** Why a token did not do its part, in a word of ours; beside them stand PKCS#11's return codes. */
export const PROBLEMS = [
  'token-wrong',
  'token-missing', // no token of this serial number is there
  'deadline', // the worker took longer than it may; it was killed
  'crashed', // the worker ended by itself
  'unusable', // the module cannot be loaded or initialised
  'malformed', // the device or worker answered what no sound one would
  'pin-length',
  'so-pin-form', // not of the form that this model's SO-PINs have
  'pin-unsettable', // the model has neither C_InitPIN nor a PUK
  'identifier-range', // the model takes no such CKA_ID
  'so-pin-last-try', // one wrong SO-PIN more would destroy the token
  'objects-left',
  'identifier-taken',
  'key-missing',
  'key-attributes', // the key may do more than it should, or may leave the token
  'key-too-short',
  'key-unfit', // what the key encrypts it does not decrypt
  'certificate-missing',
  'certificate-invalid',
  'stopped', // nobody waits for the answer any more
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** Text of printable ASCII: all that is believed of a device's words. */
export const Printable = z.string().regex(/^[\x20-\x7e]*$/);
/** A token's serial number. */
export const Serial = Printable.min(1).max(64);

/** What a worker says of a failure: a return code or a word of the list, and which tokens are there. Never free text. */
export const Failure = z.strictObject({
  rv: z.optional(z.string().regex(/^CKR_[A-Z0-9_]{1,60}$/)),
  problem: z.optional(z.enum(PROBLEMS)),
  found: z.optional(z.array(Serial).max(16)),
});
export type Failure = z.output<typeof Failure>;

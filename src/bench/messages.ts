import { z } from 'zod';
import { Failure, Printable, Serial } from '../pkcs11/failure.ts';

/**
 * What service and worker say to each other, as one JSON message a line. A worker runs a vendor's library and answers
 * with bytes from a device, so all that comes out of it may be an attacker's: it is parsed here and nowhere trusted.
 * Only these fields pass; there is no free text in which a secret could travel.
 */

/** The steps of all operations. A deadline belongs to each; an error names the one it happened in. */
export const STEPS = [
  'start',
  'scan',
  'find',
  'log-in',
  'format',
  'user-pin',
  'so-pin',
  'verify-empty',
  'generate-key',
  'read-attributes',
  'sign',
  'write',
  'read-back',
] as const;
export type Step = (typeof STEPS)[number];

const octets = (max: number) =>
  z.codec(
    z.base64().max(max),
    z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    {
      decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
      encode: (bytes) => Buffer.from(bytes).toString('base64'),
    },
  );
/** Room for any certificate or request, in base64. */
const Octets = octets(24_000);
const Id = z.int().min(0);
const Pin = z.string().min(1).max(255);
const KeyId = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/);

/** An operation as the service orders it; all but `inspect` name the token they mean. Fields beyond these stay behind. */
export const Order = z.discriminatedUnion('op', [
  z.object({ op: z.literal('inspect'), id: Id }),
  z.object({
    op: z.literal('initialise'),
    id: Id,
    serial: Serial,
    soPin: Pin,
    newSoPin: Pin,
    pin: Pin,
    label: Printable.max(32),
  }),
  z.object({
    op: z.literal('generateKey'),
    id: Id,
    serial: Serial,
    pin: Pin,
    soPin: z.optional(Pin),
    keyId: KeyId,
    key: z.optional(z.enum(['ec-p256', 'rsa-3072'])),
    commonName: z.string().min(1).max(64),
  }),
  z.object({
    op: z.literal('writeCertificate'),
    id: Id,
    serial: Serial,
    pin: Pin,
    soPin: z.optional(Pin),
    keyId: KeyId,
    certificate: Octets,
  }),
  z.object({ op: z.literal('readCertificate'), id: Id, serial: Serial, keyId: KeyId }),
  z.object({
    op: z.literal('signChallenge'),
    id: Id,
    serial: Serial,
    pin: Pin,
    soPin: z.optional(Pin),
    keyId: KeyId,
    challenge: octets(2_000),
  }),
  z.object({ op: z.literal('resetPin'), id: Id, serial: Serial, soPin: Pin, pin: Pin }),
]);
export type Order = z.output<typeof Order>;
export type Op = Order['op'];
export type OrderOf<O extends Op> = Extract<Order, { op: O }>;
/** What an operation is told, without the envelope. */
export type How<O extends Op> = Omit<OrderOf<O>, 'op' | 'id'>;

const Flag = z.boolean();
export const Found = z.strictObject({
  serial: Serial,
  model: Printable.max(64),
  label: Printable.max(64),
  initialised: Flag,
  pinLocked: Flag,
  soPinLocked: Flag,
  /** A certificate lies on it that anybody can read. */
  holdsCertificate: Flag,
  adapter: z.string().regex(/^[a-z0-9]{1,20}$/),
  takes: z.strictObject({
    pin: z.strictObject({ min: z.int().min(0), max: z.int().min(0) }),
    soPin: z.strictObject({ alphabet: z.enum(['digits', 'hex']), length: z.int().min(1).max(255) }),
    keyIds: z.nullable(z.array(KeyId).max(32)),
  }),
});
export type Found = z.output<typeof Found>;

/** What each operation answers. */
export const RESULTS = {
  inspect: z.strictObject({ tokens: z.array(Found).max(16) }),
  initialise: z.null(),
  generateKey: z.strictObject({
    request: Octets,
    attributes: z.strictObject({
      token: Flag,
      private: Flag,
      sensitive: Flag,
      extractable: Flag,
      alwaysSensitive: Flag,
      neverExtractable: Flag,
      local: Flag,
      sign: Flag,
      decrypt: Flag,
    }),
  }),
  writeCertificate: Octets,
  readCertificate: Octets,
  signChallenge: octets(600),
  resetPin: z.null(),
} as const satisfies Record<Op, z.ZodType>;
export type ResultOf<O extends Op> = z.output<(typeof RESULTS)[O]>;

/** Why an operation failed, and in which step. */
export const StepFailure = z.strictObject({ step: z.enum(STEPS), ...Failure.shape });
export type StepFailure = z.output<typeof StepFailure>;

/** What a worker reports. `step` comes before the step begins, so that a hang or crash can be placed. */
export const Report = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('unusable'), failure: StepFailure }),
  z.strictObject({ kind: z.literal('step'), id: Id, step: z.enum(STEPS) }),
  z.strictObject({ kind: z.literal('done'), id: Id, result: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), id: Id, failure: StepFailure }),
]);
export type Report = z.output<typeof Report>;

/** Which of a module's slots is meant, where it has several: by the reader's name or by the slot's number. */
export const Selector = z.union([
  z.strictObject({ description: z.string().min(1).max(64) }),
  z.strictObject({ id: z.int().min(0) }),
]);
export type Selector = z.output<typeof Selector>;

/** The worker's one argument: nothing in it is secret, as anybody on the machine can read it. */
export const WorkerArgument = z.strictObject({ module: z.string().min(1), pkcs11Slot: z.optional(Selector) });

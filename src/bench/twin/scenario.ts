import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { type Fixed, MAKES, type Make } from '../capabilities.ts';

/** A slot's `module` that names a twin instead of a library: `twin:` and the path of its scenario. */
const PREFIX = 'twin:';
/** Whether a slot's `module` names a twin. */
export const isTwin = (module: string): boolean => module.startsWith(PREFIX);

/** The calls in which a fault can be set. */
export const CALLS = [
  'C_Initialize',
  'C_GetSlotList',
  'C_GetTokenInfo',
  'C_OpenSession',
  'C_Login',
  'C_InitToken',
  'C_InitPIN',
  'C_SetPIN',
  'C_GenerateKeyPair',
  'C_GetAttributeValue',
  'C_CreateObject',
  'C_FindObjects',
  'C_SignInit',
  'C_Sign',
] as const;
export type Call = (typeof CALLS)[number];

/** What goes wrong in a call. Without `rv`, `lie`, `remove` or `end` it is only slow. */
const Fault = z.strictObject({
  call: z.enum(CALLS),
  /** Calls that pass before it comes. */
  skip: z.int().min(0).default(0),
  /** How often it comes; 0: for ever. */
  times: z.int().min(0).default(1),
  /** Milliseconds that the call blocks. */
  ms: z.int().min(0).max(600_000).default(0),
  /** The return code, such as CKR_DEVICE_MEMORY. */
  rv: z.optional(z.string().regex(/^CKR_[A-Z0-9_]+$/)),
  /** Whether the call had its effect before it failed. */
  done: z.boolean().default(false),
  /** The token is pulled out; its code is then CKR_DEVICE_REMOVED unless `rv` says otherwise. */
  remove: z.boolean().default(false),
  /** The worker dies, or worker and service do at once. */
  end: z.optional(z.enum(['crash', 'power-cut'])),
  lie: z.optional(
    z.enum([
      'wrong-value', // C_GetAttributeValue: a certificate that is another one; C_Sign: a signature that does not fit
      'extractable', // C_GenerateKeyPair: a key that may leave the token
      'keeps-objects', // C_InitToken: wipes nothing
      'other-serial', // C_GetTokenInfo
    ]),
  ),
});
export type Fault = z.output<typeof Fault>;

const Manners = z.strictObject({
  initPin: z.boolean(),
  keygenRole: z.enum(['user', 'so']),
  idRange: z.union([z.literal('any'), z.array(z.string().regex(/^(?:[0-9a-f]{2})+$/)).min(1)]),
  labelWritable: z.boolean(),
  lockReported: z.boolean(),
  mustChangePin: z.boolean(),
  attestation: z.boolean(),
  hotPlug: z.boolean(),
  soPin: z.strictObject({ alphabet: z.enum(['digits', 'hex']), length: z.int().min(4).max(64) }),
  factory: z.nullable(z.strictObject({ pin: z.string().min(4), puk: z.string().min(4) })),
  ownCertificate: z.boolean(),
});

export const Scenario = z.strictObject({
  /** Whose manners the device has. */
  make: z.enum(Object.keys(MAKES) as [Make, ...Make[]]).default('generic'),
  /** Manners that are otherwise than this make's. */
  manners: Manners.partial().default({}),
  /** The bench's adapter knows of them; if not, it is that of the make. */
  known: z.boolean().default(true),
  pinMin: z.int().min(1).default(4),
  pinMax: z.int().min(1).default(64),
  faults: z.array(Fault).default([]),
});
export type Scenario = z.output<typeof Scenario>;

export interface TwinPlace {
  /** Scenario file. */
  path: string;
  /** Folder of the tokens that are plugged. */
  tokens: string;
  /** Where a token goes that a fault pulls out. */
  pulled: string;
  /** What was counted of the faults. */
  counts: string;
}

/** Where a twin keeps its things: all of it in the folder of its scenario. */
export function placeOf(module: string): TwinPlace {
  const path = module.slice(PREFIX.length);
  if (!isAbsolute(path)) throw new Error('a twin is named by an absolute path');
  const folder = dirname(path);
  return { path, tokens: join(folder, 'tokens'), pulled: join(folder, 'pulled'), counts: join(folder, 'counts.json') };
}

/** The scenario as it stands now; a trainer may change it while the service runs. Throws when it is none. */
export function readScenario({ path }: TwinPlace): Scenario {
  return Scenario.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** How the device of a scenario behaves, and what the bench's adapter takes it for. */
export function mannersOf({ make, manners, known }: Scenario): { device: Fixed; adapter: Fixed } {
  const own = Object.fromEntries(Object.entries(manners).filter(([, value]) => value !== undefined));
  const device: Fixed = { ...MAKES[make], ...own };
  return { device, adapter: known ? device : MAKES[make] };
}

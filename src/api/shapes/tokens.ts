import { z } from 'zod';
import { DEVICE_KINDS, REPLACEMENT_REASONS, REVOCATION_REASONS } from '../../book/tables/codes.ts';
import { statesOf } from '../../book/tables/lifecycle.ts';
import { TokenStates } from './states.ts';
import { Id, Time } from './values.ts';

export const Token = z.object({
  id: z.string().describe('Its serial number'),
  model: z.string(),
  firmware: z.string().nullable(),
  batch: z.string().nullable(),
  deliveryId: z.string(),
  locationId: z.string().nullable(),
  transferId: z.string().nullable(),
  state: TokenStates,
  label: z.string().nullable(),
  requestId: z.string().nullable(),
  holderId: z.string().nullable(),
  workstationId: z.string().nullable(),
  keyId: z.string().nullable(),
  certificateId: z.string().nullable(),
  cycle: z.int(),
  receivedAt: Time,
  activatedAt: Time.nullable(),
});

/** A token; `temporary`: it was made beside one that its holder forgot, and goes back to the workshop. */
export const ReadToken = Token.extend({ temporary: z.boolean() });

export const Certificate = z.object({
  id: z.string().describe('Its serial number, in hexadecimal'),
  profile: z.string(),
  state: z.enum(statesOf('certificate')),
  holderId: z.string().nullable(),
  requestId: z.string().nullable(),
  tokenId: z.string().nullable(),
  subject: z.string().nullable(),
  sha256: z.string().nullable(),
  notBefore: Time,
  notAfter: Time,
  revokedAt: Time.nullable(),
  revocationReason: z.enum(REVOCATION_REASONS).nullable(),
});

/** A personal device, as its holder named it. */
export const Device = z.object({
  id: Id,
  holderId: z.string(),
  kind: z.enum(DEVICE_KINDS),
  name: z.string().nullable(),
  addedAt: Time,
});

export const Revoked = z.object({
  serial: z.string(),
  certificateIds: z.array(z.string()),
  revokedAt: Time,
  published: z.boolean(),
  replacement: z
    .union([
      z.object({ kind: z.literal('replacement'), reason: z.enum(REPLACEMENT_REASONS) }),
      z.object({ kind: z.enum(['renewal', 'nomade']) }),
    ])
    .nullable(),
});

import { z } from 'zod';
import { ROLES } from '../../book/tables/codes.ts';
import { Id, Time } from './values.ts';

const Role = z.enum(ROLES);

export const Person = z.object({
  id: Id,
  directoryId: z.string().nullable(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  email: z.string().nullable(),
  service: z.string(),
  site: z.string(),
});

export const Grant = z.object({
  id: Id,
  role: Role,
  scope: z.string(),
  grantedAt: Time,
  validFrom: Time.nullable(),
  validUntil: Time.nullable(),
});

export const ApiToken = z.object({
  id: Id,
  name: z.string().nullable(),
  scopes: z.string(),
  createdAt: Time,
  expiresAt: Time,
  revokedAt: Time.nullable(),
  /** Of the certificate that it is bound to: base64url of the SHA-256 of its DER. */
  thumbprint: z.string().nullable(),
});

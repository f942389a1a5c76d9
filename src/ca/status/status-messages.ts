import { z } from 'zod';

/** What the processes that serve CRLs and OCSP are told of the CA: certificates, and no key but the OCSP signers'. */
export const StatusOrder = z.strictObject({
  /** Every root and issuing CA, each once. */
  authorities: z.array(
    z.strictObject({
      id: z.string(),
      /** What its files are called below the PKI's address. */
      stem: z.string(),
      /** DER, base64. */
      certificate: z.base64(),
    }),
  ),
  /** The issuing CAs that are answered for, oldest first. */
  issuers: z.array(
    z.strictObject({
      id: z.string(),
      /** When it was revoked itself, in milliseconds. */
      revokedAt: z.number().optional(),
      /** Its newest OCSP signer: certificate and PKCS#8, base64. */
      delegate: z.strictObject({ certificate: z.base64(), key: z.base64() }).optional(),
    }),
  ),
  /** What was revoked may be missing from the records: no CRL is served, and nothing is `good`. */
  withheld: z.boolean(),
});
export type StatusOrder = z.infer<typeof StatusOrder>;

/** What a status process is told, as JSON over its channel. */
export const Task = z.union([
  z.strictObject({ listen: z.strictObject({ host: z.string(), port: z.int() }) }),
  z.strictObject({
    id: z.int(),
    /** The service's time, in milliseconds: a process that begins while the machine's clock is wrong knows no other. */
    now: z.number(),
    /** Path of the records. */
    database: z.string(),
    /** The key by which rows of certificates are known to be ours, base64. */
    certificateKey: z.base64(),
    order: StatusOrder,
  }),
]);
export type Task = z.infer<typeof Task>;

/** What it says. It faces the network: nothing else of it is believed. */
export const Report = z.union([
  /** That it hears: what a process of a cluster is sent before is lost. */
  z.strictObject({ hears: z.literal(true) }),
  z.strictObject({ listening: z.strictObject({ host: z.string().max(100), port: z.int() }) }),
  /** Why it cannot listen: a name of the system, such as EADDRINUSE. */
  z.strictObject({ refused: z.string().max(200) }),
  /** The task that it works by from now on. */
  z.strictObject({ took: z.int() }),
  z.strictObject({ fault: z.string().max(2000) }),
  /** A certificate whose row is not as the service wrote it, by its serial number. */
  z.strictObject({ tampered: z.string().regex(/^[\w.:-]{1,128}$/) }),
]);
export type Report = z.infer<typeof Report>;

/** A process tells of faults at most once in this time. */
export const FAULT_EVERY_MS = 1000;

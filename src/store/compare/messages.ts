import { z } from 'zod';
import { COMPARED, DIFFERENCE_KINDS } from '../../book/rules/service/differences.ts';
import { Place } from '../place.ts';
import { MOST_TOLD } from './findings.ts';

/** What the process that compares is told, as JSON over its channel: once, and then it works. */
export const CompareTask = z.strictObject({
  place: Place,
  /** The key of the rows' seals, base64. */
  rowKey: z.base64(),
  vkey: z.string().optional(),
  kept: z.string().optional(),
});
export type CompareTask = z.infer<typeof CompareTask>;

const count = z.int().min(0);
const name = z.string().regex(/^[\w.:-]{1,128}$/);
const Compared = z.strictObject({
  size: count,
  root: z.base64(),
  rows: count,
  sealed: count,
  opened: count,
  purged: count,
  total: count,
  tables: z.record(z.string(), count),
  differences: z
    .array(
      z.strictObject({
        table: z.enum(COMPARED as [string, ...string[]]),
        id: name,
        kind: z.enum(DIFFERENCE_KINDS),
        columns: z.array(name).readonly(),
      }),
    )
    .max(MOST_TOLD),
  crls: z.strictObject({
    put: z.array(
      z.strictObject({
        id: name,
        issuerId: name,
        sha256: name,
        number: count,
        thisUpdate: count,
        nextUpdate: count,
        entries: count,
        revoked: count,
      }),
    ),
    drop: z.array(z.string()),
  }),
  revocations: z.array(
    z.strictObject({
      certificateId: name,
      issuerId: name,
      seq: count,
      revokedAt: z.int(),
      notAfter: z.int(),
    }),
  ),
});
/**
 * What it says: how many entries and rows it has read, of about how many, and in the end what it found. It read what an attacker may have
 * written, so nothing else of it is believed.
 */
export const CompareReport = z.union([
  z.strictObject({ done: count, total: count }),
  z.strictObject({ compared: Compared }),
  z.strictObject({ fault: z.string() }),
]);
export type CompareReport = z.infer<typeof CompareReport>;

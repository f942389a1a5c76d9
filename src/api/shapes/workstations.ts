import { z } from 'zod';
import { AskedValue } from '../../book/rules/workstation/check-values.ts';
import { CheckPoint } from '../../book/rules/workstation/checklists.ts';
import { CHECKLIST_PURPOSES, INCIDENT_KINDS, INCIDENT_OUTCOMES } from '../../book/tables/codes.ts';
import { statesOf } from '../../book/tables/lifecycle.ts';
import { WorkstationStates } from './states.ts';
import { Id, Time } from './values.ts';

export const Workstation = z.object({
  id: Id,
  assetNumber: z.string(),
  /** Its maker's; null: not known. */
  serialNumber: z.string().nullable(),
  model: z.string(),
  /** What it runs; null: not known. */
  image: z.string().nullable(),
  service: z.string(),
  site: z.string(),
  /** Id of the agent who has it; null: nobody. */
  holderId: z.string().nullable(),
  state: WorkstationStates,
  registeredAt: Time,
  /** How it came into service; null: not yet. */
  cameIn: z.enum(['checklist', 'taken-over']).nullable(),
});

export const ChecklistPurpose = z.enum(CHECKLIST_PURPOSES);

/** A version of a checklist; `*` is any model or image. */
export const Checklist = z.object({
  id: Id,
  purpose: ChecklistPurpose,
  model: z.string(),
  image: z.string(),
  version: z.int(),
  since: Time,
  items: z.array(CheckPoint),
  /** It has no items: a more general one is due in its place. */
  withdrawn: z.boolean(),
});

const Signature = z.object({
  value: z.string().nullable(),
  signedBy: z.string(),
  signedAt: Time,
  /** Their name; empty once their data were purged. */
  signer: z.string(),
});

const Words = { item: z.string(), fr: z.string(), en: z.string() };

/** An item of the checklist that is due, what it asks for, and who signed it. */
export const DueItem = z.object({
  ...Words,
  required: z.boolean(),
  value: AskedValue.optional(),
  signed: Signature.nullable(),
});

/** A commissioning or migration, under way or over, with what was signed in it. */
export const CheckRound = z.object({
  round: z.int().describe('1 is the first in which somebody signed'),
  purpose: ChecklistPurpose,
  version: z.int(),
  isOver: z.boolean().describe('Whether every required item is signed'),
  items: z.array(z.object({ ...Words, ...Signature.shape })),
});

export const Incident = z.object({
  id: Id,
  kind: z.enum(INCIDENT_KINDS),
  state: z.enum(statesOf('incident')),
  personId: z.string(),
  workstationId: z.string().nullable(),
  reporterId: z.string(),
  reportedAt: Time,
  blockedAt: Time.nullable(),
  blockerId: z.string().nullable(),
  closedAt: Time.nullable(),
  closerId: z.string().nullable(),
  outcome: z.enum(INCIDENT_OUTCOMES).nullable(),
});

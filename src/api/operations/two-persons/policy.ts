import { z } from 'zod';
import { ROLES, SURGE_REASONS } from '../../../book/tables/codes.ts';
import { operation } from '../../operation.ts';
import { Person } from '../../shapes/people.ts';
import { ChangedWords } from '../../shapes/two-persons.ts';
import { Nothing } from '../../shapes/values.ts';

const Policy = z.object({
  id: z.string(),
  /** What was set, or is usual. */
  value: z.int(),
  /** What holds now: more while surge mode lasts. */
  now: z.int(),
  least: z.int(),
  most: z.int(),
  usual: z.int(),
});
const Surge = z.object({ from: z.int(), until: z.int(), reason: z.enum(SURGE_REASONS) });

/** Limits, surge mode and profiles as they stand. They are changed by `proposeAct` and `confirmProposal`. */
export const policy = {
  listPolicies: operation({
    method: 'GET',
    path: '/v1/policies',
    summary: 'Every setting that decides how tokens are made, with its bounds',
    acts: ['policy.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Policy) }),
    run: async ({ door, who }) => ({ items: await door.flow.policy.read(who.caller) }),
  }),
  readSurge: operation({
    method: 'GET',
    path: '/v1/surge',
    summary: 'Surge mode that runs or is planned',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ surge: Surge.nullable() }),
    run: async ({ door }) => ({ surge: (await door.flow.surge.standing()) ?? null }),
  }),
  endSurge: operation({
    method: 'POST',
    path: '/v1/surge/end',
    summary: 'End surge mode before its time',
    acts: ['surge.end'],
    input: z.strictObject({}),
    output: Nothing,
    run: ({ door, who }) => door.flow.surge.end(who.caller),
  }),
  readRestore: operation({
    method: 'GET',
    path: '/v1/restore',
    summary: 'The restore that waits for two persons: nothing is issued meanwhile',
    acts: ['policy.read'],
    input: z.strictObject({}),
    output: z.object({
      restore: z
        .object({
          at: z.int(),
          entries: z.int(),
          origin: z.string(),
          evidence: z.array(z.string()),
          /** False: no copy of the last CRL is here. Then no CRL is made and no certificate is `good`. */
          revocationsKnown: z.boolean(),
          /** Operator roles of the backup: what is confirmed names those that come back. */
          grants: z.array(
            z.object({
              id: z.string(),
              personId: z.string(),
              name: z.string(),
              directoryId: z.string().nullable(),
              role: z.enum(ROLES),
              scope: z.string(),
              validUntil: z.int().nullable(),
            }),
          ),
        })
        .nullable(),
    }),
    run: async ({ door, who }) => ({ restore: (await door.flow.restore.standing(who.caller)) ?? null }),
  }),
  listPurgeable: operation({
    method: 'GET',
    path: '/v1/people/purgeable',
    summary: 'People whose data may be purged, at most 100 at a time',
    acts: ['purge.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Person) }),
    run: async ({ door, who }) => ({ items: await door.flow.purge.due(who.caller) }),
  }),
  listUnconfirmed: operation({
    method: 'GET',
    path: '/v1/profiles/unconfirmed',
    summary: 'Profiles, and the configuration, that issue nothing until two persons confirm them',
    acts: ['policy.read'],
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({
          name: z.string(),
          hash: z.string(),
          confirmedHash: z.string().nullable(),
          /** Null for a new one, and where what was confirmed is not known any more. */
          changes: ChangedWords.nullable(),
        }),
      ),
    }),
    run: async ({ door, who }) => ({ items: await door.flow.policy.unconfirmed(who.caller) }),
  }),
};

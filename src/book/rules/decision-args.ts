import { z } from 'zod';
import { REVIEWED_ROLES } from '../rights/access-review.ts';
import { ROLES, SURGE_REASONS } from '../tables/codes.ts';
import { Ref } from '../tables/ref.ts';
import { LAST_MOMENT } from './calendar/moments.ts';
import { dayOf } from './calendar/working-days.ts';
import { LIMIT_NAMES, LIMITS } from './limits.ts';
import { oneLine } from './plain-text.ts';
import { NODE_NAME } from './service/nodes.ts';
import { SerialRef } from './stock/typed-serials.ts';
import { unlessEmpty, WorkstationInput } from './workstation/inventory.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const once = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/** Who gets which role, over what, and from when until when. */
export const GrantRole = z.strictObject({
  personId: Ref,
  role: z.enum(ROLES),
  /** A service code with all below it, or `*`. */
  scope: z
    .string()
    .regex(/^(\*|[A-Za-z0-9/_-]{1,60})$/)
    .default('*'),
  /** Epoch milliseconds: dated deputies. */
  validFrom: z.int().optional(),
  validUntil: z.int().optional(),
});
export type GrantRole = z.output<typeof GrantRole>;
/** The longest that a deputy stands in, in days of the calendar after the first: whoever is away for longer has a successor. */
const DEPUTY_DAYS = 90;
/** Who stands in for an approver, over which of their services, and from when until when (epoch milliseconds). */
export const NameDeputy = z
  .strictObject({ personId: Ref, scope: GrantRole.shape.scope, validFrom: z.int(), validUntil: z.int() })
  .refine(
    ({ validFrom, validUntil }) => validUntil > validFrom && dayOf(validUntil - 1) - dayOf(validFrom) <= DEPUTY_DAYS,
    {
      path: ['validUntil'],
      error: 'a deputy stands in for 90 days at most',
    },
  );
export type NameDeputy = z.output<typeof NameDeputy>;
/** As many grants as two persons read at once. */
const MOST_REVIEWED = 100;
/**
 * Which grants are reviewed, each with whose it is, its role, and whether it was confirmed or ended: what the two persons
 * read is what they decide.
 */
export const AccessReview = z.strictObject({
  grants: z
    .array(
      z.strictObject({
        grantId: Ref,
        personId: Ref,
        role: z.enum(REVIEWED_ROLES),
        outcome: z.enum(['confirmed', 'ended']),
      }),
    )
    .min(1)
    .max(MOST_REVIEWED)
    .refine((all) => once(all.map(({ grantId }) => grantId)), { error: 'a grant is named twice' }),
});
export type AccessReview = z.output<typeof AccessReview>;
/** A person by their id. */
export const PersonRef = z.strictObject({ personId: Ref });
/** Why a security officer has no way in any more. Words of a list: text that is typed freely may name people. */
export const KEY_LOSSES = ['keys-lost', 'keys-stolen', 'keys-broken', 'password-forgotten'] as const;
/** The only security officer, and what became of their ways in. */
export const BringBackOfficer = z.strictObject({ personId: Ref, reason: z.enum(KEY_LOSSES) });
/** A limit (limits.ts) and its new value. */
export const SetPolicy = z
  .strictObject({ id: z.enum(LIMIT_NAMES), value: z.int().min(1).max(10_000) })
  .superRefine(({ id, value }, ctx) => {
    const { least: min, most: max } = LIMITS[id];
    if (value >= min && value <= max) return;
    const message = `outside the bounds of this policy: ${min} to ${max}`;
    ctx.addIssue({ code: 'custom', path: ['value'], message, params: { min, max } });
  });
/** A profile by its name, and the SHA-256 (hex) of what the two persons saw. */
export const ConfirmProfile = z.strictObject({ profile: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), hash: Sha256 });
/** SHA-256 (hex) of the settings of the environment that are written into certificates, as the two persons saw it. */
export const ConfirmConfiguration = z.strictObject({ hash: Sha256 });
/** Epoch milliseconds that are a date. */
const Moment = z.int().min(0).max(LAST_MOMENT);
/** It begins at its confirmation where no later moment is named. */
export const StartSurge = z.strictObject({
  from: Moment.optional(),
  until: Moment,
  reason: z.enum(SURGE_REASONS),
});
/** Exactly these people, each once. */
export const PurgePeople = z.strictObject({
  personIds: z.array(Ref).min(1).max(100).refine(once, { error: 'somebody is named twice' }),
});
/**
 * A restore, named by the number of entries that it left, so that the one that was looked at is confirmed and no later one.
 * `grants`: exactly those that come back.
 */
export const ConfirmRestore = z.strictObject({
  entries: z.int().min(0),
  grants: z.array(Ref).max(100).refine(once, { error: 'a grant is named twice' }),
  /** The two persons vouch for it that nothing was revoked since: no CRL that was published later could be found. */
  withoutCrl: z.literal(true).optional(),
});
/** A token by its serial number. */
export const TokenRef = z.strictObject({ serial: SerialRef });
/** The token, and where it is plugged when the second person confirms: a slot of this node's bench, which alone can do it. */
export const UnblockToken = z.strictObject({ serial: SerialRef, slot: oneLine(40), node: z.string().regex(NODE_NAME) });
/** The same as somebody asks for it: the node is the one that they ask. */
export const AskToUnblock = UnblockToken.omit({ node: true });

/** How many workstations two persons take over at once: as many as they can read, and as a line of the journal holds. */
export const MOST_TAKEN_OVER = 250;
const MOST_OCTETS = 60_000;
const fitsInLine = (value: unknown): boolean => {
  const args = JSON.stringify(JSON.stringify(value)); // text within text, as the journal has it
  return Buffer.byteLength(args) <= MOST_OCTETS;
};
/** Workstations that are decided on together; each number once. */
const fewMachines = <S extends z.ZodType<Pick<WorkstationInput, 'assetNumber' | 'serialNumber'>>>(machine: S) =>
  z.strictObject({
    workstations: z
      .array(machine)
      .min(1)
      .max(MOST_TAKEN_OVER)
      .refine((all) => once(all.map(({ assetNumber }) => assetNumber)), { error: 'a workstation is named twice' })
      .refine((all) => once(all.flatMap(({ serialNumber }) => serialNumber ?? [])), {
        error: 'a serial number is named twice',
      })
      .refine(fitsInLine, { error: 'this is more than one decision holds' }),
  });
/** Exactly these workstations, as the two persons read them. `holderId`: the agent who has the machine; left out: nobody is known. */
export const TakeOver = fewMachines(WorkstationInput.extend({ holderId: Ref.optional() }));
/** A machine as somebody asks for it to be taken over. `holder`: directory id or id of the agent who has it. */
export const AskedMachine = WorkstationInput.extend({ holder: unlessEmpty(oneLine(64)) });
export type AskedMachine = z.output<typeof AskedMachine>;
/** The same as somebody asks for it: the holders are looked up before the two decide. */
export const AskToTakeOver = fewMachines(AskedMachine);

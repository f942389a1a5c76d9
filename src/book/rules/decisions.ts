import { z } from 'zod';
import type { Words } from '../language/language.ts';
import { REVIEWED_ROLES } from '../rights/access-review.ts';
import type { Right } from '../rights/sentences.ts';
import { ROLES, type Role, SURGE_REASONS } from '../tables/codes.ts';
import { Ref } from '../tables/ref.ts';
import { LAST_MOMENT } from './calendar/moments.ts';
import { dayOf } from './calendar/working-days.ts';
import { CONFIRM_DAY_MS, LIMIT_NAMES, LIMITS, type LimitName } from './limits.ts';
import { oneLine } from './plain-text.ts';
import { NODE_NAME } from './service/nodes.ts';
import { OpenRecall } from './stock/recalls.ts';
import { SetChecklist } from './workstation/checklists.ts';
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
  .refine(({ id, value }) => value >= LIMITS[id].least && value <= LIMITS[id].most, {
    path: ['value'],
    error: 'outside the bounds of this policy',
  });
/** A profile by its name, and the SHA-256 (hex) of what the two persons saw. */
const ConfirmProfile = z.strictObject({ profile: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), hash: Sha256 });
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
export const TokenRef = z.strictObject({ serial: Ref });
/** The token, and where it is plugged when the second person confirms: a slot of this node's bench, which alone can do it. */
export const UnblockToken = z.strictObject({ serial: Ref, slot: oneLine(40), node: z.string().regex(NODE_NAME) });
/** The same as somebody asks for it: the node is the one that they ask. */
export const AskToUnblock = UnblockToken.omit({ node: true });

/**
 * Whether a token was made before something was proposed for it, by the request that it is bound to: one that is wiped and made anew
 * may be another holder's.
 */
export const wasMadeBefore = (
  request: { producedAt?: unknown } | undefined,
  { proposedAt }: { proposedAt?: unknown },
): boolean => Number(request?.producedAt ?? Number.NaN) <= Number(proposedAt);

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

/** Proposals of one person that wait at once: whatever ends their account cancels them all, in one entry. */
export const MOST_PROPOSED = 50;

/**
 * An act that two persons do together (J1). One proposes it with all its arguments, another confirms exactly that within
 * minutes, and it is done once.
 */
interface Decision<S extends z.ZodType> extends Words {
  /** The exact shape of what is decided; what was hashed is what is done. */
  args: S;
  /** The right to propose it. Who confirms has `dualControl.confirm`. */
  right: Right;
  /** A role that one of the two must hold. */
  needs: Role;
  /** Both must hold it: of another role nobody is left who could. */
  both: boolean;
  /**
   * So many hours pass before it may be confirmed, and then it may be for a day: whom it is about can object. Left out: it
   * is confirmed within minutes.
   */
  waits?: LimitName;
  /** Where this holds, neither of the two has to. */
  spares?: Words & { holds(args: z.output<S>): boolean };
  /** The persons whom it is about: they are neither of the two. Left out where it is about nobody. */
  about?(args: z.output<S>): readonly string[];
  /** Done with its confirmation, on a device right after it, or for the proposer's eyes within minutes. */
  done: 'at-once' | 'on-device' | 'shown';
  /** It may be decided while a restore waits; everything else waits too. */
  whileRestored: boolean;
}
type Rest = 'right' | 'needs' | 'both' | 'waits' | 'about' | 'done' | 'whileRestored';
const decision = <S extends z.ZodType>(
  of: Omit<Decision<S>, Rest> & Partial<Pick<Decision<S>, Rest>>,
): Decision<S> => ({
  right: 'dualControl.propose',
  needs: 'security-officer',
  both: false,
  done: 'at-once',
  whileRestored: false,
  ...of,
});

/** Every act of two persons. */
export const DECISIONS = {
  'role.grant': decision({
    fr: 'accorder un rôle',
    en: 'grant a role',
    args: GrantRole,
    about: ({ personId }) => [personId],
  }),
  'deputy.name': decision({
    fr: 'nommer le suppléant d’un valideur',
    en: "name an approver's deputy",
    args: NameDeputy,
    right: 'deputy.name',
    about: ({ personId }) => [personId],
  }),
  'access.review': decision({
    fr: 'revoir des rôles',
    en: 'review roles',
    args: AccessReview,
    about: ({ grants }) => grants.map(({ personId }) => personId),
    // nobody reviews their own: where there is one security officer, two administrators review theirs
    spares: {
      fr: 'il ne s’agit que de rôles de responsable sécurité',
      en: 'it is about nothing but security officers',
      holds: ({ grants }) => grants.every(({ role }) => role === 'security-officer'),
    },
  }),
  'account.recover': decision({
    fr: 'rendre un compte à sa personne',
    en: 'give an account back to its person',
    args: PersonRef,
    about: ({ personId }) => [personId],
    whileRestored: true,
  }),
  'officer.bringBack': decision({
    fr: 'rétablir l’accès du seul responsable sécurité, qui a perdu toutes ses clés',
    en: 'bring the only security officer back, who lost every key',
    args: BringBackOfficer,
    right: 'officer.bringBack',
    needs: 'administrator',
    both: true,
    waits: 'officer.waitHours',
    about: ({ personId }) => [personId],
  }),
  'policy.set': decision({ fr: 'changer une règle', en: 'set a policy', args: SetPolicy }),
  'profile.confirm': decision({
    fr: 'confirmer un profil de certificat',
    en: 'confirm a certificate profile',
    args: ConfirmProfile,
  }),
  'configuration.confirm': decision({
    fr: 'confirmer la configuration',
    en: 'confirm the configuration',
    args: ConfirmConfiguration,
  }),
  'surge.start': decision({ fr: 'ouvrir une période de forte activité', en: 'start surge mode', args: StartSurge }),
  'person.purge': decision({
    fr: 'effacer les données de personnes',
    en: "purge people's data",
    args: PurgePeople,
    about: ({ personIds }) => personIds,
  }),
  'restore.confirm': decision({
    fr: 'confirmer une restauration',
    en: 'confirm a restore',
    args: ConfirmRestore,
    whileRestored: true,
  }),
  'checklist.set': decision({
    fr: 'changer une liste de contrôle',
    en: 'change a checklist',
    args: SetChecklist,
  }),
  'workstation.takeOver': decision({
    fr: 'reprendre des postes déjà en service',
    en: 'take workstations over that are in service already',
    args: TakeOver,
    right: 'workstation.takeOver',
  }),
  'recall.open': decision({
    fr: 'rappeler des jetons',
    en: 'recall tokens',
    args: OpenRecall,
    right: 'recall.propose',
  }),
  'token.destroy': decision({
    fr: 'détruire un jeton',
    en: 'destroy a token',
    args: TokenRef,
    right: 'token.destroy',
  }),
  'token.unblock': decision({
    fr: 'débloquer un jeton',
    en: 'unblock a token',
    args: UnblockToken,
    right: 'token.unblock',
    done: 'on-device',
  }),
  'token.releaseSoPin': decision({
    fr: 'montrer le SO-PIN d’un jeton',
    en: "show a token's SO-PIN",
    args: TokenRef,
    right: 'token.releaseSoPin',
    done: 'shown',
  }),
} as const;
export type DecisionName = keyof typeof DECISIONS;
export const DECISION_NAMES = Object.keys(DECISIONS) as [DecisionName, ...DecisionName[]];
/** The decisions that are done at once, on a device, or for the proposer's eyes. */
export const decisionsDone = (how: (typeof DECISIONS)[DecisionName]['done']): DecisionName[] =>
  DECISION_NAMES.filter((name) => DECISIONS[name].done === how);
/** Whether this is the name of a decision. */
export const isDecision = (name: unknown): name is DecisionName =>
  typeof name === 'string' && Object.hasOwn(DECISIONS, name);
/** The persons whom a decision is about, by its name and arguments of its shape. */
export function personsOf(name: DecisionName, args: unknown): readonly string[] {
  // one member of the table by the one name; TypeScript does not follow it through the union
  const about = DECISIONS[name].about as ((of: unknown) => readonly string[]) | undefined;
  return about?.(args) ?? [];
}
/** The role that who confirms has to hold, beside one who holds these and proposed it; null: any role that may confirm. */
export function confirmerNeeds(name: DecisionName, args: unknown, proposerHolds: readonly Role[]): Role | null {
  const { needs, both, spares } = DECISIONS[name];
  // one member of the table by the one name; TypeScript does not follow it through the union
  const spared = (spares as { holds(of: unknown): boolean } | undefined)?.holds(args) ?? false;
  return spared || (!both && proposerHolds.includes(needs)) ? null : needs;
}
export type ArgsOf<A extends DecisionName> = z.output<(typeof DECISIONS)[A]['args']>;
/** From when on a proposal may be confirmed, where its act waits; undefined: at once. */
export const confirmableFrom = ({ act, expiresAt }: { act: string; expiresAt: number }): number | undefined =>
  isDecision(act) && DECISIONS[act].waits !== undefined ? expiresAt - CONFIRM_DAY_MS : undefined;

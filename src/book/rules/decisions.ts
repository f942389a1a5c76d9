import type { z } from 'zod';
import type { Words } from '../language/language.ts';
import type { Right } from '../rights/sentences.ts';
import type { Role } from '../tables/codes.ts';
import {
  AccessReview,
  BringBackOfficer,
  ConfirmConfiguration,
  ConfirmProfile,
  ConfirmRestore,
  GrantRole,
  NameDeputy,
  PersonRef,
  PurgePeople,
  SetPolicy,
  StartSurge,
  TakeOver,
  TokenRef,
  UnblockToken,
} from './decision-args.ts';
import { CONFIRM_DAY_MS, type LimitName } from './limits.ts';
import { OpenRecall } from './stock/recalls.ts';
import { SetChecklist } from './workstation/checklists.ts';

/**
 * Whether a token was made before something was proposed for it, by the request that it is bound to: one that is wiped and made anew
 * may be another holder's.
 */
export const wasMadeBefore = (
  request: { producedAt?: unknown } | undefined,
  { proposedAt }: { proposedAt?: unknown },
): boolean => Number(request?.producedAt ?? Number.NaN) <= Number(proposedAt);

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

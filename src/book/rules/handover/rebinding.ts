import type { Words } from '../../language/language.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { WORKSTATION_IN_SERVICE } from '../../tables/states.ts';
import { isDue, type RenewalPolicy } from '../certificates/renewals.ts';

/** What is known of a token that is to be bound to another machine. */
export interface Rebinding {
  token: { state: unknown; holderId: string | null; workstationId: string | null };
  /** It was made beside one that was forgotten. */
  temporary: boolean;
  /** The one on the token; undefined for none. */
  certificate: { state: unknown; notAfter: number } | undefined;
  /** Its holder is known, and their account is not disabled. */
  holderIsActive: boolean;
  /** The machine that it is to be bound to. */
  machine: { id: string; state: unknown; holderId: string | null } | undefined;
  /** Of the holder, on the old machine or the new one: other tokens in use or on the bench. */
  otherTokens: number;
  /** Requests of the holder that are open for the old machine or the new one. */
  openRequests: number;
  /** Open incidents on the holder, the old machine or the new one. */
  openIncidents: number;
  /** Epoch milliseconds. */
  now: number;
  policy: Pick<RenewalPolicy, 'first'>;
}
interface Rule extends Words {
  allows(of: Rebinding): boolean;
}
const rule = (fr: string, en: string, allows: Rule['allows']): Rule => ({ fr, en, allows });

/**
 * What has to hold of a token that its holder takes with them to another machine, in the order in which it is said. The name of a
 * rule is the reason of the refusal. What a machine's loss or block takes away follows from the binding, so that each of them
 * is asked again in the act that changes it.
 */
export const REBINDING_RULES = {
  'token-not-active': rule('le jeton est actif', 'the token is active', ({ token }) => token.state === 'active'),
  'token-temporary': rule(
    'le jeton n’est pas temporaire',
    'the token is not a temporary one',
    ({ temporary }) => !temporary,
  ),
  'token-ends': rule(
    'son certificat est bon, et ne prend pas fin dans `renewal.firstDays` jours ou moins',
    'its certificate is good, and does not end in renewal.firstDays days or less',
    ({ certificate, now, policy }) =>
      certificate?.state === 'good' && certificate.notAfter > now && !isDue(certificate, now, policy),
  ),
  'token-holder-gone': rule(
    'son porteur est connu et actif',
    'its holder is known and not disabled',
    ({ holderIsActive }) => holderIsActive,
  ),
  'same-machine': rule(
    'le poste est un autre que celui du jeton',
    'the workstation is another than the token’s',
    ({ token, machine }) => machine !== undefined && machine.id !== token.workstationId,
  ),
  'machine-not-in-service': rule(
    'ce poste est en service, prêté ou non',
    'that workstation is in service, lent or not',
    ({ machine }) => isOneOf(WORKSTATION_IN_SERVICE, machine?.state),
  ),
  'machine-of-another': rule(
    'le porteur du jeton a ce poste',
    'the holder of the token has that workstation',
    ({ token, machine }) => token.holderId !== null && machine?.holderId === token.holderId,
  ),
  'other-token': rule(
    'le porteur n’a pas d’autre jeton, ni en service ni en production, sur l’un des deux postes',
    'the holder has no other token, in use or being made, on either of the two workstations',
    ({ otherTokens }) => otherTokens === 0,
  ),
  'request-open': rule(
    'aucune demande du porteur n’est ouverte pour l’un des deux postes',
    'no request of the holder’s is open for either of the two workstations',
    ({ openRequests }) => openRequests === 0,
  ),
  'incident-around': rule(
    'aucun incident n’est ouvert sur le porteur ni sur l’un des deux postes',
    'no incident is open on the holder or on either of the two workstations',
    ({ openIncidents }) => openIncidents === 0,
  ),
} as const satisfies Record<string, Rule>;
export type RebindingObstacle = keyof typeof REBINDING_RULES;
export const REBINDING_OBSTACLES = Object.keys(REBINDING_RULES) as readonly RebindingObstacle[];

/** The first rule that stands against it; undefined where the token may be bound to that machine. */
export const obstacleToRebinding = (of: Rebinding): RebindingObstacle | undefined =>
  REBINDING_OBSTACLES.find((name) => !REBINDING_RULES[name].allows(of));

/** Whether a check still counts: the token was not bound since to any machine. `bound`: the checks of those who bound it. */
export const isUnspent = (
  { checkedAt }: { checkedAt: unknown },
  bound: readonly { readonly checkedAt: unknown }[],
): boolean => bound.every((binding) => Number(binding.checkedAt) < Number(checkedAt));

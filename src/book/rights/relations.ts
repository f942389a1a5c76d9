import type { ErrorCode } from '../../errors.ts';
import type { Role } from '../tables/codes.ts';
import { covers } from './roles.ts';
import { type Relation, type Right, SENTENCES, type Sentence } from './sentences.ts';

/**
 * What an act is done to, as far as a right depends on it. Ids are those of persons, not of accounts. Null means that
 * there is no such person. A field that is left out is not known, and every relation that needs it is refused.
 */
export interface ActedOn {
  holderId?: string | null;
  askerId?: string | null;
  approverIds?: readonly string[];
  producerId?: string | null;
  /** Of several services one is enough. */
  service?: string | null | readonly string[];
  personId?: string | null;
  proposerId?: string;
  /** Who brought a workstation in, and who signed the last item of its checklist. */
  bringerIds?: readonly string[];
  commissionerId?: string | null;
  /** Who has or had the token in hand before its holder. */
  carrierIds?: readonly string[];
  /** Who has a workstation, or a token in use on it. */
  userIds?: readonly string[];
}

/** Somebody who acts, as the relations see them. */
export interface Actor {
  personId: string;
  service: string;
  /** The services that the role covers. */
  scopes: readonly string[];
}
type Facts = Required<ActedOn>;
interface Meaning {
  /** What has to be known of the object: where one of them is not, the relation does not hold. */
  needs: readonly (keyof ActedOn)[];
  /** Of the refusal when it does not hold. */
  code: ErrorCode;
  holds(actor: Actor, object: Facts): boolean;
}
const relation = (code: ErrorCode, needs: Meaning['needs'], holds: Meaning['holds']): Meaning => ({
  needs,
  code,
  holds,
});

const coversOne = (scope: string, services: Facts['service']): boolean =>
  [services].flat().some((service) => covers(scope, service));

/** What each relation means. */
export const RELATIONS: Readonly<Record<Relation, Meaning>> = {
  anyone: relation('forbidden', [], () => true),
  own: relation('forbidden', ['holderId'], (a, o) => o.holderId === a.personId),
  uses: relation('forbidden', ['userIds'], (a, o) => o.userIds.includes(a.personId)),
  asked: relation('forbidden', ['askerId'], (a, o) => o.askerId === a.personId),
  'their-service': relation('out_of_scope', ['service'], (a, o) => coversOne(a.service, o.service)),
  scope: relation('out_of_scope', ['service'], (a, o) => a.scopes.some((scope) => coversOne(scope, o.service))),
  'not-own': relation(
    'own_request',
    ['holderId', 'askerId'],
    (a, o) => o.holderId !== a.personId && o.askerId !== a.personId,
  ),
  'not-held': relation('own_request', ['holderId'], (a, o) => o.holderId !== a.personId),
  'not-approved': relation('same_person', ['approverIds'], (a, o) => !o.approverIds.includes(a.personId)),
  'not-produced': relation('same_person', ['producerId'], (a, o) => o.producerId !== a.personId),
  'not-brought-in': relation('same_person', ['bringerIds'], (a, o) => !o.bringerIds.includes(a.personId)),
  'not-commissioned': relation('same_person', ['commissionerId'], (a, o) => o.commissionerId !== a.personId),
  'not-carried': relation('same_person', ['carrierIds'], (a, o) => !o.carrierIds.includes(a.personId)),
  'not-self': relation('same_person', ['personId'], (a, o) => o.personId !== a.personId),
  proposed: relation('forbidden', ['proposerId'], (a, o) => o.proposerId === a.personId),
};

/** The code of the first relation of a sentence that does not hold; undefined when all do. */
export function broken({ relations }: Sentence, actor: Actor, object: ActedOn): ErrorCode | undefined {
  const wrong = relations
    .map((name) => RELATIONS[name])
    // complete for this relation: every fact that it needs is known by here
    .find(({ needs, holds }) => needs.some((fact) => object[fact] === undefined) || !holds(actor, object as Facts));
  return wrong?.code;
}

/**
 * Whether somebody in this role may use the right on this object: undefined, or the code of the first relation that is
 * broken; `forbidden` where the role has no such right. A fact that is missing breaks the relation that needs it.
 */
export function brokenRelation(role: Role, right: Right, actor: Actor, object: ActedOn): ErrorCode | undefined {
  const sentences = SENTENCES.filter((sentence) => sentence.role === role && sentence.act === right);
  const codes = sentences.map((sentence) => broken(sentence, actor, object));
  return codes.includes(undefined) ? undefined : (codes[0] ?? 'forbidden');
}

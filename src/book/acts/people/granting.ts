import { all, must, type Source, sets, type Write } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, now } from '../../language/sources.ts';
import { OPERATOR_ROLES } from '../../rights/roles.ts';
import { ROLES, type Role } from '../../tables/codes.ts';
import type { RowOf } from '../../tables/row.ts';
import type { GrantRow } from '../../tables/rows/people.ts';

/** A role for a person, as somebody gives it. */
export type Given = Pick<GrantRow, 'personId' | 'role' | 'scope'>;

/** Whether this is a role that only two persons grant. */
export const isOperatorRole = (role: unknown): boolean => OPERATOR_ROLES.includes(role as Role);
export const ORDINARY_ROLES = ROLES.filter((role) => !isOperatorRole(role));

/** Somebody whose data stand. */
export const isPerson = (s: Scene, id: string): boolean => s.get('person', id)?.purgedAt === null;

const isOver = ({ validUntil }: RowOf<'grant'>, s: Scene): boolean =>
  validUntil !== null && validUntil <= s.clock.earliest;
/** Grants of a person that stand, or will. */
const standingGrants = (s: Scene, person: string): readonly RowOf<'grant'>[] =>
  s.find('grantsOfPerson', person).filter((grant) => !isOver(grant, s));
/** Whether somebody holds, or will hold, a role of an operator. */
export const isOperator = (s: Scene, person: string): boolean =>
  standingGrants(s, person).some((grant) => isOperatorRole(grant.role));

/** Each role is for a person whose data stand, and who does not hold it already. */
export const grantable = (given: (scene: Scene) => readonly Given[]) =>
  must(
    'la personne est connue et n’a pas déjà ce rôle',
    'the person is known and does not hold the role already',
    (s) =>
      given(s).every(({ personId, role, scope }) => {
        const held = standingGrants(s, personId).some((g) => g.role === role && g.scope === scope);
        return isPerson(s, personId) && !held;
      }),
  );

/** Nobody is auditor and anything else: the agent's role ends as an auditor's begins. */
export const endsAgent = (given: (scene: Scene) => readonly Given[]): Write =>
  all(
    (s) => {
      const auditors = given(s).filter(({ role }) => role === 'auditor');
      const ids = new Set(auditors.map(({ personId }) => personId));
      return [...ids].flatMap((id) => standingGrants(s, id).filter((g) => g.role === 'agent'));
    },
    sets('grant', { revokedAt: now }, { as: 'agentGrant' }),
  );

/** A moment of somebody's choice, or none. */
export const moment: Source = computed('une date, ou vide', 'a date, or nothing', (v) => {
  return v === null || (typeof v === 'number' && Number.isSafeInteger(v));
});
/** The end of a role: later than its begin, and not past. */
export const laterEnd: Source = computed(
  'une date après le début et après l’acte, ou vide',
  'a date after the begin and after the act, or nothing',
  (v, s) => {
    const begin = Number(s.written('grant.validFrom') ?? 0);
    return v === null || (typeof v === 'number' && v > Math.max(begin, s.clock.earliest - 2_000));
  },
);

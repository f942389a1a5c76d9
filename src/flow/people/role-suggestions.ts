import { z } from 'zod';
import { hashOfAct } from '../../book/language/sources.ts';
import { authorise } from '../../book/rights/authorise.ts';
import { type Caller, hasEnded, OPERATOR_ROLES } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { DISMISSALS, ROLES } from '../../book/tables/codes.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { oneLine, Ref } from '../inputs.ts';
import { inPieces } from '../pieces.ts';
import type { Directory, RoleSuggestion } from '../ports/directory.ts';
import type { createDualControl } from '../two-persons/proposals.ts';
import type { createPeople } from './people.ts';
import { type OpenSuggestion, type SuggestionsAsked, suggestionsAsked } from './suggestion-list.ts';

/** People of one read. */
const PIECE = 500;
/** Whom the directory shows, by directory id in lower case. */
export type Persons = ReadonlyMap<string, { personId: string; enabled: boolean }>;
const nameOf = (g: { personId: string; role: string; scope: string }): string => `${g.personId} ${g.role} ${g.scope}`;
/** Under what a suggestion is found again at the next reading. */
export const suggestionName = (s: Omit<RoleSuggestion, 'since'>): string => `${s.kind} ${nameOf(s)}`;

export const SuggestionRef = z.strictObject({
  personId: Ref,
  role: z.enum(ROLES),
  scope: oneLine(60),
  kind: z.enum(['grant', 'end']),
});
export const DismissSuggestion = SuggestionRef.extend({ reason: z.enum(DISMISSALS) });

/** The verbs that grant and end roles: a suggestion is followed by one of them. */
export interface GrantVerbs {
  people: Pick<ReturnType<typeof createPeople>, 'grant' | 'endGrant'>;
  dualControl: Pick<ReturnType<typeof createDualControl>, 'propose'>;
}

/**
 * Roles that members of groups do not hold yet; and held ones to be looked at: a group's role of somebody whom the directory
 * shows outside that group, and any role of somebody who has left.
 */
export function suggest(
  groups: Awaited<ReturnType<Directory['groups']>>,
  persons: Persons,
  leavers: ReadonlySet<string>,
  grants: readonly GrantRow[],
  now: number,
): RoleSuggestion[] {
  const wanted = new Map<string, RoleSuggestion>();
  for (const { role, scope, members } of groups) {
    for (const member of members) {
      const person = persons.get(member.toLowerCase());
      if (!person?.enabled) continue;
      const row = { personId: person.personId, role, scope, kind: 'grant' as const, since: now };
      wanted.set(nameOf(row), row);
    }
  }
  const held = new Set(grants.map(nameOf));
  const mapped = new Set(groups.map((g) => `${g.role} ${g.scope}`));
  const shown = new Set([...persons.values()].map((p) => p.personId));
  const isOver = (g: GrantRow): boolean =>
    leavers.has(g.personId) || (shown.has(g.personId) && mapped.has(`${g.role} ${g.scope}`) && !wanted.has(nameOf(g)));
  const over = new Map(grants.filter(isOver).map((g) => [nameOf(g), g]));
  return [
    ...[...wanted].filter(([name]) => !held.has(name)).map(([, row]) => row),
    ...[...over.values()].map(({ personId, role, scope }) => ({
      personId,
      role,
      scope,
      kind: 'end' as const,
      since: now,
    })),
  ];
}

const argsOf = ({ personId, role, scope }: Omit<RoleSuggestion, 'since'>) => ({ personId, role, scope });

/** The verbs of roles that the directory suggests: list, take, dismiss. */
export function createRoleSuggestions(deps: Deps, { people, dualControl }: GrantVerbs) {
  const { reads } = deps.store;

  const open = async (): Promise<OpenSuggestion[]> => {
    const now = deps.clock.now();
    const { suggestions, dismissed } = await deps.store.suggestions();
    const set = new Set(dismissed.map(suggestionName));
    const waiting = await reads.find('proposal', { state: 'proposed', act: 'role.grant' });
    const hashes = new Set(waiting.filter((p) => p.expiresAt > now).map((p) => p.argsHash));
    const wanted = suggestions.filter((s) => !set.has(suggestionName(s)));
    // on every page of an administrator: a read for some hundreds of people, not two for each suggestion
    const ids = inPieces([...new Set(wanted.map(({ personId }) => personId))], PIECE);
    const people = await Promise.all(ids.map((id) => reads.find('person', { id })));
    const grants = await Promise.all(ids.map((personId) => reads.find('grant', { personId, revokedAt: null })));
    const personOf = new Map(people.flat().map((person) => [person.id, person]));
    const grantOf = new Map(
      grants
        .flat()
        .filter((g) => !hasEnded(g, now))
        .map((g) => [nameOf(g), g]),
    );
    return wanted.flatMap((s): OpenSuggestion[] => {
      const person = personOf.get(s.personId);
      const grant = grantOf.get(nameOf(s));
      if (!person || (s.kind === 'grant') === (grant !== undefined)) return [];
      const proposed = s.kind === 'grant' && hashes.has(hashOfAct({ act: 'role.grant', args: argsOf(s) }));
      return [{ ...s, person, grantId: grant?.id ?? null, proposed }];
    });
  };

  /**
   * The suggestion, if the directory still makes it. The right of the caller to follow or dismiss it is checked first.
   */
  const standing = async (
    caller: Caller,
    right: Right,
    wanted: z.output<typeof SuggestionRef>,
  ): Promise<OpenSuggestion> => {
    const all = await open();
    return act(deps, caller, right, `person:${wanted.personId}`, async (a) => {
      a.allow({ personId: wanted.personId });
      if (wanted.personId === caller.personId)
        throw new AppError('same_person', 'this is about you: another person must act');
      const found = all.find((s) => suggestionName(s) === suggestionName(wanted));
      if (!found) throw new AppError('not_found', 'the directory does not suggest this any more: read the list again');
      if (found.proposed) throw new AppError('already_done', 'this is proposed already: a second person must confirm');
      return found;
    });
  };

  return {
    /** Roles that the directory's groups suggest and that nobody has granted, ended or dismissed since. */
    suggestions: async (caller: Caller): Promise<OpenSuggestion[]> => {
      authorise(caller, 'account.read', {}, deps.clock.now());
      return open();
    },

    /** How many of them the caller may decide on: not what was proposed already, nor what is about themselves. */
    suggestionCount: async (caller: Caller): Promise<number> => {
      authorise(caller, 'account.read', {}, deps.clock.now());
      return (await open()).filter(({ proposed, personId }) => !proposed && personId !== caller.personId).length;
    },

    /** Those of them that are asked for; and the sites of all of them, to choose from. */
    suggestionList: async (
      caller: Caller,
      asked: SuggestionsAsked,
    ): Promise<{ items: OpenSuggestion[]; sites: string[] }> => {
      authorise(caller, 'account.read', {}, deps.clock.now());
      const all = await open();
      const sites = new Set(all.map(({ person }) => person.site).filter((site) => site !== ''));
      return { items: suggestionsAsked(all, asked), sites: [...sites].sort() };
    },

    /**
     * Does what a suggestion says, in the way in which it is done without one: an operator role is proposed for dual
     * control, another one granted, a grant ended.
     */
    followSuggestion: async (
      caller: Caller,
      input: z.output<typeof SuggestionRef>,
    ): Promise<{ outcome: 'proposed' | 'granted' | 'ended'; proposalId: string | null }> => {
      if (input.kind === 'end') {
        const { grantId } = await standing(caller, 'account.endGrant', input);
        await people.endGrant(caller, { grantId: grantId ?? '' });
        return { outcome: 'ended', proposalId: null };
      }
      const args = argsOf(input);
      if (OPERATOR_ROLES.includes(input.role)) {
        await standing(caller, 'dualControl.propose', input);
        const { id } = await dualControl.propose(caller, { act: 'role.grant', args });
        return { outcome: 'proposed', proposalId: id };
      }
      await standing(caller, 'account.grant', input);
      await people.grant(caller, args);
      return { outcome: 'granted', proposalId: null };
    },

    /** Puts a suggestion aside, with a reason, until the directory has ceased to make it and makes it anew. */
    dismissSuggestion: async (caller: Caller, input: z.output<typeof DismissSuggestion>): Promise<void> => {
      const { reason, ...ref } = input;
      await standing(caller, 'suggestion.dismiss', ref);
      await act(deps, caller, 'suggestion.dismiss', `person:${input.personId}`, async (a) => {
        a.allow({ personId: input.personId });
        const { role, scope, kind } = input;
        await a.done([], { detail: { role, scope, kind, reason } });
        await a.unit.dismissSuggestion({ ...input, dismissedAt: a.now });
      });
    },
  };
}

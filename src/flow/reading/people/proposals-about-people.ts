import { DECISION_NAMES, DECISIONS, isDecision, personsOf } from '../../../book/rules/decisions.ts';
import type { ProposalRow } from '../../../book/tables/rows/people.ts';
import { allOf, type ByPage } from '../../pages.ts';

/** The decisions that are about people. */
const ABOUT_PEOPLE = DECISION_NAMES.filter((name) => DECISIONS[name].about !== undefined);

/** The persons whom a proposal is about, each once; nobody where its arguments are not known any more. */
export function personsAbout({ act, args }: Pick<ProposalRow, 'act' | 'args'>): string[] {
  const parsed: unknown = JSON.parse(args);
  return parsed === null || !isDecision(act) ? [] : [...new Set(personsOf(act, parsed))];
}

/**
 * The proposals that are about any of these people, by their ids: a role, an account that is given back. Only the arguments say
 * whom a proposal is about, so all of these acts are read, by the index of the act: two persons decide a few of them a week. One
 * that somebody edited says nothing, and hides nobody's others.
 */
export async function proposalsAboutPeople(reads: ByPage, personIds: readonly string[]): Promise<{ id: string }[]> {
  const proposals = await allOf(reads, 'proposal', { act: ABOUT_PEOPLE }, { leaveOut: true });
  return proposals.filter((row) => personsAbout(row).some((id) => personIds.includes(id)));
}

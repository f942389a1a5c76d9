import { confirmableFrom, DECISIONS, isDecision, personsOf } from '../../book/rules/decisions.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import type { ProposalState } from '../../book/tables/states.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { AnyTemplate, Notice } from './templates.ts';

type OfProposal = Extract<Change, { table: 'proposal' }>;

/** A new proposal waits some minutes for its second person: everybody who could be it is told. One that waits longer is news to all (officer-news.ts). */
async function ofNew(unit: Unit, { id, proposerId, act, args }: ProposalRow, now: number): Promise<Notice[]> {
  const about = isDecision(act) ? personsOf(act, JSON.parse(args)) : [];
  const holders = await activeHolders(unit, ['security-officer', 'administrator'], now);
  const decision = isDecision(act) ? DECISIONS[act] : undefined;
  // where the proposer is not what one of the two has to be, the other one is
  const isOther = holders.some(({ personId, role }) => personId === proposerId && role === decision?.needs);
  const able = isOther || decision?.spares ? holders : holders.filter(({ role }) => role === decision?.needs);
  const whom = [...new Set(able.map((h) => h.personId))].filter((one) => one !== proposerId && !about.includes(one));
  return whom.map((personId) => ({ template: 'proposal-waiting', personId, about: `proposal:${id}` }));
}

/** What became of a proposal, for whoever proposed it and is not there as the second person decides. */
const ENDS: Readonly<Partial<Record<ProposalState, AnyTemplate>>> = {
  confirmed: 'proposal-confirmed',
  executed: 'proposal-confirmed',
  cancelled: 'proposal-refused',
  failed: 'proposal-failed',
  expired: 'proposal-expired',
};
/** The acts by which it ends so; left out: any. */
const ENDED_BY: Readonly<Partial<Record<AnyTemplate, readonly string[]>>> = {
  'proposal-refused': ['dualControl.cancel'],
  'proposal-expired': ['dualControl.expire'],
  'proposal-failed': ['token.unblock'],
};
async function ofEnd(unit: Unit, change: Extract<OfProposal, { set: unknown }>, entry: NewEntry): Promise<Notice[]> {
  const template = ENDS[change.set.state as ProposalState];
  // done on a device, or looked at, once it was confirmed: the confirmation was told
  if (template === undefined || (change.set.state === 'executed' && change.expect.state === 'confirmed')) return [];
  // what ends with an account, a role or a restore was refused by nobody, and did not run out
  if (!(ENDED_BY[template]?.includes(entry.action) ?? true)) return [];
  const proposal = await unit.get('proposal', change.id);
  if (!proposal || proposal.proposerId === entry.actor) return [];
  // all operators hear of this one, the proposer among them (officer-news.ts)
  if (proposal.act === 'officer.bringBack' && template !== 'proposal-expired') return [];
  return [{ template, personId: proposal.proposerId, about: `proposal:${change.id}` }];
}

/** What people are told of an act of two persons: that it waits for them, and how it ended where they proposed it. */
export async function ofProposal(unit: Unit, change: OfProposal, entry: NewEntry, now: number): Promise<Notice[]> {
  if ('set' in change) return ofEnd(unit, change, entry);
  return confirmableFrom(change.insert) === undefined ? ofNew(unit, change.insert, now) : [];
}

import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { GrantRole } from '../../../book/rules/decision-args.ts';
import type { Role } from '../../../book/tables/codes.ts';
import type { ProposalRow } from '../../../book/tables/rows/people.ts';
import { PROPOSAL_OVER } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { guard, nameOf } from '../guard.ts';
import type { EntryItem } from '../journal/entry-lists.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged } from '../paging.ts';
import { personsAbout } from './proposals-about-people.ts';

/** What became of a proposal; `cancelled`: it ended with the account of whoever proposed it. */
type ProposalEnd = 'executed' | 'failed' | 'refused' | 'withdrawn' | 'cancelled' | 'expired';
/** A proposal that is over, in words for people who read it. */
export interface PastProposal extends Pick<ProposalRow, 'id' | 'act' | 'proposedAt'> {
  proposerName: string;
  /** Whom it was about; null for nobody, for several people, and where it is not known any more. */
  subjectName: string | null;
  /** The role that it would have given; null for anything else, and where it is not known any more. */
  role: Role | null;
  end: ProposalEnd;
  /** Who confirmed, refused or withdrew it; null: nobody did. */
  deciderName: string | null;
  /** When that was, or its time was over, epoch milliseconds; null where no entry says so. */
  decidedAt: number | null;
}
/** Entries by which a proposal is decided; each proposal has one of them at most. */
const DECIDING = ['dualControl.confirm', 'dualControl.cancel', 'dualControl.expire'];

/** Whom alone it was about. */
function subjectOf(row: ProposalRow): string | undefined {
  const [one, ...others] = personsAbout(row);
  return others.length === 0 ? one : undefined;
}
function roleOf({ act, args }: ProposalRow): Role | null {
  const { success, data } = GrantRole.safeParse(JSON.parse(args));
  return act === 'role.grant' && success ? data.role : null;
}
function endOf({ state }: ProposalRow, entry: EntryItem | undefined): ProposalEnd {
  if (state === 'executed' || state === 'failed' || state === 'expired') return state;
  const kind = entry?.detail?.['kind'];
  return kind === 'refused' || kind === 'withdrawn' ? kind : 'cancelled';
}

/** What two persons decided, and what nobody did. */
export function createPastProposals(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const check = guard(deps);
  /** The entry by which each of them was decided. */
  const decisionsOf = async (rows: readonly ProposalRow[]): Promise<ReadonlyMap<string, EntryItem>> => {
    const subjects = rows.map(({ id }) => `proposal:${id}`);
    if (subjects.length === 0) return new Map();
    const entries = await lists.entriesAbout({ subjects, actions: DECIDING, notBy: '', since: 0 });
    return new Map(entries.map((entry) => [entry.subject, entry]));
  };

  return {
    /** Proposals that are over, the newest first, in pages. Who may only propose sees their own. */
    pastProposals: async (caller: Caller, page: Cursor): Promise<Paged<PastProposal>> => {
      const all = may(caller, 'dualControl.read', {}, deps.clock.now());
      if (!all) check(caller, 'dualControl.readOwn');
      const proposerId = all ? undefined : caller.personId;
      const { items, next } = await lists.proposals({ states: PROPOSAL_OVER, proposerId }, page);
      // a list has no seals, and what a proposal says is read here: one that somebody edited is left out
      const rows = await reads.find('proposal', { id: items.map(({ id }) => id) });
      const byId = new Map(rows.map((row) => [row.id, row]));
      const sealed = items.flatMap(({ id }) => byId.get(id) ?? []);
      const decisions = await decisionsOf(sealed);
      const named = sealed.map((row) => {
        const entry = decisions.get(`proposal:${row.id}`);
        const end = endOf(row, entry);
        const cancelledBy = end === 'refused' || end === 'withdrawn' ? entry?.actor : undefined;
        return { row, entry, end, subject: subjectOf(row), decider: row.confirmerId ?? cancelledBy };
      });
      const ids = named.flatMap(({ row, subject, decider }) => [row.proposerId, subject ?? [], decider ?? []].flat());
      const people = new Map((await reads.find('person', { id: [...new Set(ids)] })).map((one) => [one.id, one]));
      const shown = named.map(({ row, entry, end, subject, decider }) => ({
        id: row.id,
        act: row.act,
        proposedAt: row.proposedAt,
        proposerName: nameOf(people.get(row.proposerId)),
        subjectName: subject === undefined ? null : nameOf(people.get(subject)),
        role: roleOf(row),
        end,
        deciderName: decider === undefined ? null : nameOf(people.get(decider)),
        decidedAt: entry ? Date.parse(entry.at) : null,
      }));
      return { items: shown, next };
    },
  };
}

import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { Right } from '../../../book/rights/sentences.ts';
import type { Deps } from '../../act.ts';
import { findRequest } from '../../request/request.ts';
import { notThere } from '../../visibility.ts';
import { nameOf } from '../guard.ts';
import type { EntryItem } from '../journal/entry-lists.ts';
import { changesOf, maySeeName } from '../journal/entry-things.ts';
import type { Lists } from '../lists.ts';

const TOLD = [
  'request.amend',
  'request.askInformation',
  'request.takeBackApproval',
] as const satisfies readonly Right[];

/** Something that the asker or an approver did to a request, of which no row keeps when it was. */
export interface Exchanged {
  at: number;
  what: 'amended' | 'answered' | 'asked' | 'taken-back';
  /** Null where the reader may not see who it is. */
  by: string | null;
  /** The approvals that ended with it. */
  approvalIds: readonly string[];
}

function whatOf(entry: EntryItem): Exchanged['what'] {
  if (entry.action === 'request.askInformation') return 'asked';
  if (entry.action === 'request.takeBackApproval') return 'taken-back';
  // whoever amends a request that was sent back with a question answers it
  const answers = changesOf(entry).some(({ table, from }) => table === 'request' && from === 'needs_information');
  return answers ? 'answered' : 'amended';
}

/** What asker and approvers said to each other of a request, the oldest first: that they did, never what they wrote. */
export function createRequestExchange(
  { store: { reads }, clock }: Pick<Deps, 'store' | 'clock'>,
  lists: Pick<Lists, 'entriesAbout'>,
) {
  return {
    /** Throws `not_found` for people who may not read the request. */
    requestExchange: async (caller: Caller, ref: string): Promise<Exchanged[]> => {
      const row = await findRequest(reads, ref);
      if (!may(caller, 'request.read', row, clock.now())) throw notThere('request');
      const entries = await lists.entriesAbout({
        subjects: [`request:${row.id}`],
        actions: TOLD,
        notBy: '',
        since: 0,
      });
      if (entries.length === 0) return [];
      const people = await reads.find('person', { id: [...new Set(entries.map(({ actor }) => actor))] });
      // the page names holder and approvers to all of its readers
      const by = ({ actor, action }: EntryItem): string | null => {
        const person = people.find(({ id }) => id === actor);
        if (person === undefined) return null;
        const isNamed = action !== 'request.amend' || actor === row.holderId;
        return isNamed || maySeeName(caller, person, clock.now()) ? nameOf(person) : null;
      };
      const told = entries.map((entry) => ({
        at: Date.parse(entry.at),
        what: whatOf(entry),
        by: by(entry),
        approvalIds: changesOf(entry).flatMap(({ table, id }) => (table === 'approval' ? [id] : [])),
      }));
      return told.reverse();
    },
  };
}

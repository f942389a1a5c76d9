import type { Caller } from '../../../book/rights/roles.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import type { Deps } from '../../act.ts';
import { RECORDED } from '../../workstation/record.ts';
import type { EntryItem } from '../journal/entry-lists.ts';
import { changesOf } from '../journal/entry-things.ts';
import { createLifeEvents, type LifeEvent, type Told } from '../journal/life-events.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged } from '../paging.ts';

/** What is told of rows: its own, the items of its checklists, and where a token that came to it or left it goes. */
const TOLD: Told = {
  workstation: [...RECORDED, 'state'],
  checkItem: ['item'],
  token: ['workstationId'],
};

/** Whether an entry bound a token to this machine, or to another one from it. */
function isRebinding(entry: EntryItem, workstationId: string): boolean {
  const ends = changesOf(entry).flatMap(({ table, cells }) => (table === 'token' ? [cells['workstationId']] : []));
  return entry.action === 'token.rebind' && [entry.detail['workstationIdBefore'], ...ends].includes(workstationId);
}

/**
 * The life of a machine: what was done to it, to its certificates, in the incidents that the reader may read, and which tokens
 * were bound to it or left it. `tokens`: the serial numbers of those that are or were bound to it; of theirs nothing else is told.
 */
export function createLife(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'entries'>) {
  const events = createLifeEvents(deps, lists);
  return (
    caller: Caller,
    of: {
      workstation: WorkstationRow;
      certificates: readonly { id: string }[];
      incidents: readonly { id: string }[];
      tokens: readonly string[];
    },
    page: Cursor,
  ): Promise<Paged<LifeEvent>> => {
    const subjects = [
      `workstation:${of.workstation.id}`,
      ...of.certificates.map(({ id }) => `certificate:${id}`),
      ...of.incidents.map(({ id }) => `incident:${id}`),
      ...of.tokens.map((serial) => `token:${serial}`),
    ];
    const isTold = (entry: EntryItem): boolean =>
      !entry.subject.startsWith('token:') || isRebinding(entry, of.workstation.id);
    return events(caller, { any: { subjects }, told: TOLD, isTold }, page);
  };
}

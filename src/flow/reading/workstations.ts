import type { Caller } from '../../book/rights/roles.ts';
import { dueChecklist } from '../../book/rules/checklists.ts';
import type { TokenRow, WorkstationRow } from '../../book/tables/tables.ts';
import { type Deps, need } from '../act.ts';
import { seenBy, TOKEN_SEEN_BY } from '../unseen.ts';
import { itemsNow, roundsOf } from './check-items.ts';
import { guard } from './guard.ts';
import type { Cursor, Lists, Sort, Total, WorkstationFilter } from './lists.ts';

/** Workstations and what is due on them. */
export function createWorkstationReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const check = guard(deps);

  /** Its tokens, with who holds them only for who may see those tokens: a machine's list is not a way to people. */
  const tokensOf = async (caller: Caller, workstationId: string): Promise<TokenRow[]> => {
    const tokens = await reads.find('token', { workstationId });
    const holders = await reads.find('person', { id: tokens.flatMap(({ holderId }) => holderId ?? []) });
    const services = new Map(holders.map(({ id, service }) => [id, service]));
    return tokens.map((token) => {
      const { holderId } = token;
      const object = { holderId, service: services.get(holderId ?? '') ?? null };
      const isSeen = seenBy(TOKEN_SEEN_BY, caller, object, deps.clock.now());
      return isSeen ? token : { ...token, holderId: null, requestId: null };
    });
  };

  return {
    workstations: async (caller: Caller, filter: WorkstationFilter & { sort?: Sort<'workstations'> }, page: Cursor) => {
      check(caller, 'workstation.read');
      return lists.workstations(filter, page);
    },
    /** How many there are of them. */
    workstationTotal: async (caller: Caller, filter: WorkstationFilter): Promise<Total | undefined> => {
      check(caller, 'workstation.read');
      return lists.totals.workstations(filter);
    },

    /** A workstation with its due checklist, and its tokens past and present. */
    workstation: async (caller: Caller, ref: string) => {
      check(caller, 'workstation.read');
      const [byNumber] = await reads.find('workstation', { assetNumber: ref });
      const workstation = await need(Promise.resolve(byNumber ?? (await reads.get('workstation', ref))), 'workstation');
      const rounds = await roundsOf(reads, workstation.id);
      const purpose = dueChecklist(workstation.state) ?? null;
      return {
        workstation,
        checklist: purpose,
        items: purpose === null ? [] : await itemsNow(reads, workstation, rounds),
        rounds,
        tokens: await tokensOf(caller, workstation.id),
        certificates: await reads.find(
          'certificate',
          { workstationId: workstation.id },
          { orderBy: 'intendedAt', descending: true },
        ),
      };
    },

    /** The workstations an agent may name: those that carry or carried a token of theirs, else those of their site. */
    myWorkstations: async (caller: Caller): Promise<WorkstationRow[]> => {
      const person = await need(reads.get('person', caller.personId), 'person');
      const tokens = await reads.find('token', { holderId: caller.personId });
      const mine = await Promise.all(
        [...new Set(tokens.map((t) => t.workstationId))].map((id) => (id ? reads.get('workstation', id) : undefined)),
      );
      const known = mine.filter((w) => w !== undefined);
      return known.length > 0
        ? known
        : reads.find('workstation', { site: person.site, service: person.service }, { limit: 50 });
    },
  };
}

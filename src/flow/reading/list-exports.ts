import { mightEver } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { RequestKind } from '../../book/tables/codes.ts';
import type { RequestState, TokenState, WorkstationState } from '../../book/tables/states.ts';
import { act, type Deps } from '../act.ts';
import type { Cursor, Paged } from './paging.ts';
import type { WorkstationFilter } from './workstation/workstation-lists.ts';

/** The lists that can be taken away in a file, and the right to do so. */
const EXPORTED = {
  requests: 'request.export',
  undecided: 'request.export',
  people: 'person.export',
  leavers: 'person.export',
  workstations: 'workstation.export',
  campaign: 'campaign.export',
  incident: 'incident.export',
  blocks: 'incident.export',
  tokens: 'stock.export',
  recalled: 'stock.export',
  entries: 'entry.export',
} as const;
export type ExportedList = keyof typeof EXPORTED;
/** What of a list is taken away. */
export interface ExportScope {
  list: ExportedList;
  state?: RequestState | TokenState | WorkstationState | undefined;
  kind?: RequestKind | undefined;
  /** The campaign whose machines these are. */
  campaign?: string;
  /** The incident that is reported. */
  incident?: string;
  /** Entries of this act alone, or that came out so. */
  action?: string | undefined;
  outcome?: string | undefined;
  /** What the machines of it have in common. */
  machines?: Pick<WorkstationFilter, 'image' | 'model' | 'site' | 'service'>;
  /** Something was typed to narrow it down. */
  text: boolean;
}

/** Rows of a file at most. */
export const EXPORTED_MOST = 10_000;
/** Rows read at once: what a page of a list has at most. */
const PAGE = 200;

/** What of a scope is said: what is left out is not. */
const said = (of: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));

/** Lists taken away as files. */
export function createListExports(deps: Deps) {
  async function* pages<R>(first: Paged<R>, read: (page: Cursor) => Promise<Paged<R>>): AsyncGenerator<readonly R[]> {
    let page = first;
    let left = EXPORTED_MOST;
    for (;;) {
      yield page.items.slice(0, left);
      left -= page.items.length;
      if (page.next === null || left <= 0) return;
      page = await read({ limit: Math.min(PAGE, left), cursor: page.next });
    }
  }

  return {
    /** Whether the caller may take a list away as a file: a link is shown. */
    mayExportList: (caller: Caller, list: ExportedList): boolean => mightEver(caller, EXPORTED[list], deps.clock.now()),

    /**
     * A list in pages, for a file; that it was taken away is an entry, made before the first row is given. Each page is read
     * by the list's own right: `read` throws where the caller has none.
     */
    exportList: async <R>(
      caller: Caller,
      { list, text, machines = {}, ...of }: ExportScope,
      read: (page: Cursor) => Promise<Paged<R>>,
    ): Promise<AsyncGenerator<readonly R[]>> => {
      const first = await read({ limit: PAGE });
      await act(deps, caller, EXPORTED[list], 'list', async (a) => {
        a.allow();
        // what no machine has may be anything that somebody typed
        const common = said(machines);
        const isSaid = first.items.length > 0;
        const isTyped = text || (!isSaid && Object.keys(common).length > 0);
        await a.done([], { detail: { list, ...said(of), ...(isSaid ? common : {}), text: isTyped } });
      });
      return pages(first, read);
    },
  };
}

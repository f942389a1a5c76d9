import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { NodeRow } from '../../book/tables/rows/service.ts';
import type { Deps } from '../act.ts';
import type { HeardNode } from '../ports/nodes.ts';

/** A node as people see it: what the records say of it, and what is heard of it now. */
export interface NodeStanding extends Pick<NodeRow, 'site' | 'version' | 'state' | 'startedAt' | 'endedAt'> {
  name: string;
  /** Whether it is the one that answers. */
  here: boolean;
  /** What it said last, and how long ago; null where nothing was heard of it since this node started. */
  heard: Omit<HeardNode, 'node' | 'site' | 'version'> | null;
}

/** What is heard of a node beside its row, which says the rest. */
function heardOf({ node: _, site: __, version: ___, ...said }: HeardNode): NonNullable<NodeStanding['heard']> {
  return said;
}

/** Every node that ever ran, those that run first, then by name. */
export function createNodeReading({ store, sight, node, clock }: Pick<Deps, 'store' | 'sight' | 'node' | 'clock'>) {
  const all = async (): Promise<NodeStanding[]> => {
    const heard = new Map(sight.nodes().map((one) => [one.node, one]));
    const rows = (await store.reads.find('node', {})).map(({ id, site, version, state, startedAt, endedAt }) => {
      const now = state === 'running' ? heard.get(id) : undefined;
      const said = now ? heardOf(now) : null;
      return { name: id, site, version, state, startedAt, endedAt, here: id === node.name, heard: said };
    });
    const order = ({ state }: NodeStanding): number => (state === 'running' ? 0 : 1);
    return rows.toSorted((a, b) => order(a) - order(b) || a.name.localeCompare(b.name));
  };
  return {
    /** For readiness, whose asker is nobody in particular. */
    all,
    list: async (caller: Caller): Promise<NodeStanding[]> => {
      authorise(caller, 'node.read', {}, clock.now());
      return all();
    },
  };
}

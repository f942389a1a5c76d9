import { hash } from 'node:crypto';
import { BOOK_NUMBER } from '../../book/book.ts';
import { bookHash } from '../../book/data.ts';
import { runOf } from '../../book/rules/service/nodes.ts';
import { BOOK, POLICY } from '../../book/rules/service/service-settings.ts';
import { type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { NodeRow } from '../../book/tables/rows/service.ts';
import { canonical } from '../../journal/canonical.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Unit } from '../ports/store.ts';
import { setting } from '../two-persons/limits.ts';
import type { ThisNode } from './this-node.ts';

/** What a start says of itself; `policy` is the text of policy.json. */
export interface Start {
  version: string;
  evaluation: boolean;
  profiles: readonly { name: string; hash: string }[];
  policy: string;
}
type Records = Pick<Deps, 'clock'> & { store: Pick<Deps['store'], 'transact'>; node: ThisNode };

/** The change with which the setting says this; none where it says so already. */
async function changed(unit: Unit, id: string, value: string): Promise<Change[]> {
  const standing = await unit.get('setting', id);
  return standing?.value === value ? [] : [await setting(unit, id, value)];
}

/** The node's row in its next run, and the change that makes it so. */
async function nextRun(unit: Unit, { node: { name, site }, clock }: Records, version: string) {
  const standing = await unit.get('node', name);
  const begun = { site, version, run: (standing?.run ?? 0) + 1, startedAt: clock.now(), endedAt: null };
  const row: NodeRow = { id: name, state: 'running', ...begun };
  return { row, change: standing ? move('node', standing, 'start', begun) : create('node', row) };
}

/**
 * Records that the service starts on this node, under which book and policy: an export names the same, and each change is an
 * entry. From then on the node has a run, under which everything that it begins stands.
 */
export async function recordStart(records: Records, { policy, profiles, version, evaluation }: Start): Promise<void> {
  const { store, node } = records;
  const book = { number: BOOK_NUMBER, sha256: bookHash() };
  const policySha256 = hash('sha256', policy);
  const started = await store.transact(async (unit) => {
    const { row, change } = await nextRun(unit, records, version);
    const settings = [...(await changed(unit, BOOK, canonical(book))), ...(await changed(unit, POLICY, policySha256))];
    const listed = profiles.map(({ name, hash: of }) => ({ name, hash: of }));
    const detail = { site: node.site, version, evaluation, profiles: listed, policySha256, book };
    const entry = { ...SYSTEM, action: 'service.start', subject: `node:${node.name}`, outcome: 'done' } as const;
    await unit.record({ ...entry, detail, changes: [change, ...settings] });
    return row;
  });
  node.began(runOf(started));
}

/** Records that the service stops on this node. A node that was found to have gone meanwhile stopped then. */
export async function recordStop({ store, clock, node }: Records): Promise<void> {
  await store.transact(async (unit) => {
    const row = await unit.get('node', node.name);
    if (row?.state !== 'running' || runOf(row) !== node.run()) return;
    const changes = [move('node', row, 'stop', { endedAt: clock.now() })];
    const entry = { ...SYSTEM, action: 'service.stop', subject: `node:${node.name}`, outcome: 'done' } as const;
    await unit.record({ ...entry, changes });
  });
}

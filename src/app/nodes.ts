import { steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { DAY_MS } from '../durations.ts';
import { isAppError } from '../errors.ts';
import type { Flow } from '../flow/index.ts';
import type { Log } from '../log.ts';
import { deferred } from '../store/deferred.ts';
import { VERSION } from '../version.ts';
import type { Records } from './records.ts';
import type { Rounds } from './scheduler.ts';

/** How old what a node says of its readiness may be, in milliseconds: it takes some readings to know. */
const FRESH_MS = 30_000;

interface NodesDeps {
  flow: Flow;
  readiness(): Promise<{ ready: boolean; waiting: string[] }>;
  /** Addresses of this node's console, and of its CRLs and OCSP. */
  url: string;
  pkiUrl: string;
  log: Log;
}

/** Entries of the journal that this node's copy lacks; null where it answers gateways from the records themselves. */
async function behindOf({ opened, statusCopy }: Pick<Records, 'opened' | 'statusCopy'>): Promise<number | null> {
  return statusCopy ? Math.max(0, (await opened.journal.size()) - 1 - statusCopy().seq) : null;
}

/** What this node says of itself, what it does about others that are gone, and how it learns that it was taken for gone. */
export function openNodes(
  { node: { name, site } }: Pick<Config, 'node'>,
  { opened, statusCopy }: Pick<Records, 'opened' | 'statusCopy'>,
  { flow, readiness, url, pkiUrl, log }: NodesDeps,
) {
  const { presence } = opened;
  const lost = deferred();
  let known: { at: number; ready: boolean; waiting: string[] } | undefined;
  presence.say(async () => {
    const now = clock.now();
    if (!known || Math.abs(now - known.at) >= FRESH_MS) known = { at: now, ...(await readiness()) };
    const { ready, waiting } = known;
    const behind = await behindOf({ opened, statusCopy });
    return { node: name, site, version: VERSION, url, pkiUrl, behind, ready, waiting };
  });

  const lose = async (gone: string): Promise<void> => {
    await flow.nodes.lose(gone);
    log.warn('a node is gone: what it had begun is undone once its leases are over', { node: gone });
  };
  /** Nodes that are gone lose their run, and what they had begun is taken up. */
  const takeUp = async (): Promise<void> => {
    const others = (await flow.nodes.all()).filter(({ here }) => !here);
    const running = others.filter(({ state }) => state === 'running').map((other) => other.name);
    for (const gone of await presence.gone(running)) {
      await lose(gone).catch((error: unknown) => {
        if (!isAppError(error, 'wrong_state')) throw error; // it stopped, or another leader was faster
      });
    }
    for (const other of others) {
      const { jobs, certificates, decisions } = await flow.nodes.takeUp(other.name);
      if (jobs + certificates + decisions > 0)
        log.warn('what a node had begun is undone', { node: other.name, jobs, count: jobs + certificates + decisions });
    }
  };
  /** Others may have lost sight of this node, and recorded that it is gone: nothing may be made under that run any more. */
  const lookAtOwn = async (): Promise<void> => {
    if (!(await flow.nodes.isCurrent())) lost.resolve();
  };
  const rounds: Rounds = {
    leader: [{ name: 'nodes', everyMs: 10_000, run: takeUp }],
    each: [{ name: 'own run', everyMs: 5_000, run: lookAtOwn }],
  };
  return { rounds, lost: lost.promise };
}

/** Nodes that went within the last day without a word, by readiness's names: somebody has to look. */
export async function nodesToLookAt(flow: Pick<Flow, 'nodes'>): Promise<string[]> {
  const since = clock.now() - DAY_MS;
  const gone = (await flow.nodes.all()).filter(({ state, endedAt }) => state === 'lost' && (endedAt ?? 0) > since);
  return gone.map(({ name }) => `node ${name}`);
}

import { UnblockToken } from '../../book/rules/decision-args.ts';
import { isOver, nodeOfRun } from '../../book/rules/service/nodes.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { NodeRow } from '../../book/tables/rows/service.ts';
import { CERTIFICATE_UNSEALED, JOB_OPEN } from '../../book/tables/states.ts';
import { type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { confirmedUnblocks, createUnblock } from '../handover/unblock.ts';
import { undoIntent } from '../production/direct-issuance.ts';
import { createUndo } from '../production/undo.ts';

/** What became of what another node had begun. */
export interface TakenUp {
  /** Jobs that were undone. */
  jobs: number;
  /** Jobs that could not be undone, or whose lease still runs: they are left for their own node, which may be back by then. */
  left: number;
  /** Certificates that were ordered outside of production and are revoked. */
  certificates: number;
  /** Unblockings that two persons confirmed and that ended as failed. */
  decisions: number;
}

/** What a node does about another one, of which nothing is heard any more. */
export function createNodes(deps: Deps) {
  const { reads } = deps.store;
  const undo = createUndo(deps);
  const unblock = createUnblock(deps);

  /** One thing that cannot be undone is told, and keeps nobody from the others; the next round tries it again. */
  const told = (what: string, work: () => Promise<boolean>): Promise<boolean> =>
    work().catch((error: unknown) => {
      deps.warn(`${what} of another node could not be undone: it is tried again`, error);
      return false;
    });

  /** Of a job in a run that is over: whether nobody has the request to themselves any more. */
  const leaseIsOver = async (requestId: string): Promise<boolean> => {
    const { leaseUntil } = await need(reads.get('request', requestId), 'request');
    return leaseUntil === null || leaseUntil < deps.clock.now();
  };

  /** The token is not here: it stays as it is. */
  const undoJobs = async (node: NodeRow): Promise<Pick<TakenUp, 'jobs' | 'left'>> => {
    const open = await reads.find('job', { state: JOB_OPEN });
    const jobs = open.filter(({ run }) => nodeOfRun(run) === node.id && isOver(run, node));
    const counts = { jobs: 0, left: 0 };
    for (const { id, requestId } of jobs) {
      const isDone = await told(`job ${id}`, async () => {
        if (!(await leaseIsOver(requestId))) return false;
        await undo.job(id, 'interrupted', { wipe: false });
        return true;
      });
      counts[isDone ? 'jobs' : 'left'] += 1;
    }
    return counts;
  };

  const undoIntents = async (node: NodeRow): Promise<number> => {
    const open = await reads.find('certificate', { state: CERTIFICATE_UNSEALED, jobId: null });
    const own = open.filter(({ run }) => run !== null && nodeOfRun(run) === node.id && isOver(run, node));
    let undone = 0;
    for (const { id } of own) {
      const isDone = await told(`certificate ${id}`, async () => {
        await undoIntent(deps, id, 'interrupted');
        return true;
      });
      if (isDone) undone += 1;
    }
    return undone;
  };

  /** A node that runs anew goes on with them itself. */
  const endUnblocks = async (node: NodeRow): Promise<number> => {
    if (node.state === 'running') return 0;
    const open = (await confirmedUnblocks(reads)).filter(({ args }) => nodeOf(args) === node.id);
    let ended = 0;
    for (const proposal of open) {
      const isDone = await told(`proposal ${proposal.id}`, async () => {
        await unblock.giveUp(proposal);
        return true;
      });
      if (isDone) ended += 1;
    }
    return ended;
  };

  return {
    /** Whether this node's run is what the records know: others may have taken it for gone. */
    isCurrent: async (): Promise<boolean> => !isOver(deps.node.run(), await reads.get('node', deps.node.name)),

    /** Records that a node has gone: nobody hears of it. Throws `not_found`, and `wrong_state` unless it runs. */
    lose: async (name: string): Promise<void> => {
      await deps.store.transact(async (unit) => {
        const row = await need(unit.get('node', name), 'node');
        const changes = [move('node', row, 'lose', { endedAt: deps.clock.now() })];
        await unit.record({ ...SYSTEM, action: 'node.lost', subject: `node:${name}`, outcome: 'done', changes });
      });
    },

    /**
     * Undoes what a node had begun in a run that is over, without its bench: certificates are revoked, and requests go back
     * into the queue. Twice is harmless. Throws `not_found`.
     */
    takeUp: async (name: string): Promise<TakenUp> => {
      const node = await need(reads.get('node', name), 'node');
      const jobs = await undoJobs(node);
      return { ...jobs, certificates: await undoIntents(node), decisions: await endUnblocks(node) };
    },
  };
}

const nodeOf = (args: string): string => UnblockToken.parse(JSON.parse(args)).node;

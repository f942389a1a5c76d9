import type { Flow } from '../flow/index.ts';
import type { Log } from '../log.ts';

/** What the service does by itself, each thing again after its own while; a failure is logged and the next round tries again. */
export interface Round {
  name: string;
  everyMs: number;
  run(): Promise<unknown>;
}
/** What one node does for all of them, and what each does for itself. */
export interface Rounds {
  leader: readonly Round[];
  each: readonly Round[];
}

/** Rounds of the flow: what ends by itself. */
export function flowRounds(flow: Flow): Round[] {
  const often = 30_000;
  return [
    { name: 'leases', everyMs: often, run: flow.production.expireLeases },
    { name: 'letters', everyMs: often, run: flow.letters.expire },
    { name: 'surge', everyMs: often, run: flow.surge.expire },
    { name: 'proposals', everyMs: often, run: flow.dualControl.expire },
    { name: 'certificates', everyMs: 60_000, run: flow.expiry.expire },
    { name: 'renewals', everyMs: 60_000, run: flow.renewals.askDue },
    { name: 'receipts', everyMs: 600_000, run: flow.handover.closeByRule },
  ];
}

/** Starts the rounds, those of the leader while this node `leads`; the answer stops them and waits for those that run. */
export function startRounds({ leader, each }: Rounds, log: Log, leads: () => boolean): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const start = (round: Round, may: () => boolean): NodeJS.Timeout => {
    let busy = false;
    const go = (): void => {
      if (busy || !may()) return;
      busy = true;
      const turn = round
        .run()
        .then(() => {})
        .catch((error: unknown) => log.error(`round ${round.name} failed; it will be tried again`, error))
        .finally(() => {
          busy = false;
          running.delete(turn);
        });
      running.add(turn);
    };
    return setInterval(go, round.everyMs).unref();
  };
  const timers = [...leader.map((round) => start(round, leads)), ...each.map((round) => start(round, () => true))];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  };
}

import type { Flow } from '../flow/index.ts';
import type { Log } from '../log.ts';

/** What the service does by itself, each thing again after its own while; a failure is logged and the next round tries again. */
export interface Round {
  name: string;
  everyMs: number;
  run(): Promise<unknown>;
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
    { name: 'receipts', everyMs: 600_000, run: flow.handover.closeByRule },
  ];
}

/** Starts the rounds; the answer stops them and waits for the one that is running. */
export function startRounds(rounds: readonly Round[], log: Log): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const timers = rounds.map((round) => {
    let busy = false;
    const go = (): void => {
      if (busy) return;
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
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  };
}

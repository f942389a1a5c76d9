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
    { name: 'missed appointments', everyMs: 60_000, run: flow.appointments.missed },
    { name: 'closed days', everyMs: 300_000, run: flow.appointments.callOffClosed },
    { name: 'service level', everyMs: 300_000, run: flow.serviceLevel.watch },
    { name: 'receipts', everyMs: 600_000, run: flow.handover.closeByRule },
  ];
}

/** Rounds of the flow that one node does for all: what it looks at and tells. */
export function watchRounds(flow: Flow): Round[] {
  return [
    { name: 'directory', everyMs: 60_000, run: flow.directory.readWhenDue },
    { name: 'stock alerts', everyMs: 300_000, run: flow.stockWatch.watch },
    { name: 'stock balance', everyMs: 600_000, run: flow.stockWatch.balance },
    { name: 'reminders', everyMs: 600_000, run: flow.reminders.send },
  ];
}

/** Rounds of the flow that each node does: long work goes on, by whoever is free for it. */
export function longWorkRounds(flow: Flow): Round[] {
  return [
    { name: 'imports', everyMs: 10_000, run: flow.imports.resume },
    { name: 'recalls', everyMs: 10_000, run: flow.recall.resume },
    { name: 'campaigns', everyMs: 30_000, run: flow.campaign.carryOn },
    { name: 'jobs left open', everyMs: 30_000, run: flow.production.undoLeft },
    { name: 'certificates left open', everyMs: 30_000, run: flow.machine.undoLeft },
    { name: 'decisions left open', everyMs: 30_000, run: flow.dualControl.finishLeft },
    { name: 'inventories', everyMs: 600_000, run: () => flow.plans.sweep() },
  ];
}

/** How soon a node that leads again does what fell due while it did not lead, in milliseconds. */
const LOOK_MS = 1_000;

/** Calls again after each such while, in milliseconds, until its answer is called. */
export type Every = (ms: number, call: () => void) => () => void;
/** By the machine's clock, which keeps no process alive. */
const everyInterval: Every = (ms, call) => {
  const timer = setInterval(call, ms).unref();
  return () => clearInterval(timer);
};

/**
 * Starts the rounds, those of the leader while this node `leads`; the answer stops them and waits for those that run. What falls due
 * while it does not lead is done once it leads: a round of each hour would be an hour late otherwise.
 */
export function startRounds(
  { leader, each }: Rounds,
  log: Log,
  leads: () => boolean,
  every: Every = everyInterval,
): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const due = new Set<() => void>();
  const start = (round: Round, may: () => boolean): (() => void) => {
    let busy = false;
    const go = (): void => {
      if (busy) return;
      if (!may()) {
        due.add(go);
        return;
      }
      due.delete(go);
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
    return every(round.everyMs, go);
  };
  const looksForDue = every(LOOK_MS, () => {
    if (leads()) for (const go of due) go();
  });
  const stops = [...leader.map((round) => start(round, leads)), ...each.map((round) => start(round, () => true))];
  return async () => {
    for (const stop of [looksForDue, ...stops]) stop();
    await Promise.all(running);
  };
}

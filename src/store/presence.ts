import type { Claims } from '../flow/ports/claims.ts';
import type { Beat, Sight } from '../flow/ports/nodes.ts';

/** How often a node is heard of, in milliseconds. */
export const BEAT_MS = 2_000;

/** How the nodes on one database know of each other, and who of them does what only one may. */
export interface Presence extends Claims, Sight {
  /** Whether this node is the one whose rounds run. Once its connection is lost it is not, before another one can be. */
  leads(): boolean;
  /** What this node says of itself from now on. */
  say(beat: () => Promise<Omit<Beat, 'leads'>>): void;
  /** Which of these nodes are connected now, this one apart. */
  connected(nodes: readonly string[]): Promise<string[]>;
  /** Which of these nodes are gone: none of that name is connected, and none was heard of for a minute. */
  gone(nodes: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

/** The one node of a database file, whose folder is locked: it does everything, and every other name is gone. */
export function createOnlyNode(own: string): Presence {
  const claims = new Set<string>();
  let beat: Beat | undefined;
  let ask: (() => Promise<Omit<Beat, 'leads'>>) | undefined;
  const look = (): void => {
    ask?.().then(
      (said) => {
        beat = { ...said, leads: true };
      },
      () => {}, // what it cannot say now it says later
    );
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    leads: () => true,
    claim: async (work) => !claims.has(work) && claims.add(work).has(work),
    holds: (work) => claims.has(work),
    release: async (work) => void claims.delete(work),
    say: (of) => {
      ask = of;
      look();
      timer ??= setInterval(look, BEAT_MS).unref();
    },
    nodes: () => (beat ? [{ ...beat, silentMs: 0 }] : []),
    connected: async () => [],
    gone: async (nodes) => nodes.filter((name) => name !== own),
    close: async () => clearInterval(timer),
  };
}

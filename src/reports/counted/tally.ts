import type { Count, Share } from '../shape.ts';

type Shares = Omit<Share, 'name'>;

/** So many of each name, in the order of their names. */
export function tallied() {
  const counts = new Map<string, number>();
  return {
    add: (name: string, count = 1): void => void counts.set(name, (counts.get(name) ?? 0) + count),
    all: (): Count[] =>
      [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** What was received, produced and handed over for each name, in the order of their names. */
export function shared() {
  const shares = new Map<string, Shares>();
  return {
    add: (name: string, { received = 0, produced = 0, handedOver = 0 }: Partial<Shares>): void => {
      const known = shares.get(name) ?? { received: 0, produced: 0, handedOver: 0 };
      shares.set(name, {
        received: known.received + received,
        produced: known.produced + produced,
        handedOver: known.handedOver + handedOver,
      });
    },
    all: (): Share[] => [...shares].map(([name, of]) => ({ name, ...of })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

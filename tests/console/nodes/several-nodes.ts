import type { HeardNode } from '../../../src/flow/ports/nodes.ts';
import type { Hall } from '../hall.ts';

const heardOf = (node: string, more: Partial<HeardNode> = {}): HeardNode => ({
  node,
  site: 'Paris',
  version: '1.0.0',
  url: `https://${node}.interieur.example`,
  pkiUrl: `http://${node}.example`,
  behind: 0,
  waiting: [],
  ready: true,
  leads: false,
  silentMs: 800,
  ...more,
});

/** Nodes in each state: one that leads, one in difficulty, one that is silent, one that stopped, one that is gone. */
export async function severalNodes(hall: Hall): Promise<void> {
  for (const [name, site] of [
    ['bordeaux-1', 'Bordeaux'],
    ['lille-1', 'Lille'],
    ['lyon-1', 'Lyon'],
    ['nantes-1', 'Nantes'],
  ] as const) {
    await hall.startBeside(name, site);
  }
  await hall.flow.nodes.lose('nantes-1');
  hall.heard.push(
    heardOf('jeton', { leads: true }),
    heardOf('bordeaux-1', { behind: 12, ready: false, waiting: ['database', 'disk'] }),
    heardOf('lille-1', { silentMs: 240_000, behind: 1 }),
  );
}

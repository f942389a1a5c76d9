import type { RouteParts } from '../frame/screen-parts.ts';
import { NodesPage } from './nodes.tsx';

/** The nodes on these records. */
export function nodeRoutes({ door, on }: RouteParts): void {
  on.get('/noeuds', async (member) => ({
    title: member.t('menu.nodes'),
    page: <NodesPage nodes={await door.flow.nodes.list(member.me.caller)} />,
  }));
}

import type { RouteParts } from '../frame/screen-parts.ts';
import { ToldPage } from './told.tsx';

/** What the reader was told. */
export function toldRoutes({ door, on }: RouteParts): void {
  on.get('/avis', async (member) => ({
    title: member.t('menu.told'),
    page: <ToldPage notices={await door.flow.reading.told(member.me.caller)} />,
  }));
}

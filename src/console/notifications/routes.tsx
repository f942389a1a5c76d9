import type { RouteParts } from '../frame/screen-parts.ts';
import { NotificationsPage } from './notifications.tsx';

/** What the reader was told. */
export function notificationRoutes({ door, on }: RouteParts): void {
  on.get('/avis', async (member, req) => {
    // another site may open this page in a window behind the reader's: they have not looked at it then
    const sees = req.get('sec-fetch-site') !== 'cross-site';
    const notices = await door.flow.reading.told(member.me.caller, { sees });
    return { title: member.t('menu.told'), page: <NotificationsPage notices={notices} /> };
  });
}

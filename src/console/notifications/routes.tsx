import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { NotificationsPage } from './notifications.tsx';

/** What the reader was told. */
export function notificationRoutes({ door, on }: RouteParts): void {
  const show: Handler<Member> = async (member, req) => {
    // another site may open this page in a window behind the reader's: they have not looked at it then
    const sees = req.get('sec-fetch-site') !== 'cross-site';
    const notices = await door.flow.reading.told(member.me.caller, { sees });
    return { title: member.t('menu.told'), page: <NotificationsPage notices={notices} /> };
  };
  on.get('/avis', show, { countedAfter: true });
}

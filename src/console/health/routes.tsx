import type { RouteParts } from '../frame/screen-parts.ts';
import { HealthPage } from './health.tsx';

/** How the service is, for people who look after it. */
export function healthRoutes({ door, on }: RouteParts): void {
  on.get('/sante', async (member) => ({
    title: member.t('menu.health'),
    page: <HealthPage lines={await door.health.show(member.me.caller)} />,
  }));
}

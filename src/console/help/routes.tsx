import { rolesOf } from '../../book/rights/roles.ts';
import { menuOf } from '../frame/menu.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import { isMember } from '../frame/visit.ts';
import { AccessibilityPage } from './accessibility.tsx';
import { HelpPage } from './help.tsx';
import { PlanPage } from './plan.tsx';

/** Pages that anybody may read. */
export function openRoutes({ door, on }: RouteParts): void {
  on.openGet('/accessibilite', (visit) => ({ title: visit.t('accessibility.title'), page: <AccessibilityPage /> }));
  on.openGet('/aide', (visit) => {
    const roles = isMember(visit) ? rolesOf(visit.me.caller, visit.now) : [];
    return { title: visit.t('menu.help'), page: <HelpPage roles={roles} /> };
  });
  on.openGet('/plan-du-site', async (visit) => {
    const menu = isMember(visit) ? await menuOf(door, visit) : [];
    return { title: visit.t('footer.plan'), page: <PlanPage menu={menu} /> };
  });
}

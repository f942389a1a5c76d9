import { rolesOf } from '../../book/rights.ts';
import { menuOf } from '../menu.ts';
import { AccessibilityPage } from '../pages/accessibility.tsx';
import { HelpPage } from '../pages/help.tsx';
import { PlanPage } from '../pages/plan.tsx';
import { isMember } from '../visit.ts';
import type { RouteParts } from './parts.ts';

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

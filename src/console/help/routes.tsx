import { z } from 'zod';
import { rolesOf } from '../../book/rights/roles.ts';
import { ROLES } from '../../book/tables/codes.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { localPath } from '../frame/forms/guard.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import { menuOf } from '../frame/shell/menu.ts';
import { THEMES } from '../frame/shell/theme.ts';
import { isMember } from '../frame/visit.ts';
import { AccessibilityPage } from './accessibility.tsx';
import { GUIDES } from './guide.ts';
import { GuidePage } from './guide-page.tsx';
import { HelpPage } from './help.tsx';
import { PlanPage } from './plan.tsx';

const Display = z.object({ theme: z.enum(THEMES) });

/** Pages that anybody may read, and how they look. */
export function openRoutes({ door, on, cookies }: RouteParts): void {
  on.openGet('/accessibilite', (visit) => ({ title: visit.t('accessibility.title'), page: <AccessibilityPage /> }));
  on.openGet('/aide', (visit) => {
    const roles = isMember(visit) ? rolesOf(visit.me.caller, visit.now) : [];
    return { title: visit.t('menu.help'), page: <HelpPage roles={roles} member={isMember(visit)} /> };
  });
  for (const role of ROLES) {
    on.openGet(`/aide/${GUIDES[role].address}`, (visit) => {
      const own = isMember(visit) && rolesOf(visit.me.caller, visit.now).includes(role);
      const title = visit.t('guide.title', { role: visit.t(`role.${role}`) });
      return { title, page: <GuidePage role={role} own={own} /> };
    });
  }
  on.openGet('/plan-du-site', async (visit) => {
    const menu = isMember(visit) ? await menuOf(door, visit) : [];
    return { title: visit.t('footer.plan'), page: <PlanPage menu={menu} /> };
  });
  on.openPost(
    '/affichage',
    async (visit, req) => {
      const { theme } = parseForm(Display, visit.values);
      if (req.res) cookies.setTheme(req.res, theme);
      return { to: localPath(single(visit.values, '_suite')) };
    },
    { show: () => ({ to: '/' }) },
  );
}

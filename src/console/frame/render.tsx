import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Door } from '../../app/door.ts';
import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { firstDayOf } from '../help/opened.ts';
import { VisitProvider } from './components/visit-context.tsx';
import { Layout } from './shell/layout.tsx';
import { homeOf, type MenuEntry, menuOf } from './shell/menu.ts';
import { isMember, type Visit } from './visit.ts';

/** What stands around a page: the menu with what waits at each screen, the surge, what the operators are warned of. */
interface Around {
  menu: MenuEntry[];
  surge: Awaited<ReturnType<Door['flow']['surge']['standing']>> | undefined;
  waiting: Awaited<ReturnType<Door['flow']['waiting']['standing']>> | undefined;
}
export interface Render {
  around(visit: Visit): Promise<Around>;
  /** `around`: asked for beside the page; left out, it is asked for now. */
  page(visit: Visit, title: string, body: VNode, how?: { full?: true; around?: Promise<Around> }): Promise<string>;
  fragment(visit: Visit, body: VNode): Promise<string>;
}

/** HTML of pages: escaped by preact, never by memory. */
export function createRender(door: Door): Render {
  const around = async (visit: Visit): Promise<Around> => {
    if (!isMember(visit)) return { menu: [], surge: undefined, waiting: undefined };
    const operates = visit.me.roles.some((role) => OPERATOR_ROLES.includes(role));
    const [menu, surge, waiting] = await Promise.all([
      menuOf(door, visit),
      door.flow.surge.standing(),
      operates ? door.flow.waiting.standing() : undefined,
    ]);
    return { menu, surge, waiting };
  };
  return {
    around,
    async page(visit, title, body, how = {}) {
      // whoever stands before a locked bench is perhaps somebody else
      const full = how.full ?? (isMember(visit) && visit.me.locked);
      const member = isMember(visit) ? visit : undefined;
      const searches = member && door.flow.reading.searchable(member.me.caller).length > 0;
      const [{ menu, surge, waiting }, tour] = await Promise.all([
        how.around ?? around(visit),
        member && !full && member.path === homeOf(member) ? firstDayOf(door, member) : undefined,
      ]);
      const html = renderToString(
        <VisitProvider visit={visit} site={door.site}>
          <Layout
            title={title}
            surge={surge}
            waiting={waiting}
            searches={searches ?? false}
            tour={tour}
            menu={full ? [] : menu}
            full={full}
          >
            {body}
          </Layout>
        </VisitProvider>,
      );
      return `<!DOCTYPE html>${html}`;
    },
    fragment: async (visit, body) =>
      renderToString(
        <VisitProvider visit={visit} site={door.site}>
          {body}
        </VisitProvider>,
      ),
  };
}

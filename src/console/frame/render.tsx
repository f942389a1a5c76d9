import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Door } from '../../app/door.ts';
import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { firstDayOf } from '../help/opened.ts';
import { VisitProvider } from './components/visit-context.tsx';
import { Layout } from './layout.tsx';
import { homeOf, type MenuEntry, menuOf } from './menu.ts';
import { isMember, type Visit } from './visit.ts';

export interface Render {
  page(visit: Visit, title: string, body: VNode, full?: true): Promise<string>;
  fragment(visit: Visit, body: VNode): Promise<string>;
}

/** HTML of pages: escaped by preact, never by memory. */
export function createRender(door: Door): Render {
  return {
    async page(visit, title, body, isFull) {
      // whoever stands before a locked bench is perhaps somebody else
      const full = isFull ?? (isMember(visit) && visit.me.locked);
      const menu: MenuEntry[] = isMember(visit) ? await menuOf(door, visit) : [];
      const searches = isMember(visit) && door.flow.reading.searchable(visit.me.caller).length > 0;
      const surge = isMember(visit) ? await door.flow.surge.standing() : undefined;
      const waiting =
        isMember(visit) && visit.me.roles.some((role) => OPERATOR_ROLES.includes(role))
          ? await door.flow.waiting.standing()
          : undefined;
      const tour = isMember(visit) && !full && visit.path === homeOf(visit) ? await firstDayOf(door, visit) : undefined;
      const html = renderToString(
        <VisitProvider visit={visit} site={door.site}>
          <Layout
            title={title}
            surge={surge}
            waiting={waiting}
            searches={searches}
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

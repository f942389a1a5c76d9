import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Door } from '../../app/door.ts';
import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { firstDayOf } from '../help/opened.ts';
import { VisitProvider } from './components/visit-context.tsx';
import { Layout } from './shell/layout.tsx';
import { homeOf, menuOf } from './shell/menu.ts';
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
      const member = isMember(visit) ? visit : undefined;
      const searches = member && door.flow.reading.searchable(member.me.caller).length > 0;
      const operates = member?.me.roles.some((role) => OPERATOR_ROLES.includes(role));
      const [menu, surge, waiting, tour] = await Promise.all([
        member && menuOf(door, member),
        member && door.flow.surge.standing(),
        operates ? door.flow.waiting.standing() : undefined,
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
            menu={full ? [] : (menu ?? [])}
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

import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Door } from '../../app/door.ts';
import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import type { FirstSteps } from '../../flow/people/first-steps.ts';
import { firstDayOf } from '../help/first-day-ticks.ts';
import { VisitProvider } from './components/visit-context.tsx';
import { Layout } from './shell/layout.tsx';
import { homeOf, type MenuEntry, markedUnder, menuOf } from './shell/menu.ts';
import { isMember, type Visit } from './visit.ts';

/** What stands around a page: the menu with what waits at each screen, the surge, what the operators are warned of. */
interface Around {
  menu: MenuEntry[];
  surge: Awaited<ReturnType<Door['flow']['surge']['standing']>> | undefined;
  waiting: Awaited<ReturnType<Door['flow']['waiting']['standing']>> | undefined;
}
interface PageWith {
  full?: true;
  /** The screen of the menu that it belongs to; left out, its address tells. */
  under?: string;
  /** Asked for while the page was read; left out, it is asked for now. */
  around?: Promise<Around>;
  /** How far they got with their first day; left out, it is asked for where the page shows it. */
  steps?: FirstSteps;
}
export interface Render {
  around(visit: Visit): Promise<Around>;
  page(visit: Visit, title: string, body: VNode, how?: PageWith): Promise<string>;
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
  const piece = (visit: Visit, body: VNode): string =>
    renderToString(
      <VisitProvider visit={visit} site={door.site}>
        {body}
      </VisitProvider>,
    );
  return {
    around,
    async page(visit, title, body, how = {}) {
      // whoever stands before a locked bench is perhaps somebody else
      const full = how.full ?? (isMember(visit) && visit.me.locked);
      const member = isMember(visit) ? visit : undefined;
      const searches = member && door.flow.reading.searchable(member.me.caller).length > 0;
      const home = member && !full && member.path === homeOf(member) ? member : undefined;
      const [{ menu, surge, waiting }, steps] = await Promise.all([
        how.around ?? around(visit),
        home && (how.steps ?? door.flow.firstSteps.of(home.me.caller)),
      ]);
      const tour = home && steps && firstDayOf(home, steps);
      const html = renderToString(
        <VisitProvider visit={visit} site={door.site}>
          <Layout
            title={title}
            surge={surge}
            waiting={waiting}
            searches={searches ?? false}
            tour={tour}
            menu={full ? [] : markedUnder(menu, how.under)}
            full={full}
          >
            {body}
          </Layout>
        </VisitProvider>,
      );
      return `<!DOCTYPE html>${html}`;
    },
    fragment: async (visit, body) => piece(visit, body),
  };
}

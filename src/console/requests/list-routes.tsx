import { pageOf } from '../frame/components/pagination.tsx';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { requestColumns } from './by-file/request-file.ts';
import { requestFilter } from './read-form.ts';
import { RequestsPage } from './requests.tsx';

/** The list of the requests that somebody may see, as a page and as a file; a correspondent's has the way to a new one. */
export function requestListRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
  } = parts;
  const LISTS = {
    demandes: { title: 'menu.requests' },
    service: { title: 'menu.service', newHref: '/service/demande' },
  } as const;
  const page =
    (list: keyof typeof LISTS): Handler<Member> =>
    async (member) => {
      const { title, ...rest } = LISTS[list];
      const { caller } = member.me;
      const filter = requestFilter(member.query);
      const sort = sortOf('requests', member.query);
      const asked = flow.reading.requests(caller, { ...filter, ...(sort && { sort }) }, pageOf(member));
      const [found, opens, total, kept] = await Promise.all([
        asked,
        asked.then(({ items }) =>
          flow.reading.peopleToOpen(
            caller,
            items.map(({ holderId }) => holderId),
          ),
        ),
        flow.reading.requestTotal(caller, filter),
        flow.views.of(caller, list),
      ]);
      const shown = {
        found,
        sort,
        title: member.t(title),
        ...rest,
        total,
        opens,
        file: flow.reading.mayExportList(caller, 'requests') ? `/${list}.csv` : undefined,
        views: { list, kept },
      };
      return { title: shown.title, page: <RequestsPage {...shown} /> };
    };
  const file = (member: Member) => {
    const filter = requestFilter(member.query);
    const sort = sortOf('requests', member.query);
    return listFile(parts, member, {
      name: 'demandes',
      scope: { list: 'requests', state: filter.state?.[0], kind: filter.kind?.[0] },
      columns: requestColumns(member.t),
      read: (of, caller) => flow.reading.requests(caller, { ...filter, ...(sort && { sort }) }, of),
    });
  };
  for (const list of ['demandes', 'service'] as const) {
    on.get(`/${list}`, page(list));
    onListFile(parts, `/${list}`, { show: page(list), act: 'request.export', file });
  }
}

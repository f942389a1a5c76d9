import { searchText } from '../../flow/inputs.ts';
import { fullName } from '../../flow/people/person-name.ts';
import { lifePageOf, pageOf } from '../frame/components/pagination.tsx';
import { single } from '../frame/forms/forms.ts';
import { lookedFor } from '../frame/forms/scan.ts';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { SEARCH, SEARCH_MOST, SEARCHED_TEXT } from '../frame/shell/search-form.tsx';
import type { Member } from '../frame/visit.ts';
import { LifeSection } from '../journal/life-list.tsx';
import { addressOfHit, ResultsPage } from './results.tsx';
import { SheetPage } from './sheet.tsx';
import { VISIBLE_PEOPLE_COLUMNS, VisiblePeoplePage } from './visible-people.tsx';

const Typed = searchText(SEARCH_MOST);

/** What was typed, as far as it can be looked for: characters that do not show find nothing. */
const plainly = (typed: string): string => Typed.safeParse(typed).data ?? '';

/** One search for all that people know a thing by, and a sheet of each person. */
export function searchRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
  } = parts;
  on.get(SEARCH, async (member) => {
    const { caller } = member.me;
    const typed = single(member.query, SEARCHED_TEXT);
    const found = await flow.reading.search(caller, lookedFor(plainly(typed)));
    const [only, ...others] = found.exact;
    if (only && others.length === 0) return { to: addressOfHit(only) };
    const page = <ResultsPage text={typed} found={found} kinds={flow.reading.searchable(caller)} />;
    return { title: typed === '' ? member.t('search.title') : member.t('search.of', { text: typed }), page };
  });

  const seenPeople: Handler<Member> = async (member) => {
    const text = single(member.query, 'texte');
    const { caller } = member.me;
    const sort = sortOf('people', member.query);
    const filter = text ? { text } : {};
    const [found, total] = await Promise.all([
      flow.reading.seenPeople(caller, { ...filter, ...(sort && { sort }) }, pageOf(member)),
      flow.reading.seenPeopleTotal(caller, filter),
    ]);
    const mayExport = flow.reading.mayExportList(caller, 'people');
    const page = <VisiblePeoplePage found={found} total={total} sort={sort} mayExport={mayExport} />;
    return { title: member.t('search.group.people'), page };
  };
  on.get('/personnes', seenPeople);

  const file = (member: Member) => {
    const text = single(member.query, 'texte');
    const sort = sortOf('people', member.query);
    const filter = { ...(text ? { text } : {}), ...(sort && { sort }) };
    return listFile(parts, member, {
      name: 'personnes',
      scope: { list: 'people' },
      columns: VISIBLE_PEOPLE_COLUMNS,
      read: (page, caller) => flow.reading.seenPeople(caller, filter, page),
    });
  };
  onListFile(parts, '/personnes', { show: seenPeople, act: 'person.export', file });

  on.get('/personnes/:id', async (member, req) => {
    const sheet = await flow.reading.personSheet(member.me.caller, part(req, 'id'), pageOf(member));
    const [machines, reportable] = await Promise.all([
      flow.reading.machinesToReport(member.me.caller, sheet.person.id),
      flow.reading.tokensToReport(member.me.caller, sheet.person.id),
    ]);
    const { id } = sheet.person;
    const asked = lifePageOf(member);
    const life = flow.reading.mayReadLives(member.me.caller) && (
      <LifeSection
        life={asked && (await flow.reading.personLife(member.me.caller, id, asked))}
        kind="person"
        id={id}
        name={null}
        page={`/personnes/${id}`}
      />
    );
    const page = (
      <>
        <SheetPage sheet={sheet} machines={machines} reportable={reportable} />
        {life}
      </>
    );
    return { title: fullName(sheet.person), page };
  });
}

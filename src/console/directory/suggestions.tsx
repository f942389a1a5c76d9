import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { DISMISSALS, ROLES } from '../../book/tables/codes.ts';
import type { Flow } from '../../flow/index.ts';
import type { OpenSuggestion, SuggestionsAsked } from '../../flow/people/suggestion-list.ts';
import type { Total } from '../../flow/reading/paging.ts';
import { Select } from '../frame/components/choices.tsx';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { nameOf } from '../frame/components/names.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { filtersOf, sortOf } from '../frame/lists/list-address.ts';
import type { Member } from '../frame/visit.ts';

const KINDS = ['grant', 'end'] as const;

/** What the groups of the directory suggest, as an address asks for it. */
export interface SuggestionsList {
  items: readonly OpenSuggestion[];
  /** To choose from. */
  sites: readonly string[];
  sort: SuggestionsAsked['sort'];
}
export interface SuggestionsProps {
  list: SuggestionsList;
  /** The id of the reader, who may not follow a suggestion about themselves. */
  personId: string;
}

/** Reads what an address asks for. Attacker-controlled. */
export async function readSuggestions(
  { directory }: Pick<Flow, 'directory'>,
  { query, me }: Member,
): Promise<SuggestionsList> {
  const of = (name: string): string | undefined => single(query, name).trim() || undefined;
  const sort = sortOf('suggestions', query);
  const found = await directory.suggestionList(me.caller, {
    service: of('service')?.toUpperCase(),
    site: of('site'),
    role: ROLES.find((one) => one === of('role')),
    kind: KINDS.find((one) => one === of('faire')),
    sort,
  });
  return { ...found, sort };
}

function SuggestionFilters({ sites, total }: Pick<SuggestionsList, 'sites'> & { total: Total }) {
  const { t } = useVisit();
  return (
    <Filters page="/annuaire" label={t('suggestions.filter')} totals={[total]}>
      <FilterText name="service" label={t('label.service')} hint={t('workstations.service.hint')} />
      <FilterBy name="site" by="label.site" options={sites.map((value) => ({ value, label: value }))} isFree />
      <FilterBy name="role" by="label.role" options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
      <FilterBy
        name="faire"
        by="suggestions.do"
        options={KINDS.map((value) => ({ value, label: t(`suggestions.kind.${value}`) }))}
      />
    </Filters>
  );
}

/** Each is followed or put aside by a person: the service grants and ends no role by itself. */
export function Suggestions({ list: { items, sites, sort }, personId }: SuggestionsProps) {
  const { t, language, visit } = useVisit();
  const isNarrowed = filtersOf(visit.query).length > 0;
  const total = { n: items.length, more: false };
  const head = [
    ...[
      { by: 'name', text: t('label.name') },
      { by: 'service', text: t('label.service') },
      { by: 'site', text: t('label.site') },
    ],
    ...[t('suggestions.do'), { by: 'role', text: t('label.role') }, t('label.scope')],
    ...[{ by: 'since', text: t('leavers.since') }, t('label.action')],
  ];
  return (
    <>
      <SuggestionFilters sites={sites} total={total} />
      <ListBar total={total} />
      <Table
        caption={t('suggestions.title')}
        silentCaption
        head={head}
        sorting={{ page: '/annuaire', sort, ownOrder: true }}
        empty={t(isNarrowed ? 'suggestions.none.found' : 'suggestions.none')}
      >
        {items.map((s) => (
          <tr key={`${s.kind} ${s.personId} ${s.role} ${s.scope}`}>
            <th scope="row">
              <a href={`/administration/personnes/${s.personId}`}>{nameOf(s.person)}</a>
            </th>
            <td class="jeton-nowrap">{s.person.service || '—'}</td>
            <td>{s.person.site || '—'}</td>
            <td>{t(`suggestions.kind.${s.kind}`)}</td>
            <td>{t(`role.${s.role}`)}</td>
            <td>{s.scope === '*' ? t('scope.all') : s.scope}</td>
            <td>{day(language, s.since)}</td>
            <td>
              <Acts suggestion={s} own={s.personId === personId} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Acts({ suggestion, own }: { suggestion: OpenSuggestion; own: boolean }) {
  const { t, visit } = useVisit();
  if (own) return <span class="jeton-small">{t('suggestions.own')}</span>;
  if (suggestion.proposed) return <a href="/double-controle">{t('suggestions.proposed')}</a>;
  const { personId, role, scope, kind } = suggestion;
  const grant = OPERATOR_ROLES.includes(role) ? t('suggestions.propose') : t('suggestions.grant');
  const values = { personId, role, scope, kind };
  const to = (act: string): string => withQuery(`/annuaire/${act}`, visit.query, {});
  const about = <span class="fr-sr-only"> {`${t(`role.${role}`)} – ${nameOf(suggestion.person)}`}</span>;
  return (
    <>
      <PostButton action={to('suivre')} values={values} class="fr-btn fr-btn--sm">
        {kind === 'end' ? t('suggestions.end') : grant}
        {about}
      </PostButton>
      <details class="jeton-details fr-mt-1w">
        <summary>
          {t('suggestions.dismiss.title')}
          {about}
        </summary>
        <Form action={to('ecarter')} name={`dismiss-${kind}-${personId}-${role}-${scope}`}>
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Select
            name="reason"
            label={t('label.reason')}
            options={DISMISSALS.map((r) => ({ value: r, label: t(`suggestions.reason.${r}`) }))}
          />
          <Submit secondary>{t('suggestions.dismiss')}</Submit>
        </Form>
      </details>
    </>
  );
}

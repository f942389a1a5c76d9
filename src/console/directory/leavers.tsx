import type { Leaver, LeaversAsked } from '../../flow/people/leaver-list.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { grouped, nameOf } from '../frame/components/names.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, isoDay } from '../frame/dates.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Translate } from '../frame/translate.ts';

interface LeaversProps {
  leavers: readonly Leaver[];
  sort: LeaversAsked['sort'];
  opens: Opens;
  mayExport: boolean;
}

/** What somebody has in use, in one line. */
export const heldText = (t: Translate, { tokens, credentials }: Pick<Leaver, 'tokens' | 'credentials'>): string =>
  [...tokens.map(({ id }) => grouped(id)), ...credentials.map(() => t('leavers.nomade'))].join(', ');
/** Their requests that end with it. */
export const waitingText = ({ requests }: Pick<Leaver, 'requests'>): string =>
  requests.map(({ number }) => number).join(', ');

/** The list as a file. */
export const leaverColumns = (t: Translate): FileColumn<Leaver>[] => [
  { head: 'label.name', cell: ({ person }) => nameOf(person) },
  { head: 'label.directoryId', cell: ({ person }) => person.directoryId },
  { head: 'label.service', cell: ({ person }) => person.service },
  { head: 'leavers.why', cell: ({ state }) => t(`leavers.state.${state}`) },
  { head: 'leavers.since', cell: ({ since }) => (since === null ? '' : isoDay(since)) },
  { head: 'leavers.held', cell: (leaver) => heldText(t, leaver) },
  { head: 'leavers.waits', cell: (leaver) => waitingText(leaver) },
];

/** Who has left and still holds something: all of it is revoked at once, by a person who is asked once. */
export function LeaversPage({ leavers, sort, opens, mayExport }: LeaversProps) {
  const { t, language, visit } = useVisit();
  const isNarrowed = filtersOf(visit.query).length > 0;
  const head = [
    ...[
      { by: 'name', text: t('label.name') },
      { by: 'service', text: t('label.service') },
    ],
    ...[t('leavers.why'), { by: 'since', text: t('leavers.since') }],
    ...[t('leavers.what'), t('label.action')],
  ];
  return (
    <>
      <h1>{t('menu.leavers')}</h1>
      <p class="fr-text--lead">{t('leavers.lead')}</p>
      <Filters page="/departs" label={t('leavers.filter')}>
        <FilterText name="service" label={t('label.service')} hint={t('workstations.service.hint')} />
      </Filters>
      <ListBar
        total={{ n: leavers.length, more: false }}
        file={mayExport && leavers.length > 0 ? '/departs.csv' : undefined}
      />
      <Table
        caption={t('menu.leavers')}
        silentCaption
        stacks
        head={head}
        sorting={{ page: '/departs', sort, ownOrder: true }}
        empty={t(isNarrowed ? 'leavers.noneFound' : 'leavers.none')}
      >
        {leavers.map((leaver) => (
          <tr key={leaver.person.id}>
            <th scope="row">
              <PersonLink id={leaver.person.id} opens={opens}>
                {nameOf(leaver.person)}
              </PersonLink>
              <span class="jeton-small jeton-muted"> {leaver.person.directoryId ?? leaver.person.id}</span>
            </th>
            <td class="jeton-nowrap">{leaver.person.service || '—'}</td>
            <td>
              <span class="fr-badge fr-badge--sm fr-badge--warning">{t(`leavers.state.${leaver.state}`)}</span>
            </td>
            <td>
              <span class="jeton-stacked">{t('leavers.since')} </span>
              {leaver.since === null ? '–' : day(language, leaver.since)}
            </td>
            <td>
              <Held {...leaver} />
            </td>
            <td>
              <PostButton
                action={withQuery(`/departs/${leaver.person.id}/revoquer`, visit.query, {})}
                class="fr-btn fr-btn--sm jeton-btn--danger"
              >
                {t('leavers.revoke')}
                <span class="fr-sr-only"> {nameOf(leaver.person)}</span>
              </PostButton>
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Held({ tokens, credentials, requests }: Pick<Leaver, 'tokens' | 'credentials' | 'requests'>) {
  const { t } = useVisit();
  return (
    <ul class="fr-raw-list">
      {tokens.map((token) => (
        <li key={token.id}>
          <span class="jeton-mono">{grouped(token.id)}</span> <StateBadge of={{ kind: 'token', state: token.state }} />
        </li>
      ))}
      {credentials.map(({ id }) => (
        <li key={id}>{t('leavers.nomade')}</li>
      ))}
      {requests.map(({ id, number }) => (
        <li key={id}>{number}</li>
      ))}
    </ul>
  );
}

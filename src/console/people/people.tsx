import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { PersonWithAccount } from '../../flow/reading/people/people.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { StateBadge } from '../frame/components/badges.tsx';
import { Filters, FilterText } from '../frame/components/filters.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { nameOf } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import type { Kept } from '../frame/components/saved-views.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Waiting } from '../frame/components/waiting.tsx';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Translate } from '../frame/translate.ts';

/** What an administrator has to look at elsewhere. */
interface WaitingHere {
  suggestions: number;
  mails: number;
  /** The directory was not read for too long. */
  stale: boolean;
}

/** The list as a file. */
export const peopleColumns = (t: Translate): readonly FileColumn<PersonWithAccount>[] => [
  { head: 'label.name', cell: nameOf },
  { head: 'label.directoryId', cell: ({ directoryId }) => directoryId },
  { head: 'label.email', cell: ({ email }) => email },
  { head: 'label.service', cell: ({ service }) => service },
  { head: 'label.site', cell: ({ site }) => site },
  { head: 'label.state', cell: (person) => statesOf(person, t).join(', ') },
];

/** The state of somebody's account, and whether the directory says that they have left, in words. */
const statesOf = ({ state, left }: PersonWithAccount, t: Translate): string[] => [
  ...(state ? [t(`state.account.${state}`)] : []),
  ...(left ? [t(`leavers.state.${left}`)] : []),
];

interface PeopleProps {
  found: Paged<PersonWithAccount>;
  total: Total | undefined;
  sort: Sort<'people'> | undefined;
  mayExport: boolean;
  views: readonly Kept[];
  waiting: WaitingHere;
}

/** The administrator's home: people of the directory, each with account and roles behind the name. */
export function PeoplePage({ found, total, sort, mayExport, views, waiting }: PeopleProps) {
  const { t } = useVisit();
  const head = [
    { by: 'name', text: t('label.name') },
    t('label.directoryId'),
    t('label.email'),
    { by: 'service', text: t('label.service') },
    t('label.site'),
    t('label.state'),
  ];
  return (
    <>
      <div class="jeton-head">
        <h1>{t('people.title')}</h1>
        <a class="fr-btn fr-btn--secondary fr-btn--icon-left fr-icon-upload-line" href="/administration/import">
          {t('import.open')}
        </a>
      </div>
      {waiting.stale && (
        <Alert kind="error" title={t('directory.stale')}>
          <p>
            <a href="/annuaire">{t('suggestions.look')}</a>
          </p>
        </Alert>
      )}
      <Waiting count={waiting.suggestions} text="suggestions.waiting" href="/annuaire" look="suggestions.look" />
      <Waiting count={waiting.mails} text="mails.count" href="/courriels" look="mails.look" />
      <EndSessions />
      <Filters page="/administration" label={t('filter.people')}>
        <FilterText name="texte" label={t('filter.text')} />
        <FilterText name="service" label={t('label.service')} />
      </Filters>
      <ListBar
        total={total}
        file={mayExport ? '/administration.csv' : undefined}
        views={{ list: 'administration', kept: views }}
      />
      <Table
        caption={t('people.title')}
        silentCaption
        stacks
        head={head}
        sorting={{ page: '/administration', sort }}
        empty={t('people.none')}
      >
        {found.items.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              <a href={`/administration/personnes/${person.id}`}>{nameOf(person)}</a>
            </th>
            <td>{person.directoryId}</td>
            <td>{person.email}</td>
            <td class="jeton-nowrap">{person.service}</td>
            <td>{person.site}</td>
            <td>
              {person.state && <StateBadge of={{ kind: 'account', state: person.state }} />}{' '}
              {person.left && (
                <span class="fr-badge fr-badge--sm fr-badge--warning">{t(`leavers.state.${person.left}`)}</span>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={found.next} page="/administration" />
    </>
  );
}

function EndSessions() {
  const { t } = useVisit();
  return (
    <details class="jeton-details">
      <summary>{t('endSessions.all.title')}</summary>
      <p class="fr-text--sm">{t('endSessions.all.text')}</p>
      <PostButton action="/administration/sessions" class="fr-btn fr-btn--secondary">
        {t('endSessions.all.title')}
      </PostButton>
    </details>
  );
}

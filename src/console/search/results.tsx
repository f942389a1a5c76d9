import type { ComponentChildren } from 'preact';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import type { Hit, Searched, SearchFound } from '../../flow/reading/search.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { RequestTable } from '../requests/request-table.tsx';
import { TokenCells } from '../stock/token-cells.tsx';
import { PeopleTable } from './people-table.tsx';
import { WorkstationTable } from './workstation-table.tsx';

/** The address of the page that a number, serial or id leads to. */
export function addressOfHit(hit: Hit): string {
  if (hit.page === 'request') return `/demandes/${hit.number}`;
  if (hit.page === 'token') return `/stock/${hit.serial}`;
  return hit.page === 'workstation' ? `/postes/${hit.assetNumber}` : `/personnes/${hit.personId}`;
}

/** The lists that have the rest, filtered by what was looked for. */
const LISTS: Readonly<Record<Searched, string>> = {
  requests: '/demandes',
  tokens: '/stock',
  workstations: '/postes',
  people: '/personnes',
};

interface ResultsProps {
  /** What was looked for; empty: nothing yet. */
  text: string;
  found: SearchFound;
  /** What the reader can search for. */
  kinds: readonly Searched[];
}

/** What a search found, in groups; or that nothing was, with what can be searched for. */
export function ResultsPage({ text, found, kinds }: ResultsProps) {
  const { t } = useVisit();
  const { requests, tokens, workstations, people } = found;
  const groups = [requests, tokens, workstations, people];
  const empty = groups.every((group) => !group || group.items.length === 0);
  return (
    <>
      <h1 class="jeton-break">{text === '' ? t('search.title') : t('search.of', { text })}</h1>
      {empty && text !== '' && (
        <p class="jeton-empty jeton-break">
          {t('search.nothing', { text })} {t('search.nothing.hint')}
        </p>
      )}
      {empty && <WhatCanBe kinds={kinds} />}
      <Group kind="requests" text={text} of={requests}>
        {(items, caption) => <RequestTable items={items} caption={caption} />}
      </Group>
      <Group kind="tokens" text={text} of={tokens}>
        {(items, caption) => <TokenTable items={items} caption={caption} />}
      </Group>
      <Group kind="workstations" text={text} of={workstations}>
        {(items, caption) => <WorkstationTable items={items} caption={caption} />}
      </Group>
      <Group kind="people" text={text} of={people}>
        {(items, caption) => <PeopleTable items={items} caption={caption} />}
      </Group>
    </>
  );
}

function WhatCanBe({ kinds }: Pick<ResultsProps, 'kinds'>) {
  const { t } = useVisit();
  return (
    <section>
      <h2 class="fr-h6">{t('search.for')}</h2>
      <ul>
        {kinds.map((kind) => (
          <li key={kind}>{t(`search.for.${kind}`)}</li>
        ))}
      </ul>
    </section>
  );
}

interface GroupProps<R> {
  kind: Searched;
  text: string;
  of: Paged<R> | null;
  children: (items: readonly R[], caption: string) => ComponentChildren;
}
/** The first of a kind, with the way to the others. */
function Group<R>({ kind, text, of, children }: GroupProps<R>) {
  const { t } = useVisit();
  if (!of || of.items.length === 0) return null;
  const caption = t(`search.group.${kind}`);
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{caption}</h2>
      {children(of.items, caption)}
      {of.next !== null && (
        <a class="fr-link" href={`${LISTS[kind]}?${new URLSearchParams({ texte: text })}`}>
          {t(`search.all.${kind}`)}
        </a>
      )}
    </section>
  );
}

function TokenTable({ items, caption }: { items: readonly TokenRow[]; caption: string }) {
  const { t, language } = useVisit();
  const head = [t('label.serial'), t('label.model'), t('label.state'), t('mine.since')];
  return (
    <Table caption={caption} silentCaption head={head}>
      {items.map((token) => (
        <tr key={token.id}>
          <TokenCells token={token} />
          <td>{token.activatedAt === null ? '—' : day(language, token.activatedAt)}</td>
        </tr>
      ))}
    </Table>
  );
}

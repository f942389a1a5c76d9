import { Fragment } from 'preact';
import { canBlock } from '../../book/rules/workstation/incidents.ts';
import type { IncidentReport } from '../../flow/reading/incident/incidents.ts';
import type { EntryItem } from '../../flow/reading/journal/entry-lists.ts';
import { tokensRevokedBy } from '../../flow/reading/journal/entry-things.ts';
import { midSentence } from '../../words/mid-sentence.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { OnlyNewest } from '../frame/components/newest.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import { useActText } from '../journal/entry-parts.tsx';
import { IncidentFilters, type IncidentsList } from './filters.tsx';
import { IncidentCells, incidentHeads } from './incident-cells.tsx';
import { Block, Close } from './open-incidents.tsx';
import { MachineLink, ReportLink, TokenLink } from './sheet-links.tsx';
import { TakenAwayTable } from './taken-away.tsx';

interface IncidentProps extends IncidentReport {
  mayExport: boolean;
  opens: Opens;
}
/** One incident: whom it befell, what a block would take away, and who did what when. */
export function IncidentPage({ mayExport, opens, ...incident }: IncidentProps) {
  const { t, language } = useVisit();
  const { entries, more, actors, taken, back, blockedAt, closedAt, outcome, state } = incident;
  const at = (time: number | null) => (time === null ? null : moment(language, time));
  return (
    <>
      <h1>{t(`incident.short.${incident.kind}`)}</h1>
      <Facts>
        <Fact term={t('incident.who')}>
          <PersonLink id={incident.personId} opens={opens}>
            {incident.personName} ({incident.directoryId ?? '—'})
          </PersonLink>
        </Fact>
        <Fact term={t('label.workstation')}>
          {incident.assetNumber === null ? '—' : <MachineLink number={incident.assetNumber} />}
        </Fact>
        <Fact term={t('incident.holder')}>
          {incident.holderName === null || incident.holderId === incident.personId ? null : (
            <PersonLink id={incident.holderId} opens={opens}>
              {incident.holderName}
            </PersonLink>
          )}
        </Fact>
        <Fact term={t('incident.by')}>
          <PersonLink id={incident.reporterId} opens={opens}>
            {incident.reporterName}
          </PersonLink>
        </Fact>
        <Fact term={t('incident.since')}>{at(incident.reportedAt)}</Fact>
        <Fact term={t('incident.blockedAt')}>{at(blockedAt)}</Fact>
        <Fact term={t('incident.closedAt')}>{at(closedAt)}</Fact>
        <Fact term={t('incident.outcome')}>{outcome && t(`incident.outcome.${outcome}`)}</Fact>
      </Facts>
      {state === 'open' && (
        <div class="fr-grid-row fr-grid-row--gutters">
          {incident.isInUse && (
            <div class="fr-col-12 fr-col-md-6">
              <WhatBlocks {...incident} />
              <Block {...incident} />
            </div>
          )}
          <div class="fr-col-12 fr-col-md-4">
            <Close {...incident} />
          </div>
        </div>
      )}
      {incident.machinesLeft.length > 0 && (
        <div class="fr-mt-3w">
          <Alert kind="warning" title={t.count('incident.machinesLeft', incident.machinesLeft.length)} small>
            <p>{t('incident.machinesLeft.do')}</p>
            <ul>
              {incident.machinesLeft.map((number) => (
                <li key={number}>
                  <MachineLink number={number} />
                </li>
              ))}
            </ul>
          </Alert>
        </div>
      )}
      {blockedAt !== null && (
        <>
          <h2 class="fr-h4 fr-mt-4w">{t('incident.taken')}</h2>
          <TakenAwayTable caption={t('incident.taken')} taken={taken} opens={opens} />
        </>
      )}
      <h2 class="fr-h4 fr-mt-4w">{t('incident.story')}</h2>
      {mayExport && (
        <div class="jeton-list-bar">
          <PostButton action={`/incidents/${incident.id}.pdf`} class="fr-btn fr-btn--sm fr-btn--tertiary">
            {t('incident.sheet')}
          </PostButton>
          <PostButton action={`/incidents/${incident.id}.csv`} class="fr-btn fr-btn--sm fr-btn--tertiary">
            {t('incident.file')}
          </PostButton>
        </div>
      )}
      <OnlyNewest of={{ items: entries, more }} />
      <Acts caption={t('incident.story')} entries={entries} actors={actors} taken={taken} />
      {back !== null && (
        <>
          <h2 class="fr-h4 fr-mt-4w">{t('incident.back')}</h2>
          <Acts
            caption={t('incident.back')}
            entries={back}
            actors={actors}
            taken={taken}
            empty={t('incident.back.none')}
          />
        </>
      )}
      <p class="fr-mt-4w jeton-no-print">
        <a href="/securite">{t('incident.all')}</a> · <a href="/incidents">{t('incident.past')}</a>
      </p>
    </>
  );
}

/** What a block takes away now, and what follows: said before it is asked for. */
function WhatBlocks({ machineState, assetNumber, tokens, credentials, begun }: IncidentReport) {
  const { t } = useVisit();
  const wouldBlock = machineState !== null && canBlock(machineState);
  const counted = [
    ['incident.remains.tokens', tokens],
    ['incident.remains.credentials', credentials],
    ['incident.remains.begun', begun],
  ] as const;
  const things = [
    ...(wouldBlock ? [t('incident.block.thing', { what: t('incident.remains.machine'), n: assetNumber ?? '—' })] : []),
    ...counted.filter(([, n]) => n > 0).map(([name, n]) => t('incident.block.thing', { what: t(name), n })),
  ];
  return (
    <>
      <p class="fr-text--sm fr-mb-1v">{t(wouldBlock ? 'incident.block.all' : 'incident.block.alone')}</p>
      <ul class="fr-text--sm fr-mt-0">
        {things.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <p class="fr-text--sm">{t(tokens > 0 ? 'incident.block.after.token' : 'incident.block.after')}</p>
    </>
  );
}

interface ActsProps extends Pick<IncidentReport, 'actors' | 'taken'> {
  caption: string;
  entries: readonly EntryItem[];
  empty?: string;
}
/** Who did what when. */
function Acts({ caption, entries, actors, taken, empty }: ActsProps) {
  const { t, language } = useVisit();
  const told = new Set(taken.map(({ seq }) => seq)); // what a block took away has a table of its own
  const actText = useActText();
  return (
    <Table
      caption={caption}
      silentCaption
      stacks
      head={[t('journal.when'), t('incident.taken.by'), t('label.act')]}
      {...(empty === undefined ? {} : { empty })}
    >
      {entries.map((entry) => (
        <tr key={entry.seq}>
          <th scope="row">{moment(language, Date.parse(entry.at))}</th>
          <td>
            <span class="jeton-stacked">{t('incident.taken.by')} </span>
            {actors.get(entry.actor) ?? '—'}
          </td>
          <td>
            <a href={`/journal/${entry.seq}`}>{actText(entry)}</a>
            {told.has(entry.seq)
              ? null
              : tokensRevokedBy(entry).map((serial) => (
                  <Fragment key={serial}>
                    {' '}
                    <TokenLink serial={serial} />
                  </Fragment>
                ))}
            {entry.outcome !== 'done' && ` (${midSentence(t(`journal.outcome.${entry.outcome}`))})`}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** What is over, with what was done and when. */
export function PastIncidentsPage({ found, total, sort }: IncidentsList) {
  const { t, language, visit } = useVisit();
  const head = incidentHeads(t);
  const ends = [t('incident.blockedAt'), t('incident.closedAt'), t('incident.outcome')];
  return (
    <>
      <h1>{t('incident.past')}</h1>
      <ReportLink />
      <p>
        <a href="/securite">{t('incident.open')}</a> · <a href="/incidents/blocages">{t('incident.blocks')}</a>
      </p>
      <IncidentFilters page="/incidents" />
      <ListBar total={total} />
      <Table
        caption={t('incident.past')}
        silentCaption
        stacks
        head={[...head, ...ends]}
        sorting={{ page: '/incidents', sort }}
        empty={t(filtersOf(visit.query).length > 0 ? 'incident.none' : 'incident.past.none')}
      >
        {found.items.map((one) => (
          <tr key={one.id}>
            <IncidentCells incident={one} />
            <td>
              <span class="jeton-stacked">{t('incident.blockedAt')} </span>
              {one.blockedAt === null ? '—' : moment(language, one.blockedAt)}
            </td>
            <td>
              <span class="jeton-stacked">{t('incident.closedAt')} </span>
              {one.closedAt === null ? '—' : moment(language, one.closedAt)}
            </td>
            <td>{one.outcome ? t(`incident.outcome.${one.outcome}`) : '—'}</td>
          </tr>
        ))}
      </Table>
      <NextPage next={found.next} page="/incidents" />
    </>
  );
}

import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { isOpenRequest } from '../../book/tables/states.ts';
import type { PersonSheet, SheetCredential, SheetToken } from '../../flow/reading/people/person-sheet.ts';
import type { MachineLabel } from '../../flow/reading/workstation/machine-loss.ts';
import { StateBadge, TokenBadges } from '../frame/components/badges.tsx';
import { grouped, nameOf } from '../frame/components/names.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { RequestTable } from '../requests/request-table.tsx';
import { MachinesToReport } from '../workstations/machine-loss.tsx';
import { WorkstationTable } from './workstation-table.tsx';

interface SheetProps {
  sheet: PersonSheet;
  machines: readonly MachineLabel[];
  /** The numbers of the tokens and credentials whose loss the reader may report. */
  reportable: ReadonlySet<string>;
}
/** Everything about one person that the reader may read: requests, tokens, credentials, workstations. */
export function SheetPage({ sheet, machines, reportable }: SheetProps) {
  const { t } = useVisit();
  const { person, tokens, credentials, workstations, opens } = sheet;
  return (
    <>
      <div class="jeton-head">
        <h1>{nameOf(person)}</h1>
        {opens.account && (
          <a class="fr-btn fr-btn--secondary" href={`/administration/personnes/${person.id}`}>
            {t('sheet.account')}
          </a>
        )}
      </div>
      <Facts>
        <Fact term={t('label.directoryId')}>{person.directoryId}</Fact>
        <Fact term={t('label.service')}>{person.service}</Fact>
        <Fact term={t('label.site')}>{person.site}</Fact>
      </Facts>
      {sheet.requests && <OpenRequests requests={sheet.requests} />}
      {tokens && <Tokens tokens={tokens} opens={opens.tokens} machines={workstations ?? []} reportable={reportable} />}
      {credentials.length > 0 && <Credentials credentials={credentials} reportable={reportable} />}
      {/* whoever opens the page of a machine reports its loss there */}
      {!workstations && machines.length > 0 && (
        <section class="fr-mt-4w">
          <h2 class="fr-h4">{t('sheet.workstations')}</h2>
          <MachinesToReport machines={machines} />
        </section>
      )}
      {workstations && (
        <section class="fr-mt-4w">
          <h2 class="fr-h4">{t('sheet.workstations')}</h2>
          <WorkstationTable items={workstations} caption={t('sheet.workstations')} />
        </section>
      )}
      {sheet.requests && (
        <PastRequests requests={sheet.requests} next={sheet.nextPast} page={`/personnes/${person.id}`} />
      )}
    </>
  );
}

type Requests = { requests: NonNullable<PersonSheet['requests']> };

function OpenRequests({ requests }: Requests) {
  const { t } = useVisit();
  const open = requests.filter(({ state }) => isOpenRequest(state));
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('sheet.open')}</h2>
      <RequestTable items={open} caption={t('sheet.open')} empty={t('sheet.open.none')} />
    </section>
  );
}

function PastRequests({ requests, ...pages }: Requests & { next: string | null; page: string }) {
  const { t } = useVisit();
  const past = requests.filter(({ state }) => !isOpenRequest(state));
  if (past.length === 0 && pages.next === null) return null;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('sheet.past')}</h2>
      <RequestTable items={past} caption={t('sheet.past')} />
      <NextPage {...pages} />
    </section>
  );
}

function RequestLink({ number }: { number: string | null }) {
  return number === null ? '—' : <a href={`/demandes/${number}`}>{number}</a>;
}

function WorkstationLink({ number, among }: { number: string | null; among: readonly WorkstationRow[] }) {
  if (!among.some(({ assetNumber }) => assetNumber === number)) return number ?? '—';
  return <a href={`/postes/${number}`}>{number}</a>;
}

/** The way to report the loss of one, for whoever may; an empty cell beside others. */
function LossCell({ serial, reportable }: { serial: string; reportable: ReadonlySet<string> }) {
  const { t } = useVisit();
  if (reportable.size === 0) return null;
  return (
    <td>
      {reportable.has(serial) && (
        <a class="fr-link" href={`/jetons/${serial}/perte`}>
          {t('loss.report')}
          <span class="fr-sr-only"> {serial}</span>
        </a>
      )}
    </td>
  );
}

interface TokensProps {
  tokens: readonly SheetToken[];
  opens: boolean;
  /** Those that the reader may open. */
  machines: readonly WorkstationRow[];
  reportable: ReadonlySet<string>;
}

function Tokens({ tokens, opens, machines, reportable }: TokensProps) {
  const { t, language } = useVisit();
  const head = [
    ...[t('label.serial'), t('label.state'), t('label.workstation.short')],
    ...[t('sheet.certificate'), t('label.number')],
    ...(reportable.size > 0 ? [t('label.action')] : []),
  ];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('sheet.tokens')}</h2>
      <Table caption={t('sheet.tokens')} silentCaption head={head} empty={t('sheet.tokens.none')}>
        {tokens.map(({ serial, state, temporary, notAfter, assetNumber, number }) => (
          <tr key={serial}>
            <th scope="row" class="jeton-mono">
              {opens ? <a href={`/stock/${serial}`}>{grouped(serial)}</a> : grouped(serial)}
            </th>
            <td>
              <TokenBadges of={{ state, temporary }} />
            </td>
            <td class="jeton-nowrap">
              <WorkstationLink number={assetNumber} among={machines} />
            </td>
            <td class="jeton-nowrap">{notAfter === null ? '—' : day(language, notAfter)}</td>
            <td class="jeton-nowrap">
              <RequestLink number={number} />
            </td>
            <LossCell serial={serial} reportable={reportable} />
          </tr>
        ))}
      </Table>
    </section>
  );
}

interface CredentialsProps {
  credentials: readonly SheetCredential[];
  reportable: ReadonlySet<string>;
}

function Credentials({ credentials, reportable }: CredentialsProps) {
  const { t, language } = useVisit();
  const head = [
    ...[t('label.serial'), t('label.state'), t('sheet.certificate'), t('label.number')],
    ...(reportable.size > 0 ? [t('label.action')] : []),
  ];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('sheet.credentials')}</h2>
      <Table caption={t('sheet.credentials')} silentCaption head={head}>
        {credentials.map(({ certificateId, state, notAfter, number }) => (
          <tr key={certificateId}>
            <th scope="row" class="jeton-mono jeton-break">
              {grouped(certificateId)}
            </th>
            <td>
              <StateBadge of={{ kind: 'certificate', state }} />
            </td>
            <td class="jeton-nowrap">{day(language, notAfter)}</td>
            <td class="jeton-nowrap">
              <RequestLink number={number} />
            </td>
            <LossCell serial={certificateId} reportable={reportable} />
          </tr>
        ))}
      </Table>
    </section>
  );
}

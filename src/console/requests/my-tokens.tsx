import { hasLostItsToken } from '../../book/rules/request/asking.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import type { Holding, OwnCredential } from '../../flow/reading/people/own-holdings.ts';
import type { OwnMachine } from '../../flow/reading/people/own-machines.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { MachineLabel } from '../../flow/reading/workstation/machine-loss.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { OnlyNewest } from '../frame/components/newest.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, moment } from '../frame/dates.ts';
import { motifOf } from '../frame/forms/motif.ts';
import type { Key } from '../frame/translate.ts';
import { Credentials } from '../nomade/credentials.tsx';
import { OwnMachines } from './own-machines.tsx';
import { OwnTokens } from './own-tokens.tsx';

interface MyTokensProps {
  open: Paged<RequestItem>;
  past: Paged<RequestItem>;
  holdings: readonly Holding[];
  /** The reader may ask for a token here and now. */
  mayAsk: boolean;
  credentials: readonly OwnCredential[];
  machines: readonly OwnMachine[];
  /** The machines that the reader uses and may report lost. */
  toReport: readonly MachineLabel[];
}

/** The agent's home: what is under way and what waits for them, their tokens, and the way to report a loss. */
export function MyTokensPage({ open, past, holdings, mayAsk, credentials, machines, toReport }: MyTokensProps) {
  const { t } = useVisit();
  return (
    <>
      <div class="jeton-head">
        <h1>{t('menu.mine')}</h1>
        <span class="jeton-actions">
          <a class="fr-btn fr-btn--icon-left fr-icon-add-line" href="/demandes/nouvelle">
            {t('request.new')}
          </a>
          <a class="fr-btn fr-btn--secondary jeton-btn--alarm" href="/incidents/signaler">
            {t('incident.report')}
          </a>
        </span>
      </div>
      <section class="fr-mb-6w">
        <h2 class="fr-h4">{t('mine.open')}</h2>
        <OnlyNewest of={{ items: open.items, more: open.next !== null }} />
        {open.items.length === 0 ? (
          <p class="jeton-empty">{t('mine.open.none')}</p>
        ) : (
          <OpenRequests items={open.items} holdings={holdings} />
        )}
      </section>
      <section class="fr-mb-6w">
        <h2 class="fr-h4">{t('mine.tokens')}</h2>
        <OwnTokens holdings={holdings} mayAsk={mayAsk} />
      </section>
      <OwnMachines machines={machines} toReport={toReport} />
      {(mayAsk || credentials.length > 0) && <Credentials credentials={credentials} mayAsk={mayAsk} />}
      {past.items.length > 0 && (
        <section>
          <h2 class="fr-h4">{t('mine.past')}</h2>
          <PastRequests items={past.items} />
          <NextPage next={past.next} page="/mes-jetons" />
        </section>
      )}
    </>
  );
}

function OpenRequests({ items, holdings }: { items: readonly RequestItem[]; holdings: readonly Holding[] }) {
  const { t, language } = useVisit();
  const own = holdings.flatMap(({ tokens }) => tokens.map(({ token }) => token));
  /** Of what the reader asked for somebody else, the tokens are not among their own. */
  const isLost = (item: RequestItem): boolean => {
    const made = own.filter(({ requestId }) => requestId === item.id);
    return made.length > 0 && hasLostItsToken(item, made);
  };
  const next = (item: RequestItem): Key => {
    if (isLost(item)) return 'request.lost';
    return item.kind === 'nomade' && item.state === 'produced' ? 'nomade.ready' : `mine.next.${item.state}`;
  };
  return (
    <ul class="fr-raw-list jeton-cards">
      {items.map((item) => (
        <li key={item.id} class="jeton-card">
          <div class="jeton-card__top">
            <StateBadge of={{ kind: 'request', state: item.state }} />
            <span class="jeton-small jeton-muted">{moment(language, item.submittedAt)}</span>
          </div>
          <h3 class="fr-h6 fr-mb-1v">
            <a href={`/demandes/${item.number}`}>{item.number}</a>
          </h3>
          <p class="fr-mb-1v">
            {t(`motif.${motifOf(item)}`)}
            {item.assetNumber && ` · ${t('request.workstation', { number: item.assetNumber })}`}
          </p>
          <p class="fr-text--sm fr-mb-0">{t(next(item))}</p>
        </li>
      ))}
    </ul>
  );
}

function PastRequests({ items }: { items: readonly RequestItem[] }) {
  const { t, language } = useVisit();
  return (
    <Table
      caption={t('mine.past')}
      silentCaption
      stacks
      head={[t('label.number'), t('label.motif'), t('label.submitted'), t('label.state')]}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row">
            <a href={`/demandes/${item.number}`}>{item.number}</a>
          </th>
          <td>{t(`motif.${motifOf(item)}`)}</td>
          <td>
            <span class="jeton-stacked">{t('label.submitted')} </span>
            {day(language, item.submittedAt)}
          </td>
          <td>
            <StateBadge of={{ kind: 'request', state: item.state }} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

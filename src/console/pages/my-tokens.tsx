import type { CertificateRow, TokenRow } from '../../flow/model.ts';
import type { RequestItem } from '../../flow/reading.ts';
import { StateBadge } from '../components/badges.tsx';
import { useHere } from '../components/here.tsx';
import { grouped } from '../components/names.ts';
import { Table } from '../components/table.tsx';
import { day, moment } from '../dates.ts';
import { motifOf } from '../motif.ts';

interface MyTokensProps {
  open: readonly RequestItem[];
  past: readonly RequestItem[];
  tokens: readonly TokenRow[];
  credentials: readonly CertificateRow[];
}
const LIVE: readonly TokenRow['state'][] = ['handed_over', 'active', 'suspended'];

/** The agent's home: what is under way and what waits for them, their tokens, and the way to report a loss. */
export function MyTokensPage({ open, past, tokens, credentials }: MyTokensProps) {
  const { t } = useHere();
  return (
    <>
      <div class="jeton-head">
        <h1>{t('menu.mine')}</h1>
        <a class="fr-btn fr-btn--icon-left fr-icon-add-line" href="/demandes/nouvelle">
          {t('request.new')}
        </a>
      </div>
      <section class="fr-mb-6w">
        <h2 class="fr-h4">{t('mine.open')}</h2>
        {open.length === 0 ? <p class="jeton-empty">{t('mine.open.none')}</p> : <OpenRequests items={open} />}
      </section>
      <section class="fr-mb-6w">
        <h2 class="fr-h4">{t('mine.tokens')}</h2>
        <TokenTable tokens={tokens} />
        {credentials.length > 0 && <CredentialTable credentials={credentials} />}
      </section>
      {past.length > 0 && (
        <section>
          <h2 class="fr-h4">{t('mine.past')}</h2>
          <PastRequests items={past} />
        </section>
      )}
    </>
  );
}

function OpenRequests({ items }: { items: readonly RequestItem[] }) {
  const { t, language } = useHere();
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
          <p class="fr-text--sm fr-mb-0">{t(`mine.next.${item.state}`)}</p>
        </li>
      ))}
    </ul>
  );
}

function TokenTable({ tokens }: { tokens: readonly TokenRow[] }) {
  const { t, language } = useHere();
  const head = [t('label.serial'), t('label.state'), t('mine.since'), t('label.action')];
  return (
    <Table caption={t('mine.tokens')} silentCaption head={head} empty={t('mine.tokens.none')}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row" class="jeton-mono">
            {grouped(token.id)}
          </th>
          <td>
            <StateBadge of={{ kind: 'token', state: token.state }} />
          </td>
          <td>{token.activatedAt === null ? '—' : day(language, token.activatedAt)}</td>
          <td>{LIVE.includes(token.state) ? <LossLink serial={token.id} /> : '—'}</td>
        </tr>
      ))}
    </Table>
  );
}

function CredentialTable({ credentials }: { credentials: readonly CertificateRow[] }) {
  const { t, language } = useHere();
  const head = [t('label.certificate'), t('label.state'), t('label.expires'), t('label.action')];
  return (
    <Table caption={t('mine.credentials')} head={head}>
      {credentials.map((certificate) => (
        <tr key={certificate.id}>
          <th scope="row" class="jeton-mono">
            {grouped(certificate.id)}
          </th>
          <td>
            <StateBadge of={{ kind: 'certificate', state: certificate.state }} />
          </td>
          <td>{day(language, certificate.notAfter)}</td>
          <td>{certificate.state === 'good' ? <LossLink serial={certificate.id} /> : '—'}</td>
        </tr>
      ))}
    </Table>
  );
}

function LossLink({ serial }: { serial: string }) {
  const { t } = useHere();
  return (
    <a class="fr-btn fr-btn--sm fr-btn--secondary jeton-btn--alarm" href={`/jetons/${serial}/perte`}>
      {t('loss.report')}
      <span class="fr-sr-only"> {serial}</span>
    </a>
  );
}

function PastRequests({ items }: { items: readonly RequestItem[] }) {
  const { t, language } = useHere();
  return (
    <Table
      caption={t('mine.past')}
      silentCaption
      head={[t('label.number'), t('label.motif'), t('label.submitted'), t('label.state')]}
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row">
            <a href={`/demandes/${item.number}`}>{item.number}</a>
          </th>
          <td>{t(`motif.${motifOf(item)}`)}</td>
          <td>{day(language, item.submittedAt)}</td>
          <td>
            <StateBadge of={{ kind: 'request', state: item.state }} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

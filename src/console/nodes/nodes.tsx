import type { NodeStanding } from '../../flow/nodes/show.ts';
import { sayWaiting } from '../../words/health.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ago, moment } from '../frame/dates.ts';

/** A node that runs by the records is shown as silent where it was not heard of for as long, in milliseconds. */
const SILENT_MS = 15_000;

/** Every node with its state, what is heard of it, and how far its answers to gateways are behind. */
export function NodesPage({ nodes }: { nodes: readonly NodeStanding[] }) {
  const { t } = useVisit();
  const lost = nodes.filter(({ state }) => state === 'lost').length;
  const head = [
    ...[t('nodes.node'), t('nodes.site'), t('label.state'), t('nodes.version')],
    ...[t('nodes.heard'), t('nodes.behind'), t('nodes.waiting')],
  ];
  return (
    <>
      <h1>{t('menu.nodes')}</h1>
      <p class="fr-text--lead">{t('nodes.lead')}</p>
      {lost > 0 && (
        <Alert kind="warning" title={t.count('nodes.lost.title', lost)}>
          <p>{t.count('nodes.lost.text', lost)}</p>
        </Alert>
      )}
      <Table caption={t('menu.nodes')} silentCaption stacks head={head}>
        {nodes.map((node) => (
          <NodeLine key={node.name} node={node} />
        ))}
      </Table>
    </>
  );
}

function NodeLine({ node }: { node: NodeStanding }) {
  const { t, language, now } = useVisit();
  const { name, site, version, state, here, heard } = node;
  const waiting = [...new Set(heard?.waiting.map((one) => sayWaiting(one, language)))];
  return (
    <tr>
      <th scope="row" class="jeton-wraps">
        {heard?.url ? <a href={heard.url}>{name}</a> : name}
        {here && <span class="jeton-small jeton-muted"> – {t('nodes.here')}</span>}
        {heard?.leads && (
          <span class="fr-badge fr-badge--sm fr-badge--info fr-badge--no-icon"> {t('nodes.leads')}</span>
        )}
      </th>
      <td>{site}</td>
      <td>
        <State node={node} />
      </td>
      <td>
        <span class="jeton-stacked">{t('nodes.version')} </span>
        <span class="jeton-mono">{version}</span>
      </td>
      <td>
        <span class="jeton-stacked">{t('nodes.heard')} </span>
        {heard ? ago(language, now - heard.silentMs, now) : state === 'running' ? t('nodes.never') : '—'}
      </td>
      <td>
        <span class="jeton-stacked">{t('nodes.behind')} </span>
        {heard === null || heard.behind === null ? '—' : t.count('nodes.behind', heard.behind)}
      </td>
      <td class="jeton-wraps jeton-small">
        <span class="jeton-stacked">{t('nodes.waiting')} </span>
        {waiting.length > 0 ? waiting.join(', ') : '—'}
      </td>
    </tr>
  );
}

function State({ node: { state, startedAt, endedAt, heard } }: { node: NodeStanding }) {
  const { t, language } = useVisit();
  const since = (
    <div class="jeton-small jeton-muted">{t('nodes.since', { at: moment(language, endedAt ?? startedAt) })}</div>
  );
  const shown = (kind: string, text: string) => (
    <>
      <span class={`fr-badge fr-badge--sm ${kind}`}>{text}</span>
      {since}
    </>
  );
  if (state === 'lost') return shown('fr-badge--error', t('state.node.lost'));
  if (state === 'stopped') return shown('', t('state.node.stopped'));
  if (!heard || heard.silentMs > SILENT_MS) return shown('fr-badge--warning', t('nodes.silent'));
  return heard.ready
    ? shown('fr-badge--success', t('state.node.running'))
    : shown('fr-badge--warning', t('nodes.notReady'));
}

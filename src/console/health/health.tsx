import { type HealthLine, type HealthState, sayHealth } from '../../words/health.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';

const BADGES: Readonly<Record<HealthState, string>> = {
  ok: 'fr-badge--success',
  look: 'fr-badge--warning',
  broken: 'fr-badge--error',
};

/** « Santé du service »: every part in one of three states, in words, with what to do and since when. */
export function HealthPage({ lines }: { lines: readonly HealthLine[] }) {
  const { t } = useVisit();
  const wrong = lines.filter(({ state }) => state !== 'ok');
  const kind = wrong.some(({ state }) => state === 'broken') ? 'error' : wrong.length > 0 ? 'warning' : 'success';
  const head = [t('health.part'), t('health.says')];
  return (
    <>
      <h1>{t('menu.health')}</h1>
      <p class="fr-text--lead">{t('health.lead')}</p>
      <Alert kind={kind} title={wrong.length > 0 ? t.count('health.some', wrong.length) : t('health.all')} />
      <Table caption={t('menu.health')} silentCaption stacks head={head}>
        {lines.map((line) => (
          <Line key={`${line.part} ${line.facts['name'] ?? line.facts['text'] ?? ''}`} line={line} />
        ))}
      </Table>
    </>
  );
}

function Line({ line }: { line: HealthLine }) {
  const { t, language } = useVisit();
  const { state, since } = line;
  const { title, sentence, remedy } = sayHealth(line, language, (ms) => moment(language, ms));
  return (
    <tr>
      <th scope="row" class="jeton-wraps">
        {title}
      </th>
      <td class="jeton-wraps jeton-wraps--wide">
        <span class={`fr-badge fr-badge--sm ${BADGES[state]}`}>{t(`health.state.${state}`)}</span>
        <p class="fr-text--sm fr-mb-0">{sentence}</p>
        {remedy !== '' && (
          <p class="fr-text--sm fr-mb-0">
            <strong>{remedy}</strong>
          </p>
        )}
        {since !== null && (
          <p class="jeton-small jeton-muted fr-mb-0">{t('health.since', { at: moment(language, since) })}</p>
        )}
      </td>
    </tr>
  );
}

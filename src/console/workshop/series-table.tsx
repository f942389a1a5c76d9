import { grouped } from '../frame/components/names.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { explain, technicalDetail } from '../frame/shell/failures.ts';
import type { Language } from '../frame/translate.ts';
import type { Line, Series } from './series.ts';

/** Each slot's line: who, which token, how far; followed while anything runs, where it is not `within` what is followed itself. */
export function SeriesTable({ series, within = false }: { series: Series; within?: boolean }) {
  const { t, follow } = useVisit();
  const running = series.lines.filter((line) => line.state === 'running').length;
  const made = series.lines.filter((line) => line.state === 'made').length;
  const head = [
    t('label.slot'),
    t('label.serial'),
    t('label.number'),
    t('label.holder'),
    t('label.state'),
    t('series.time'),
  ];
  return (
    <div id="series" {...(running > 0 && !within ? follow(`/atelier/series/${series.id}/etat`) : {})}>
      <div class="jeton-progress">
        <label for="series-progress">{t.count('series.progress', made, { total: series.lines.length })}</label>
        <progress id="series-progress" max={series.lines.length} value={series.lines.length - running} />
      </div>
      <Table caption={t('series.caption')} silentCaption head={head}>
        {series.lines.map((line) => (
          <SeriesLine key={line.slot} line={line} />
        ))}
      </Table>
      {running > 0 && (
        <p>
          <a class="fr-btn fr-btn--tertiary fr-btn--sm" href={`/atelier/series/${series.id}`}>
            {t('series.refresh')}
          </a>
        </p>
      )}
    </div>
  );
}

/** `4,2`: tenths tell short ones apart, of longer ones they say nothing. */
function tenths(seconds: number, language: Language): string {
  const digits = seconds < 10 ? 1 : 0;
  return seconds.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function SeriesLine({ line }: { line: Line }) {
  const { now, language } = useVisit();
  const seconds = ((line.endedAt ?? now) - line.startedAt) / 1000;
  return (
    <tr>
      <th scope="row">{line.position}</th>
      <td class="jeton-mono">{grouped(line.serial)}</td>
      <td class="jeton-nowrap">
        <a href={`/demandes/${line.number}`}>{line.number}</a>
      </td>
      <td>{line.holderName}</td>
      <td class="jeton-wraps jeton-wraps--wide">
        <LineState line={line} />
      </td>
      <td class="jeton-nowrap">{tenths(seconds, language)} s</td>
    </tr>
  );
}

function LineState({ line }: { line: Line }) {
  const { t, language } = useVisit();
  if (line.state === 'running') return <span class="fr-badge fr-badge--sm fr-badge--info">{t('series.running')}</span>;
  if (line.state === 'made') {
    return (
      <>
        <span class="fr-badge fr-badge--sm fr-badge--success">{t('series.made')}</span>
        {!line.labelPrinted && <span class="jeton-small"> {t('series.noLabel')}</span>}
      </>
    );
  }
  const explained = line.failure && explain(t, language, line.failure);
  const technical = line.failure && technicalDetail(line.failure);
  return (
    <>
      <span class="fr-badge fr-badge--sm fr-badge--error">{t('series.failed')}</span>
      <span class="jeton-small">
        {' '}
        {explained?.title} {explained?.remedy} {technical && <span class="jeton-muted">{technical}</span>}
      </span>
    </>
  );
}

import type { ComparisonStanding } from '../../flow/comparison/comparison.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { Pace } from '../frame/components/pace.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';

/** How the tables stand beside the journal: when they were compared last, what differs, and a button for another comparison. */
export function Comparison({ comparison }: { comparison: ComparisonStanding }) {
  const { t, language, follow } = useVisit();
  const { runningSince, progress, last, failed, known } = comparison;
  return (
    <section
      id="comparison"
      class="jeton-panel jeton-fill"
      {...(runningSince === null ? {} : follow('/securite/comparaison/etat'))}
    >
      <h2 class="fr-h5">{t('compare.title')}</h2>
      <p class="fr-text--sm">{t('compare.text')}</p>
      {failed && <Alert kind="error" small title={t('compare.failed')} />}
      <p class="fr-text--sm">
        {last
          ? t('compare.last', {
              at: moment(language, last.at),
              rows: last.rows.toLocaleString(language),
              size: last.size.toLocaleString(language),
            })
          : t('compare.never')}
      </p>
      {runningSince === null ? (
        <PostButton action="/securite/comparer" class="fr-btn fr-btn--secondary">
          {t('compare.send')}
        </PostButton>
      ) : (
        <>
          <p role="status">{t('compare.running', { at: moment(language, runningSince) })}</p>
          {progress && <Progress {...progress} />}
        </>
      )}
      {known.length > 0 && <Differences known={known} />}
    </section>
  );
}

function Progress({ done, total, perSecond, leftMs }: NonNullable<ComparisonStanding['progress']>) {
  const { t, language } = useVisit();
  const number = (n: number): string => n.toLocaleString(language);
  return (
    <div class="jeton-progress">
      <label for="comparison-progress">{t('compare.done', { done: number(done), total: number(total) })}</label>
      <progress id="comparison-progress" max={Math.max(total, 1)} value={done} />
      <Pace perSecond={perSecond} leftMs={leftMs} of="records" />
    </div>
  );
}

function Differences({ known }: Pick<ComparisonStanding, 'known'>) {
  const { t, language } = useVisit();
  const head = [t('compare.record'), t('compare.how'), t('compare.since')];
  return (
    <div class="fr-mt-3w">
      <Alert kind="error" title={t.count('compare.known', known.length)}>
        <p>{t('compare.known.text')}</p>
      </Alert>
      <Table caption={t('compare.records')} head={head} small>
        {known.map(({ table, id, kind, foundAt }) => (
          <tr key={`${table}:${id}`}>
            <th scope="row" class="jeton-mono jeton-id">
              {table}:{id}
            </th>
            <td>{t(`difference.${kind}`)}</td>
            <td>{moment(language, foundAt)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

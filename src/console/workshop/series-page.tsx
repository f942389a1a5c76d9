import { useVisit } from '../frame/components/visit-context.tsx';
import type { Series } from './series.ts';
import { SeriesTable } from './series-table.tsx';

/** Progress of one series, and where to go when it is done. */
export function SeriesPage({ series }: { series: Series }) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('series.title')}</h1>
      <p class="fr-text--lead">{t('series.lead')}</p>
      <SeriesTable series={series} />
      <ul class="fr-btns-group fr-btns-group--inline fr-mt-3w">
        <li>
          <a class="fr-btn fr-btn--secondary" href="/atelier">
            {t('series.back')}
          </a>
        </li>
        <li>
          <a class="fr-btn fr-btn--tertiary" href="/remise">
            {t('menu.handover')}
          </a>
        </li>
      </ul>
    </>
  );
}

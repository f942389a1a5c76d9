import { Alert } from '../frame/components/alerts.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, isoDay } from '../frame/dates.ts';

const VIEWS = [
  ['/pilotage', 'report.view.day'],
  ['/pilotage/semaine', 'report.view.week'],
  ['/pilotage/mois', 'report.view.month'],
  ['/pilotage/tendances', 'report.view.trends'],
] as const;

/** Day, week, month, trends: the same work at four lengths, of the same day where one was chosen. */
export function Views({ date }: { date?: string }) {
  const { t, visit, now } = useVisit();
  const of = date && date !== isoDay(now) ? `?date=${date}` : '';
  return (
    <nav aria-label={t('report.views')}>
      <ul class="fr-raw-list jeton-views">
        {VIEWS.map(([path, key]) => (
          <li key={path}>
            <a
              class="fr-link"
              href={path === '/pilotage/tendances' ? path : `${path}${of}`}
              aria-current={path === visit.path ? 'page' : undefined}
            >
              {t(key)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Days whose reports are not there: the sums are without them until the service has counted them. */
export function Missing({ dates }: { dates: readonly string[] }) {
  const { t, language } = useVisit();
  if (dates.length === 0) return null;
  return (
    <div class="fr-mb-3w">
      <Alert kind="warning" title={t.count('report.missing', dates.length)} small>
        <p>{t('report.missing.text', { dates: dates.map((date) => day(language, Date.parse(date))).join(', ') })}</p>
      </Alert>
    </div>
  );
}

/** The same figures as files. */
export function Files({
  path,
  query,
  endings,
}: {
  path: string;
  query: string;
  endings: readonly ('pdf' | 'csv' | 'json')[];
}) {
  const { t } = useVisit();
  return (
    <span class="jeton-actions">
      {endings.map((ending) => (
        <a
          key={ending}
          class="fr-btn fr-btn--secondary fr-btn--icon-left fr-icon-download-line"
          href={`${path}.${ending}${query}`}
        >
          {t(`report.${ending}`)}
        </a>
      ))}
    </span>
  );
}

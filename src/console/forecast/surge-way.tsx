import { useVisit } from '../frame/components/visit-context.tsx';

/** Where surge mode is proposed, or who proposes it. */
export function SurgeWay({ maySurge }: { maySurge: boolean }) {
  const { t } = useVisit();
  return maySurge ? (
    <a href="/double-controle#surge">{t('forecast.surge.propose')}</a>
  ) : (
    <span>{t('forecast.surge.ask')}</span>
  );
}

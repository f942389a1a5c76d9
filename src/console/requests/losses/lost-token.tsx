import { Alert } from '../../frame/components/alerts.tsx';
import { useVisit } from '../../frame/components/visit-context.tsx';

/** The token of a request ended before its receipt: nothing is left to be fetched or confirmed, and this is what its reader does now. */
export function LostToken({ reader }: { reader: 'holder' | 'workshop' | 'other' }) {
  const { t } = useVisit();
  return (
    <Alert kind="warning" title={t('request.lost')}>
      <p>{t(`request.lost.${reader}`)}</p>
    </Alert>
  );
}

import type { RequestDetail } from '../../../flow/reading/requests.ts';
import { Alert } from './alerts.tsx';
import { useHere } from './here.tsx';

/** Nobody of today's team is left who could bring the request to its end: said before anybody runs into it. */
export function Lacks({ detail: { lacks } }: { detail: Pick<RequestDetail, 'lacks'> }) {
  const { t, language } = useHere();
  if (lacks === null) return null;
  return (
    <Alert kind="warning" title={t('team.stuck')}>
      <p>{lacks[language]}</p>
    </Alert>
  );
}

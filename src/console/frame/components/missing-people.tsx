import type { RequestDetail } from '../../../flow/reading/request/request-detail.ts';
import { typesetIn } from '../../../words/translator.ts';
import { Alert } from './alerts.tsx';
import { useVisit } from './visit-context.tsx';

/** Nobody of today's team is left who could bring the request to its end: said before anybody runs into it. */
export function MissingPeople({ detail: { lacks } }: { detail: Pick<RequestDetail, 'lacks'> }) {
  const { t, language } = useVisit();
  if (lacks === null) return null;
  return (
    <Alert kind="warning" title={t('team.stuck')}>
      <p>{typesetIn(language, lacks[language])}</p>
    </Alert>
  );
}

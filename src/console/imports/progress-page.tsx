import type { ErrorCode } from '../../errors.ts';
import type { ImportStanding } from '../../flow/import/import-standing.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Pace } from '../frame/components/pace.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { explain } from '../frame/shell/failures.ts';

/** How far a file is. A small script fetches it anew while it runs. */
export function ImportProgress({ standing }: { standing: ImportStanding }) {
  const { t } = useVisit();
  const { id, rows, taken, state, perSecond, leftMs, stalled, stopCode } = standing;
  const counts = t('import.counts', {
    added: standing.added,
    updated: standing.updated,
    unchanged: standing.unchanged,
  });
  return (
    <div id="import" {...(state === 'running' ? { 'data-refresh': `/imports/${id}/etat` } : {})}>
      <div class="jeton-progress">
        <label for="import-progress">{t('import.taken', { taken, rows })}</label>
        <progress id="import-progress" max={Math.max(rows, 1)} value={rows === 0 ? 1 : taken} />
        <Pace perSecond={perSecond} leftMs={leftMs} of="rows" />
      </div>
      {stalled === 'locked' && (
        <Alert kind="error" title={t('import.stalled')}>
          <p>{t('import.stalled.text')}</p>
        </Alert>
      )}
      {stalled !== null && stalled !== 'locked' && (
        <Alert kind="warning" title={t('import.waits')}>
          <p>{t(`error.${stalled}`)}</p>
          <p>{t('import.waits.text')}</p>
        </Alert>
      )}
      {state === 'running' && (
        <>
          <p>{t('import.goesOn')}</p>
          <p>
            <a class="fr-btn fr-btn--tertiary fr-btn--sm" href={`/imports/${id}`}>
              {t('import.refresh')}
            </a>
          </p>
        </>
      )}
      {state === 'finished' && (
        <Alert kind="success" title={t('import.finished')}>
          <p>{counts}</p>
        </Alert>
      )}
      {state === 'stopped' && (
        <Alert kind="warning" title={t('import.stopped')}>
          {stopCode !== null && <Reason code={stopCode} />}
          <p>{counts}</p>
          <p>{t('import.stopped.text')}</p>
        </Alert>
      )}
      <Refusals standing={standing} />
    </div>
  );
}

/** Who reads it is not always who lost the right to go on. */
function Reason({ code }: { code: ErrorCode }) {
  const { t } = useVisit();
  if (code === 'forbidden' || code === 'out_of_scope') return <p>{t('import.stopped.lostRight')}</p>;
  return (
    <p>
      {t(`error.${code}`)} {t(`error.${code}.do`)}
    </p>
  );
}

function Refusals({ standing: { refused, refusals } }: { standing: ImportStanding }) {
  const { t, language } = useVisit();
  if (refused === 0) return null;
  return (
    <section>
      <Alert kind="error" title={t.count('import.refused', refused)}>
        <p>{t('import.refused.text')}</p>
      </Alert>
      <Table caption={t('import.refused.caption')} head={[t('import.row'), t('import.problem')]} small>
        {refusals.map(({ row, code, assetNumber }, index) => (
          <tr key={index}>
            <td>{assetNumber === null ? row : t('import.row.leftOut', { number: assetNumber })}</td>
            <td>{explain(t, language, { code, message: code, detail: {} }).title}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** One import: how far it is, and how to stop one's own. */
export function ProgressPage({ standing, me }: { standing: ImportStanding; me: string }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('import.progress')}</h1>
      <p class="fr-text--lead">{t(`import.kind.${standing.kind}`)}</p>
      <ImportProgress standing={standing} />
      {standing.state === 'running' && standing.askerId === me && (
        <Form action={`/imports/${standing.id}/arret`} name="stop">
          <Submit secondary>{t('import.stop')}</Submit>
        </Form>
      )}
    </div>
  );
}

import type { ErrorCode } from '../../errors.ts';
import type { ImportStanding } from '../../flow/import/import-standing.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Pace } from '../frame/components/pace.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** How far a file is. A small script fetches it anew while it runs. */
export function ImportProgress({ standing }: { standing: ImportStanding }) {
  const { t, language, follow } = useVisit();
  const { id, rows, taken, state, perSecond, leftMs, stalled, stopCode, refused } = standing;
  const number = (n: number): string => n.toLocaleString(language);
  const counts = t('import.counts', {
    added: number(standing.added),
    updated: number(standing.updated),
    unchanged: number(standing.unchanged),
  });
  return (
    <div id="import" {...(state === 'running' ? follow(`/imports/${id}/etat`) : {})}>
      <div class="jeton-progress">
        <label for="import-progress">{t('import.taken', { taken: number(taken), rows: number(rows) })}</label>
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
        <Alert
          kind={refused === 0 ? 'success' : 'warning'}
          title={refused === 0 ? t('import.finished') : t.count('import.finishedBut', refused)}
        >
          <p>{counts}</p>
          {refused > 0 && <p>{t('import.refused.text')}</p>}
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

/** The rows that stayed out. Of an import that has ended its own alert says so. */
function Refusals({ standing: { kind, state, refused, refusals } }: { standing: ImportStanding }) {
  const { t, language } = useVisit();
  if (refused === 0) return null;
  const line = t(kind === 'workstations' ? 'import.row.file' : 'import.row');
  return (
    <section>
      {state !== 'finished' && (
        <Alert kind="error" title={t.count('import.refused', refused)}>
          <p>{t('import.refused.text')}</p>
        </Alert>
      )}
      <Table caption={t('import.refused.caption')} head={[line, t('import.problem')]} small stacks>
        {refusals.map(({ row, code, assetNumber }, index) => (
          <tr key={index}>
            <td>
              <span class="jeton-stacked">{line} </span>
              {assetNumber === null ? row.toLocaleString(language) : t('import.row.leftOut', { number: assetNumber })}
            </td>
            <td class="jeton-wraps jeton-wraps--wide">{t(`error.${code}`)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** Where files of a kind are sent, with those that came in before. */
const IMPORTS: Record<ImportStanding['kind'], string> = {
  people: '/administration/import',
  workstations: '/postes/inventaire',
};

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
      <p class="fr-mt-4w">
        <a class="fr-link" href={IMPORTS[standing.kind]}>
          {t('import.back')}
        </a>
      </p>
    </div>
  );
}

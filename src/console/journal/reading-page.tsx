import type { OwnReading } from '../../app/door.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Pace } from '../frame/components/pace.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { explain } from '../frame/shell/failures.ts';

/** How far somebody's export or verification is. A small script fetches it anew while it runs. */
export function ReadingProgress({ reading }: { reading: OwnReading | undefined }) {
  const { t, language, follow } = useVisit();
  if (!reading) return <p id="reading">{t('reading.none')}</p>;
  const { state, done, total, perSecond, leftMs } = reading;
  const number = (n: number): string => n.toLocaleString(language);
  return (
    <div id="reading" {...(state === 'running' ? follow('/journal/lecture/etat') : {})}>
      <p class="fr-text--lead">{t(`reading.${reading.kind}`)}</p>
      {state === 'running' && (
        <>
          <div class="jeton-progress">
            <label for="reading-progress">
              {total === null ? t('reading.waits') : t('reading.done', { done: number(done), total: number(total) })}
            </label>
            <progress id="reading-progress" max={Math.max(total ?? 1, 1)} value={done} />
            <Pace perSecond={perSecond} leftMs={leftMs} />
          </div>
          <p>{t('reading.goesOn')}</p>
          <p>
            <a class="fr-btn fr-btn--tertiary fr-btn--sm" href="/journal/lecture">
              {t('reading.refresh')}
            </a>
          </p>
        </>
      )}
      {state === 'finished' && <Outcome reading={reading} />}
      {state === 'stopped' && <Alert kind="warning" title={t('reading.stopped')} />}
      {state === 'failed' && <Failure reading={reading} />}
    </div>
  );
}

function Outcome({ reading: { kind, verified, hasFile } }: { reading: OwnReading }) {
  const { t, language } = useVisit();
  if (verified) {
    const size = verified.size.toLocaleString(language);
    const text = verified.signed ? 'verify.done' : 'verify.unsigned';
    return (
      <Alert
        kind={verified.signed ? 'success' : 'error'}
        title={t(verified.signed ? 'reading.verified' : 'reading.broken')}
      >
        <p>{t(text, { size, root: verified.root.slice(0, 16) })}</p>
      </Alert>
    );
  }
  if (kind === 'verification') return <Alert kind="info" title={t('reading.none')} />;
  if (!hasFile) return <Alert kind="info" title={t('reading.gone')} />;
  return (
    <Alert kind="success" title={t('reading.made')}>
      <p>{t('reading.made.text')}</p>
      <p>
        <a class="fr-btn fr-btn--icon-left fr-icon-download-line" href="/journal/lecture/fichier">
          {t('reading.download')}
        </a>
      </p>
    </Alert>
  );
}

function Failure({ reading: { code } }: { reading: OwnReading }) {
  const { t, language } = useVisit();
  const failure = { code: code ?? 'internal', message: t('reading.failed'), detail: {} };
  return (
    <Alert kind="error" title={t('reading.failed')}>
      <p>{explain(t, language, failure).remedy}</p>
    </Alert>
  );
}

/** One's own export or verification: how far it is, how to stop it, and what came of it. */
export function ReadingPage({ reading }: { reading: OwnReading | undefined }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('reading.title')}</h1>
      <ReadingProgress reading={reading} />
      {reading?.state === 'running' && (
        <Form action="/journal/lecture/arret" name="stop">
          <Submit>{t('reading.stop')}</Submit>
        </Form>
      )}
      <p class="fr-mt-4w">
        <a class="fr-link" href="/journal">
          {t('reading.back')}
        </a>
      </p>
    </div>
  );
}

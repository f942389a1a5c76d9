import { REQUEST_STEPS, type RequestState } from '../../book/tables/states.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Where a request stands on its way; one that ended elsewhere has no steps. */
export function RequestSteps({ state }: { state: RequestState }) {
  const { t } = useVisit();
  const step = REQUEST_STEPS.findIndex((s) => s === (state === 'needs_information' ? 'submitted' : state)) + 1;
  const here = REQUEST_STEPS[step - 1];
  if (here === undefined) return null;
  const next = REQUEST_STEPS[step];
  return (
    <div class="fr-stepper">
      <h2 class="fr-stepper__title">
        <span class="fr-stepper__state">{t('step.of', { step, steps: REQUEST_STEPS.length })}</span> {t(`step.${here}`)}
      </h2>
      <div class="fr-stepper__steps" data-fr-current-step={step} data-fr-steps={REQUEST_STEPS.length} />
      {next && (
        <p class="fr-stepper__details">
          <span class="fr-text--bold">{t('step.next')}</span> {t(`step.${next}`)}
        </p>
      )}
    </div>
  );
}

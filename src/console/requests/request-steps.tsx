import type { RequestState } from '../../book/tables/states.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

const STEPS = ['submitted', 'approved', 'in_production', 'produced', 'handed_over', 'closed'] as const;

/** Where a request stands on its way; one that ended elsewhere has no steps. */
export function RequestSteps({ state }: { state: RequestState }) {
  const { t } = useVisit();
  const step = STEPS.findIndex((s) => s === (state === 'needs_information' ? 'submitted' : state)) + 1;
  const here = STEPS[step - 1];
  if (here === undefined) return null;
  const next = STEPS[step];
  return (
    <div class="fr-stepper">
      <h2 class="fr-stepper__title">
        <span class="fr-stepper__state">{t('step.of', { step, steps: STEPS.length })}</span> {t(`step.${here}`)}
      </h2>
      <div class="fr-stepper__steps" data-fr-current-step={step} data-fr-steps={STEPS.length} />
      {next && (
        <p class="fr-stepper__details">
          <span class="fr-text--bold">{t('step.next')}</span> {t(`step.${next}`)}
        </p>
      )}
    </div>
  );
}

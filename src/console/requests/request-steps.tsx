import { hasLostItsToken } from '../../book/rules/request/asking.ts';
import { isOneOf } from '../../book/tables/one-of.ts';
import { REQUEST_STEPS, TOKEN_ACTIVATED } from '../../book/tables/states.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';

type RequestStep = (typeof REQUEST_STEPS)[number];
type StepsOf = Pick<RequestDetail, 'request' | 'tokens' | 'certificates' | 'handover'>;

/** Whether what was made for a request still serves its holder: a request stays closed when its token is revoked or given back. */
function isInUse({ request, tokens, certificates }: StepsOf, now: number): boolean {
  if (request.kind === 'nomade') return certificates.some(({ state, notAfter }) => state === 'good' && notAfter > now);
  return tokens.some(({ state }) => isOneOf(TOKEN_ACTIVATED, state));
}

/** Before it, nobody knows whether a token will be given or sent. */
function stepWord({ request, handover }: StepsOf, step: RequestStep): Key {
  if (step !== 'handed_over') return `step.${step}`;
  if (request.kind === 'nomade') return 'step.handed_over.download';
  const mode = request.state === step ? handover?.mode : undefined;
  return mode === 'desk' || mode === 'shipment' ? `handed_over.request.${mode}` : 'step.handed_over';
}

/** Where a request stands on its way; one that ended elsewhere has no steps, and one whose token ended on the way has no next one. */
export function RequestSteps({ detail }: { detail: StepsOf }) {
  const { t, now } = useVisit();
  const { state } = detail.request;
  const step = REQUEST_STEPS.findIndex((s) => s === (state === 'needs_information' ? 'submitted' : state)) + 1;
  const here = REQUEST_STEPS[step - 1];
  if (here === undefined) return null;
  const next = hasLostItsToken(detail.request, detail.tokens) ? undefined : REQUEST_STEPS[step];
  const isOver = here === 'closed' && !isInUse(detail, now);
  return (
    <div class="fr-stepper">
      <h2 class="fr-stepper__title">
        <span class="fr-stepper__state">{t('step.of', { step, steps: REQUEST_STEPS.length })}</span>{' '}
        {t(isOver ? 'step.closed.over' : stepWord(detail, here))}
      </h2>
      <div class="fr-stepper__steps" data-fr-current-step={step} data-fr-steps={REQUEST_STEPS.length} />
      {next && (
        <p class="fr-stepper__details">
          <span class="fr-text--bold">{t('step.next')}</span> {t(stepWord(detail, next))}
        </p>
      )}
    </div>
  );
}

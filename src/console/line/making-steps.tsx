import { type Making, PRODUCTION_STEPS } from '../../flow/production/steps.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

type Look = 'done' | 'now' | 'failed' | 'next';

/** A step's look: what has passed, what runs or failed, what is to come. */
function lookOf(making: Making, at: number): Look {
  const here = PRODUCTION_STEPS.indexOf(making.done) + 1;
  if (at < here) return 'done';
  if (at > here || making.state === 'made') return 'next';
  return making.state === 'failed' ? 'failed' : 'now';
}

/** The six steps of one token, as production has really passed them; a sign and a word each, never colour alone. */
export function MakingSteps({ making, position }: { making: Making; position: string }) {
  const { t } = useVisit();
  const { length } = PRODUCTION_STEPS;
  const passed = PRODUCTION_STEPS.indexOf(making.done) + 1;
  return (
    <>
      <progress
        class="jeton-tile__bar"
        max={length}
        value={passed}
        aria-label={t('making.progress', { number: making.number, position })}
      />
      <ol class="fr-raw-list jeton-making">
        {PRODUCTION_STEPS.map((step, at) => {
          const look = lookOf(making, at);
          return (
            <li key={step} class={`jeton-making__step jeton-making__step--${look}`}>
              <span aria-hidden="true">{SIGNS[look]}</span> {t(`making.${step}`)}
              <span class="fr-sr-only"> ({t(`making.is.${look}`)})</span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
const SIGNS: Readonly<Record<Look, string>> = { done: '✓', now: '…', failed: '✗', next: '○' };

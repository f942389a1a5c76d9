import type { FieldProblem } from '../forms/forms.ts';
import { useVisit } from './visit-context.tsx';
import { Whole } from './whole.tsx';

/** What every field has. */
export interface FieldProps {
  name: string;
  label: string;
  hint?: string | undefined;
  initial?: string | undefined;
  /** Not required; `quiet` where a hint says when it is. */
  optional?: boolean | 'quiet';
}
/** Label and hint of a field. */
export function FieldLabel({
  id,
  label,
  hint,
  optional,
}: {
  id: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | 'quiet' | undefined;
}) {
  const { t } = useVisit();
  return (
    <label class="fr-label" for={id}>
      {label}
      {optional === true && <span class="jeton-optional"> {t('field.optional')}</span>}
      {hint && (
        <span class="fr-hint-text">
          <Whole text={hint} />
        </span>
      )}
    </label>
  );
}

/** What is wrong with it, where a screen reader will say it. */
export function FieldMessages({ id, problem }: { id: string; problem: FieldProblem | undefined }) {
  const { t } = useVisit();
  return (
    <div class="fr-messages-group" id={`${id}-messages`} aria-live="polite">
      {problem && (
        <p class="fr-message fr-message--error">
          {t(`field.${problem.problem}`, { limit: problem.limit ?? '', least: problem.least ?? '' })}
        </p>
      )}
    </div>
  );
}

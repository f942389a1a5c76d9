import type { ComponentChildren } from 'preact';
import { single } from '../forms/forms.ts';
import { refusedScan } from '../forms/scan.ts';
import { explain, type Failure, forSupport, wrongFields } from '../shell/failures.ts';
import { fieldLabel } from './labels.ts';
import { useVisit } from './visit-context.tsx';

export type AlertKind = 'success' | 'info' | 'warning' | 'error';

/** Colour, icon and text together (W4); nothing closes by itself. */
export function Alert({
  kind,
  title,
  children,
  small,
}: {
  kind: AlertKind;
  title?: string;
  children?: ComponentChildren;
  small?: boolean;
}) {
  return (
    <div class={`fr-alert fr-alert--${kind} fr-mb-3w${small ? ' fr-alert--sm' : ''}`}>
      {title !== undefined && <p class={small ? 'fr-mb-0' : 'fr-alert__title'}>{title}</p>}
      {children}
    </div>
  );
}

/** What went wrong and what to do; a fault's code is there to be quoted. */
export function FailureAlert({ failure }: { failure: Failure }) {
  const { visit, t, language } = useVisit();
  const read = refusedScan(visit);
  const { title, remedy } = explain(t, language, failure);
  const quoted = forSupport(t, failure, title);
  return (
    <div class="fr-alert fr-alert--error fr-mb-3w" role="alert" id="alert">
      <p class="fr-alert__title">{title}</p>
      {read !== undefined && <p>{t('scan.read', { read })}</p>}
      <p>{remedy}</p>
      <FieldList failure={failure} />
      {quoted !== undefined && <p class="fr-text--sm fr-mb-0 jeton-muted">{quoted}</p>}
    </div>
  );
}

/** The fields to correct, by the names that the form gives them. */
function FieldList({ failure }: { failure: Failure }) {
  const { t, visit } = useVisit();
  const form = single(visit.values, '_form') ?? '';
  const label = (name: string): string => fieldLabel(t, form, name);
  const names = wrongFields(failure);
  if (names.length === 0) return null;
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>{form ? <a href={`#${form}-${name}`}>{label(name)}</a> : label(name)}</li>
      ))}
    </ul>
  );
}

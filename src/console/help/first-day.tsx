import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { TourStep } from './tour.ts';

export interface Tour {
  steps: readonly TourStep[];
  opened: ReadonlySet<string>;
}

/** Above somebody's home page until they opened all of its pages, or want to see it no more. */
export function FirstDay({ steps, opened }: Tour) {
  const { t } = useVisit();
  const done = steps.filter(({ page }) => opened.has(page)).length;
  return (
    <section class="fr-callout jeton-tour" aria-labelledby="tour-title">
      <p class="fr-callout__title" id="tour-title">
        {t('tour.title')}
      </p>
      <p class="fr-text--sm fr-mb-1w">{t('tour.lead', { done, all: steps.length })}</p>
      <ol class="fr-mb-2w">
        {steps.map(({ page, text }) => (
          <li key={page}>
            <a href={page}>{t(text)}</a>{' '}
            {opened.has(page) && <span class="fr-badge fr-badge--sm fr-badge--success">{t('tour.done')}</span>}
          </li>
        ))}
      </ol>
      <PostButton action="/premiers-pas/terminer" class="fr-btn fr-btn--sm fr-btn--tertiary">
        {t('tour.dismiss')}
      </PostButton>
    </section>
  );
}

import type { Surge } from '../../../book/rules/limits.ts';
import { midSentence } from '../../../words/mid-sentence.ts';
import { useVisit } from '../components/visit-context.tsx';
import { moment } from '../dates.ts';
import type { Language, Translate } from '../translate.ts';
import { Banner } from './banner.tsx';

/** Until when surge mode lasts, and why. */
export const surgeText = (t: Translate, language: Language, { until, reason }: Surge): string =>
  t('banner.surge', { until: moment(language, until), why: midSentence(t(`surge.reason.${reason}`)) });

/** Surge mode: on every page of everybody signed in, while it lasts. */
export function SurgeBanner(surge: Surge) {
  const { t, language, now } = useVisit();
  if (surge.from > now) return null;
  return (
    <Banner kind="info" label={t('dual.surge')}>
      <span class="fr-notice__title">{surgeText(t, language, surge)}</span>
    </Banner>
  );
}

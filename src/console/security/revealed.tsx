import type { RevealedSoPin } from '../../flow/stock/release-so-pin.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The SO-PIN, on this answer alone. */
export function RevealedPage({ serial, soPin, former }: RevealedSoPin) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('dual.reveal.title', { serial })}</h1>
      <p class="fr-text--lead">{t('dual.reveal.text')}</p>
      <p class="jeton-secret">{soPin}</p>
      {former !== null && (
        <>
          <p>{t('dual.reveal.former')}</p>
          <p class="jeton-secret">{former}</p>
        </>
      )}
    </>
  );
}

import { useHere } from '../frame/components/here.tsx';

/** The SO-PIN, on this answer alone. */
export function RevealedPage({ serial, soPin }: { serial: string; soPin: string }) {
  const { t } = useHere();
  return (
    <>
      <h1>{t('dual.reveal.title', { serial })}</h1>
      <p class="fr-text--lead">{t('dual.reveal.text')}</p>
      <p class="jeton-secret">{soPin}</p>
    </>
  );
}

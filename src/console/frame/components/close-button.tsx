import { useVisit } from './visit-context.tsx';

/** Closes what a button opened over the page; the browser sees to it, without a script. */
export function CloseButton({ target }: { target: string }) {
  const { t } = useVisit();
  return (
    <button
      type="button"
      class="fr-btn--close fr-btn"
      popovertarget={target}
      popovertargetaction="hide"
      title={t('action.close')}
    >
      {t('action.close')}
    </button>
  );
}

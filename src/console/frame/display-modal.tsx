import { useHere } from './components/here.tsx';
import type { Key } from './translate.ts';

const SCHEMES: readonly { value: string; text: Key }[] = [
  { value: 'light', text: 'display.light' },
  { value: 'dark', text: 'display.dark' },
  { value: 'system', text: 'display.system' },
];

/** Light, dark or as the system says: the DSFR's own script keeps the choice in this browser. */
export function DisplayModal() {
  const { t } = useHere();
  return (
    <dialog id="fr-theme-modal" class="fr-modal" aria-labelledby="fr-theme-modal-title">
      <div class="fr-container fr-container--fluid fr-container-md">
        <div class="fr-grid-row fr-grid-row--center">
          <div class="fr-col-12 fr-col-md-6 fr-col-lg-4">
            <div class="fr-modal__body">
              <div class="fr-modal__header">
                <button
                  type="button"
                  class="fr-btn--close fr-btn"
                  aria-controls="fr-theme-modal"
                  title={t('action.close')}
                >
                  {t('action.close')}
                </button>
              </div>
              <div class="fr-modal__content">
                <h2 id="fr-theme-modal-title" class="fr-modal__title">
                  {t('footer.display')}
                </h2>
                <div id="fr-display" class="fr-display">
                  <fieldset class="fr-fieldset" aria-labelledby="fr-display-legend">
                    <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id="fr-display-legend">
                      {t('display.legend')}
                    </legend>
                    {SCHEMES.map(({ value, text }) => (
                      <div key={value} class="fr-fieldset__element">
                        <div class="fr-radio-group">
                          <input type="radio" id={`fr-theme-${value}`} name="fr-radios-theme" value={value} />
                          <label class="fr-label" for={`fr-theme-${value}`}>
                            {t(text)}
                          </label>
                        </div>
                      </div>
                    ))}
                  </fieldset>
                </div>
              </div>
            </div>
          </div>
        </div>
      </div>
    </dialog>
  );
}

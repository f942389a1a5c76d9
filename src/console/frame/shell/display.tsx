import { Radios } from '../components/choices.tsx';
import { CloseButton } from '../components/close-button.tsx';
import { Form, Submit } from '../components/form.tsx';
import { useVisit } from '../components/visit-context.tsx';
import { addressIn } from '../visit.ts';
import { THEMES } from './theme.ts';

/** What the footer's button opens: light, dark or as the machine says. A cookie keeps the choice in this browser. */
export function Display() {
  const { t, visit } = useVisit();
  return (
    <dialog id="display" class="fr-modal" popover="auto" aria-labelledby="display-title">
      <div class="fr-container fr-container--fluid fr-container-md">
        <div class="fr-grid-row fr-grid-row--center">
          <div class="fr-col-12 fr-col-md-6 fr-col-lg-4">
            <div class="fr-modal__body">
              <div class="fr-modal__header">
                <CloseButton target="display" />
              </div>
              <div class="fr-modal__content">
                <h2 id="display-title" class="fr-modal__title">
                  {t('footer.display')}
                </h2>
                <Form action="/affichage" name="display">
                  <input type="hidden" name="_suite" value={addressIn(visit)} />
                  <Radios
                    name="theme"
                    label={t('display.legend')}
                    initial={visit.theme}
                    options={THEMES.map((value) => ({ value, label: t(`display.${value}`) }))}
                  />
                  <Submit>{t('display.send')}</Submit>
                </Form>
              </div>
            </div>
          </div>
        </div>
      </div>
    </dialog>
  );
}

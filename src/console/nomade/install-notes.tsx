import type { DeviceKind } from '../../book/tables/codes.ts';
import { NOMADE_NOTES } from '../../words/nomade-notes.ts';
import { typeset } from '../../words/translator.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** How a credential is installed on a device of this kind: on its request's page, before the download and after. */
export function InstallNotes({ kind, open }: { kind: DeviceKind; open?: boolean }) {
  const { t, language } = useVisit();
  const notes = NOMADE_NOTES[kind];
  const steps = language === 'fr' ? notes.fr.map(typeset) : notes.en;
  return (
    <details class="jeton-details fr-mb-2w" open={open}>
      <summary>{t('nomade.install', { system: notes.system })}</summary>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="fr-text--sm">{t('nomade.install.password')}</p>
    </details>
  );
}

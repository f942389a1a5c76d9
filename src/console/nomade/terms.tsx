import { CURRENT_TERMS } from '../../book/rules/nomade-terms.ts';
import { typeset } from '../../words/translator.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The conditions of a Nomade credential as they stand, in the reader's language. */
export function Terms() {
  const { t, language } = useVisit();
  const texts = language === 'fr' ? CURRENT_TERMS.fr.map(typeset) : CURRENT_TERMS.en;
  return (
    <>
      <h3 class="fr-h6">{t('nomade.terms', { version: CURRENT_TERMS.version })}</h3>
      <ol>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </>
  );
}

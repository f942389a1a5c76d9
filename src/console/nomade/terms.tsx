import { CURRENT_TERMS } from '../../book/rules/request/nomade-terms.ts';
import { typeset } from '../../words/translator.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The conditions of a Nomade credential as they stand, in the reader's language; `heading` by where they stand on their page. */
export function Terms({ heading: Heading }: { heading: 'h2' | 'h3' }) {
  const { t, language } = useVisit();
  const texts = language === 'fr' ? CURRENT_TERMS.fr.map(typeset) : CURRENT_TERMS.en;
  return (
    <>
      <Heading class="fr-h6">{t('nomade.terms', { version: CURRENT_TERMS.version })}</Heading>
      <ol>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </>
  );
}

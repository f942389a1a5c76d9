import { useVisit } from '../components/visit-context.tsx';

/** Where everything is searched, and what the address calls the text. */
export const SEARCH = '/recherche';
export const SEARCHED_TEXT = 'q';
/** Characters of a text that is looked for. */
export const SEARCH_MOST = 100;

/**
 * One field for a number, a serial, a directory id or a name; a scanner types into it too. A GET form: it takes no script, and
 * what it finds has an address.
 */
export function SearchForm({ text }: { text: string }) {
  const { t } = useVisit();
  return (
    <search aria-label={t('search.everywhere')}>
      <form method="get" action={SEARCH} class="fr-search-bar">
        <label class="fr-label" for="search">
          {t('search.field')}
        </label>
        <input
          class="fr-input"
          type="search"
          id="search"
          name={SEARCHED_TEXT}
          value={text}
          placeholder={t('search.placeholder')}
          maxlength={SEARCH_MOST}
          spellcheck={false}
          autocomplete="off"
        />
        <button type="submit" class="fr-btn" title={t('search.send')}>
          {t('search.send')}
        </button>
      </form>
    </search>
  );
}

import type { Total } from '../../../flow/reading/paging.ts';
import type { ViewedList } from '../lists/list-views.ts';
import { PostButton } from './form.tsx';
import { withQuery } from './pagination.tsx';
import { type Kept, SavedViews } from './saved-views.tsx';
import { useVisit } from './visit-context.tsx';

interface ListBarProps {
  total: Total | undefined;
  /** Where the list is as a file, for people who may take it away. */
  file?: string | undefined;
  /** The reader's own views of it, where views are kept. */
  views?: { list: ViewedList; kept: readonly Kept[] } | undefined;
}
/** Between the filters of a list and its rows: how many they find, and the way to all of them as a file. */
export function ListBar({ total, file, views }: ListBarProps) {
  const { t, language, visit } = useVisit();
  return (
    <>
      {views && <SavedViews list={views.list} views={views.kept} />}
      <div class="jeton-list-bar">
        {total && (
          <p class="fr-mb-0">
            {total.more ? t('list.more', { n: total.n.toLocaleString(language) }) : t.count('list.total', total.n)}
          </p>
        )}
        {file !== undefined && (
          <PostButton
            action={withQuery(file, visit.query, { suite: undefined, tous: undefined })}
            class="fr-btn fr-btn--sm fr-btn--tertiary"
          >
            {t('list.file')}
          </PostButton>
        )}
      </div>
    </>
  );
}

import { VIEW_NAME_MOST } from '../../../flow/people/saved-views.ts';
import { keptIn, keptOf, type ViewedList } from '../lists/list-views.ts';
import { TextField } from './fields.tsx';
import { Form, PostButton, Submit } from './form.tsx';
import { useVisit } from './visit-context.tsx';

/** A view as its owner kept it. */
export interface Kept {
  name: string;
  query: string;
}

/** The reader's own views of a list, each a link; and the means to keep this one and to delete others. */
export function SavedViews({ list, views }: { list: ViewedList; views: readonly Kept[] }) {
  const { t, visit } = useVisit();
  const here = keptOf(list, visit.query);
  if (views.length === 0 && here === '') return null;
  return (
    <div class="jeton-views">
      {views.length > 0 && (
        <nav aria-label={t('views.label')}>
          <ul class="fr-raw-list jeton-views__list">
            {views.map(({ name, query }) => (
              <li key={name}>
                <a class="fr-link" href={`/${list}?${query}`} {...(query === here ? { 'aria-current': 'true' } : {})}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {here !== '' && (
        <details class="jeton-details">
          <summary>{t('views.keep')}</summary>
          <KeepThis list={list} kept={here} />
        </details>
      )}
      {views.length > 0 && <DropViews list={list} views={views} />}
    </div>
  );
}

function DropViews({ list, views }: { list: ViewedList; views: readonly Kept[] }) {
  const { t } = useVisit();
  return (
    <details class="jeton-details">
      <summary>{t('views.delete')}</summary>
      <ul class="fr-raw-list">
        {views.map(({ name }) => (
          <li key={name}>
            <PostButton
              action="/vues/supprimer"
              values={{ list, name }}
              class="fr-btn fr-btn--sm fr-btn--tertiary fr-mt-1w"
            >
              {t('views.drop', { name })}
            </PostButton>
          </li>
        ))}
      </ul>
    </details>
  );
}

function KeepThis({ list, kept }: { list: ViewedList; kept: string }) {
  const { t } = useVisit();
  return (
    <Form action="/vues" name="view" class="jeton-narrow">
      <input type="hidden" name="list" value={list} />
      {[...new URLSearchParams(kept)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextField
        name="name"
        label={t('views.name')}
        hint={t(`views.hint.${keptIn(list)}`)}
        maxlength={VIEW_NAME_MOST}
      />
      <Submit secondary>{t('views.send')}</Submit>
    </Form>
  );
}

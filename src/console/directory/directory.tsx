import type { DirectoryState } from '../../flow/people/directory-standing.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Checkbox } from '../frame/components/choices.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { Suggestions, type SuggestionsProps } from './suggestions.tsx';

interface DirectoryProps extends SuggestionsProps {
  state: DirectoryState;
}

/** The administrator's page of the directory: how its last reading ended, and what its groups suggest. */
export function DirectoryPage({ state, list, personId }: DirectoryProps) {
  const { t } = useVisit();
  return (
    <>
      <h1>{t('menu.directory')}</h1>
      {state.configured ? (
        <p class="fr-text--lead">{t('directory.lead')}</p>
      ) : (
        <Alert kind="info" title={t('directory.not')} small>
          <p>
            <a href="/administration/import">{t('import.people')}</a>
          </p>
        </Alert>
      )}
      {state.configured && <Reading state={state} />}
      <section class="fr-mt-6w">
        <h2 class="fr-h4">{t('suggestions.title')}</h2>
        <p>{t('suggestions.lead')}</p>
        <Suggestions list={list} personId={personId} />
      </section>
    </>
  );
}

function Reading({ state }: { state: DirectoryState }) {
  const { t, language } = useVisit();
  const { last, readAt } = state;
  const outcome = last && `${moment(language, last.at)} – ${t(`directory.outcome.${last.outcome}`)}`;
  return (
    <section class="jeton-panel">
      <Alarms state={state} />
      <Facts>
        <Fact term={t('directory.last')}>{outcome ?? t('directory.never')}</Fact>
        <Fact term={t('directory.whole')}>{readAt === null ? t('directory.never') : moment(language, readAt)}</Fact>
        <Fact term={t('directory.seen')}>{last?.counts?.seen}</Fact>
        <Fact term={t('directory.changed')}>
          {last?.counts && t('directory.changed.text', { added: last.counts.added, updated: last.counts.updated })}
        </Fact>
        <Fact term={t('directory.refused')}>{last?.counts?.refused}</Fact>
        <Fact term={t('directory.leavers')}>{last?.counts?.leavers}</Fact>
      </Facts>
      {!state.running && <PostButton action="/annuaire/lire">{t('directory.read')}</PostButton>}
      {last?.missing && <Anyway {...last.missing} />}
    </section>
  );
}

function Alarms({ state: { running, stale, last } }: { state: DirectoryState }) {
  const { t } = useVisit();
  return (
    <>
      {running && <Alert kind="info" title={t('directory.running')} small />}
      {stale && (
        <Alert kind="error" title={t('directory.stale')}>
          <p>{t('directory.stale.text')}</p>
        </Alert>
      )}
      {last?.outcome === 'failed' && (
        <Alert kind="warning" title={t('directory.failed')}>
          <p>{t('directory.failed.text', { code: last.code ?? '' })}</p>
        </Alert>
      )}
    </>
  );
}

/** A person looks, says that it is true, and reads again: never the service by itself. */
function Anyway({ left, present }: { left: number; present: number }) {
  const { t } = useVisit();
  return (
    <div class="fr-mt-4w">
      <Alert kind="warning" title={t('directory.stopped', { left, present })}>
        <p>{t('directory.stopped.text')}</p>
      </Alert>
      <Form action="/annuaire/lire" name="anyway">
        <div class="fr-mb-2w">
          <Checkbox name="manyLeft" label={t('directory.stopped.sure')} />
        </div>
        <Submit secondary>{t('directory.readAnyway')}</Submit>
      </Form>
    </div>
  );
}

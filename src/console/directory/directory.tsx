import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { DISMISSALS } from '../../book/tables/codes.ts';
import type { DirectoryState } from '../../flow/people/directory-standing.ts';
import type { OpenSuggestion } from '../../flow/people/role-suggestions.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Checkbox, Select } from '../frame/components/choices.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { nameOf } from '../frame/components/names.ts';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, moment } from '../frame/dates.ts';

interface DirectoryProps {
  state: DirectoryState;
  suggestions: readonly OpenSuggestion[];
  /** The id of the reader, who may not follow a suggestion about themselves. */
  personId: string;
}

/** The administrator's page of the directory: how its last reading ended, and what its groups suggest. */
export function DirectoryPage({ state, suggestions, personId }: DirectoryProps) {
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
        <Suggestions suggestions={suggestions} personId={personId} />
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

function Suggestions({ suggestions, personId }: Pick<DirectoryProps, 'suggestions' | 'personId'>) {
  const { t, language } = useVisit();
  const head = [
    ...[t('label.name'), t('suggestions.do'), t('label.role'), t('label.scope'), t('leavers.since')],
    t('label.action'),
  ];
  return (
    <Table caption={t('suggestions.title')} silentCaption head={head} empty={t('suggestions.none')}>
      {suggestions.map((s) => (
        <tr key={`${s.kind} ${s.personId} ${s.role} ${s.scope}`}>
          <th scope="row">
            <a href={`/administration/personnes/${s.personId}`}>{nameOf(s.person)}</a>
          </th>
          <td>{t(`suggestions.kind.${s.kind}`)}</td>
          <td>{t(`role.${s.role}`)}</td>
          <td>{s.scope === '*' ? t('scope.all') : s.scope}</td>
          <td>{day(language, s.since)}</td>
          <td>
            <Acts suggestion={s} own={s.personId === personId} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Acts({ suggestion, own }: { suggestion: OpenSuggestion; own: boolean }) {
  const { t } = useVisit();
  if (own) return <span class="jeton-small">{t('suggestions.own')}</span>;
  if (suggestion.proposed) return <a href="/double-controle">{t('suggestions.proposed')}</a>;
  const { personId, role, scope, kind } = suggestion;
  const grant = OPERATOR_ROLES.includes(role) ? t('suggestions.propose') : t('suggestions.grant');
  const values = { personId, role, scope, kind };
  const about = <span class="fr-sr-only"> {`${t(`role.${role}`)} – ${nameOf(suggestion.person)}`}</span>;
  return (
    <>
      <PostButton action="/annuaire/suivre" values={values} class="fr-btn fr-btn--sm">
        {kind === 'end' ? t('suggestions.end') : grant}
        {about}
      </PostButton>
      <details class="jeton-details fr-mt-1w">
        <summary>
          {t('suggestions.dismiss.title')}
          {about}
        </summary>
        <Form action="/annuaire/ecarter" name={`dismiss-${kind}-${personId}-${role}-${scope}`}>
          {Object.entries(values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Select
            name="reason"
            label={t('label.reason')}
            options={DISMISSALS.map((r) => ({ value: r, label: t(`suggestions.reason.${r}`) }))}
          />
          <Submit secondary>{t('suggestions.dismiss')}</Submit>
        </Form>
      </details>
    </>
  );
}

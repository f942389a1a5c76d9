import { Fragment } from 'preact';
import type { OwnReading } from '../../app/door.ts';
import type { JournalPageRead } from '../../flow/reading/journal/entries.ts';
import type { EntryItem } from '../../flow/reading/journal/entry-lists.ts';
import { codeOf, otherTokensOf } from '../../flow/reading/journal/entry-things.ts';
import {
  type CalledActors,
  ENTRY_OUTCOMES,
  isBackwards,
  type JournalQuery,
} from '../../flow/reading/journal/journal-query.ts';
import { Checkbox } from '../frame/components/choices.tsx';
import { FilterBy, FilterSelect, Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, withQuery } from '../frame/components/pagination.tsx';
import type { Kept } from '../frame/components/saved-views.tsx';
import { Verbatim } from '../frame/components/scrollable.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { single } from '../frame/forms/forms.ts';
import { ACTS_SHOWN, filtersOf } from '../frame/lists/list-address.ts';
import { Actor, OutcomeBadge, ThingLink, useActText, useRoleText, useWhyRefused, When } from './entry-parts.tsx';
import { actionGroups, actionText } from './entry-text.ts';
import { LIFE_PARAMETERS, lifeText } from './life.ts';

interface CheckpointProps {
  size: number;
  note: string;
  vkey: string;
}
interface JournalProps {
  found: JournalPageRead;
  query: JournalQuery;
  /** The newest that was signed. */
  checkpoint: CheckpointProps;
  mayVerify: boolean;
  mayExport: boolean;
  /** The reader may read people, so that a name finds something. */
  seesNames: boolean;
  /** Where what was found is as a file, for people who may take it away. */
  file: string | undefined;
  views: readonly Kept[];
  /** The reader's own export or verification, running or ended, while the service remembers it. */
  reading: OwnReading | undefined;
}
/** Where one more is signed. */
export const CHECKPOINT = '/journal/point-de-controle';
/** As many entries as are counted of those that are hidden. */
const COUNTED = 1000;

/** The auditor's desk: what happened in words, verify now, export in two clicks. */
export function JournalPage(props: JournalProps) {
  const { found, query, checkpoint, mayVerify, mayExport, seesNames, file, views, reading } = props;
  const { t, visit } = useVisit();
  const panels = [mayVerify, mayExport, true].filter(Boolean).length;
  const panel = `fr-col-12 fr-col-md-${12 / panels}`;
  return (
    <>
      <h1>{t('menu.journal')}</h1>
      {reading && (
        <p>
          <a href="/journal/lecture">
            {t(`reading.${reading.state === 'running' ? 'howFar' : 'outcome'}.${reading.kind}`)}
          </a>
        </p>
      )}
      <div class="fr-grid-row fr-grid-row--gutters fr-mb-2w">
        {mayVerify && (
          <div class={panel}>
            <section class="jeton-panel jeton-fill">
              <h2 class="fr-h5">{t('verify.title')}</h2>
              <p class="fr-text--sm">{t('verify.text')}</p>
              <PostButton action="/journal/verifier" class="fr-btn fr-btn--icon-left fr-icon-shield-line">
                {t('verify.send')}
              </PostButton>
            </section>
          </div>
        )}
        {mayExport && (
          <div class={panel}>
            <Export />
          </div>
        )}
        <div class={panel}>
          <section class="jeton-panel jeton-fill">
            <h2 class="fr-h5">{t('checkpoint.one')}</h2>
            <p class="fr-text--sm">{t('checkpoint.signs')}</p>
            <PostButton action={withQuery(CHECKPOINT, visit.query, {})} class="fr-btn fr-btn--secondary">
              {t('checkpoint.send')}
            </PostButton>
          </section>
        </div>
      </div>
      <Search query={query} found={found} seesNames={seesNames} />
      <Asked found={found} query={query} />
      <ListBar total={undefined} file={file} views={{ list: 'journal', kept: views }} />
      <Entries found={found} isAsked={!isBackwards(query) && !callsNobody(found)} seesNames={seesNames} />
      <NextPage next={found.next} page="/journal" />
      <Checkpoint {...checkpoint} />
    </>
  );
}

function Export() {
  const { t, visit } = useVisit();
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('export.title')}</h2>
      <p class="fr-text--sm">{t('export.text')}</p>
      {filtersOf(visit.query).length > 0 && <p class="fr-text--sm">{t('export.whole')}</p>}
      <Form action="/journal/exporter" name="export">
        <Checkbox name="openings" label={t('export.openings')} hint={t('export.openings.hint')} />
        <div class="fr-mt-2w">
          <Submit secondary>{t('export.send')}</Submit>
        </div>
      </Form>
    </section>
  );
}

/** Whether what was typed for who acted calls nobody. */
const callsNobody = ({ called }: JournalPageRead): boolean => called?.ids.length === 0;

/** What narrows the journal down; the life that is told stays while it is narrowed further. */
function Search({ query, found, seesNames }: Pick<JournalProps, 'query' | 'found' | 'seesNames'>) {
  const { t } = useVisit();
  const { life } = query;
  return (
    <Filters page="/journal" label={t('filter.journal')}>
      {life ? (
        <input type="hidden" name={LIFE_PARAMETERS[life.kind]} value={life.ref} />
      ) : (
        <FilterText
          name="texte"
          label={t(seesNames ? 'journal.text' : 'journal.text.nameless')}
          hint={t(seesNames ? 'journal.text.hint' : 'journal.text.nameless.hint')}
        />
      )}
      <FilterText
        name="par"
        label={t('journal.doneBy')}
        hint={t(seesNames ? 'journal.doneBy.hint' : 'journal.doneBy.nameless.hint')}
        problem={
          callsNobody(found) ? t(seesNames ? 'journal.doneBy.nobody' : 'journal.doneBy.nameless.nobody') : undefined
        }
      />
      <FilterBy
        name="issue"
        by="label.outcome"
        options={ENTRY_OUTCOMES.map((o) => ({ value: o, label: t(`journal.outcome.${o}`) }))}
      />
      <div class="jeton-filters__pair">
        <FilterText
          name="du"
          type="date"
          label={t('filter.from')}
          problem={isBackwards(query) ? t('journal.backwards') : undefined}
        />
        <FilterText name="au" type="date" label={t('filter.to')} />
      </div>
      <MoreFilters />
    </Filters>
  );
}

/** The acts of the book in words, some two hundred: they would be most of the page's weight, so they come when they are asked for. */
function MoreFilters() {
  const { t, language, visit } = useVisit();
  if (['acte', 'acteur', 'consultations', ACTS_SHOWN].every((name) => single(visit.query, name) === '')) {
    return (
      <p class="fr-mb-0">
        <a class="fr-link" href={withQuery('/journal', visit.query, { [ACTS_SHOWN]: '1' })}>
          {t('journal.more')}
        </a>
      </p>
    );
  }
  return (
    <>
      <FilterSelect
        name="acteur"
        label={t('journal.whoever')}
        all={t('journal.whoever.all')}
        options={[{ value: 'system', label: t('journal.whoever.system') }]}
      />
      <FilterSelect name="acte" label={t('label.act')} all={t('journal.acts.all')} groups={actionGroups(t, language)} />
      <FilterSelect
        name="consultations"
        label={t('journal.looking')}
        all={t('journal.looking.hidden')}
        options={[{ value: '1', label: t('journal.looking.shown') }]}
      />
    </>
  );
}

/** What is shown and what is not: whose life, which act, how many looks at the journal are hidden, and the ways out of it. */
function Asked({ found, query }: { found: JournalPageRead; query: JournalQuery }) {
  const { t, language, visit } = useVisit();
  const { life, action, text, everywhere } = query;
  const to = (change: Readonly<Record<string, string | undefined>>) => withQuery('/journal', visit.query, change);
  const isNarrow = life !== undefined || action !== undefined || query.actor !== undefined;
  return (
    <>
      {life && found.life?.life && (
        <h2 class="fr-h4 fr-mb-1w">
          <Whole text={t(`journal.of.${life.kind}`, { name: lifeText(t, found.life.life, found.life) })} />
        </h2>
      )}
      {action !== undefined && <p class="fr-mb-1w">{t('journal.onlyAct', { act: actionText(language, action) })}</p>}
      {isNarrow && (
        <p class="fr-mb-1w">
          <a class="fr-link" href="/journal">
            {t('journal.whole')}
          </a>
        </p>
      )}
      {text !== undefined && (
        <p class="fr-mb-1w">
          {everywhere ? (
            t('journal.everywhere.on', { text })
          ) : (
            <a href={to({ partout: '1', suite: undefined })}>{t('journal.everywhere', { text })}</a>
          )}
        </p>
      )}
      {found.called && found.called.ids.length > 0 && <Called {...found} called={found.called} />}
      {(found.leftOut ?? 0) > 0 && <LeftOut n={found.leftOut ?? 0} shown={to({ consultations: '1' })} />}
    </>
  );
}

/** Who is called so: of several, each leads to what they did alone. */
function Called({ called: { ids, isMany }, things }: JournalPageRead & { called: CalledActors }) {
  const { t, visit } = useVisit();
  return (
    <>
      {isMany && <p class="fr-mb-1w">{t('journal.doneBy.many')}</p>}
      <p class="fr-mb-1w">
        {t.count('journal.doneBy.called', ids.length)}{' '}
        {ids.map((id, at) => (
          <Fragment key={id}>
            {at > 0 && ' · '}
            <a href={withQuery('/journal', visit.query, { par: id, suite: undefined })}>
              {things.get(`person:${id}`)?.name} {t('journal.person', { code: codeOf(id) })}
            </a>
          </Fragment>
        ))}
      </p>
    </>
  );
}

function LeftOut({ n, shown }: { n: number; shown: string }) {
  const { t } = useVisit();
  return (
    <p class="fr-mb-1w">
      {n < COUNTED ? t.count('journal.leftOut', n) : t('journal.leftOut.many', { n: COUNTED })}{' '}
      <a class="jeton-no-print" href={shown}>
        {t('journal.leftOut.show')}
      </a>
    </p>
  );
}

interface EntriesProps extends Pick<JournalProps, 'found' | 'seesNames'> {
  /** Nothing that was typed is to be corrected first. */
  isAsked: boolean;
}
function Entries({ found: { items, things, life }, isAsked, seesNames }: EntriesProps) {
  const { t } = useVisit();
  const others = (entry: EntryItem): string[] =>
    life?.life?.kind === 'token' ? otherTokensOf(entry, life.life.id) : [];
  const head = [t('journal.seq'), t('journal.when'), t('label.act'), t('journal.by'), t('journal.subject')];
  return (
    <div class="jeton-journal">
      <p class="fr-text--sm fr-mb-1w">{t(seesNames ? 'journal.hint' : 'journal.hint.nameless')}</p>
      <Table
        caption={t('menu.journal')}
        silentCaption
        head={head}
        small
        empty={t(isAsked ? 'journal.none' : 'journal.notAsked')}
      >
        {items.map((entry) => (
          <tr key={entry.seq}>
            <th scope="row">
              <a href={`/journal/${entry.seq}`}>{entry.seq}</a>
            </th>
            <td>
              <When at={entry.at} />
            </td>
            <Done entry={entry} />
            <td>
              <Actor actor={entry.actor} things={things} />
              <RoleLine role={entry.role} />
            </td>
            <td>
              <ThingLink subject={entry.subject} things={things} />
              {others(entry).map((id) => (
                <div key={id}>
                  <ThingLink subject={`token:${id}`} things={things} />
                </div>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Done({ entry }: { entry: EntryItem }) {
  const actText = useActText();
  const why = useWhyRefused()(entry);
  return (
    <td>
      {actText(entry)}
      {entry.outcome !== 'done' && (
        <div>
          <OutcomeBadge outcome={entry.outcome} /> {why}
        </div>
      )}
      <div class="jeton-journal__name">{entry.action}</div>
    </td>
  );
}

function RoleLine({ role }: { role: string }) {
  const roleText = useRoleText();
  return <div class="jeton-journal__role">{roleText(role)}</div>;
}

function Checkpoint({ size, note, vkey }: CheckpointProps) {
  const { t, language } = useVisit();
  return (
    <section class="fr-mt-6w" id="point-de-controle">
      <h2 class="fr-h5">{t('checkpoint.title')}</h2>
      <p class="fr-text--sm">{t('checkpoint.text', { last: (size - 1).toLocaleString(language) })}</p>
      <Verbatim>{note}</Verbatim>
      <p class="fr-text--sm fr-mb-1v">{t('checkpoint.key')}</p>
      <Verbatim>{vkey}</Verbatim>
    </section>
  );
}

import type { EntryItem, Paged } from '../../flow/reading/lists.ts';
import { Checkbox } from '../frame/components/choices.tsx';
import { FilterSelect, Filters, FilterText } from '../frame/components/filters.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { useHere } from '../frame/components/here.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { Verbatim } from '../frame/components/scrolls.tsx';
import { Table } from '../frame/components/table.tsx';
import { hasText } from '../frame/translate.ts';

interface JournalProps {
  found: Paged<EntryItem>;
  checkpoint: { note: string; vkey: string } | undefined;
  mayVerify: boolean;
  mayExport: boolean;
}
const OUTCOMES = ['done', 'refused', 'failed'] as const;

/** The auditor's desk: search, verify now, export in two clicks. */
export function JournalPage({ found, checkpoint, mayVerify, mayExport }: JournalProps) {
  const { t } = useHere();
  return (
    <>
      <h1>{t('menu.journal')}</h1>
      <div class="fr-grid-row fr-grid-row--gutters fr-mb-2w">
        {mayVerify && (
          <div class="fr-col-12 fr-col-md-6">
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
          <div class="fr-col-12 fr-col-md-6">
            <Export />
          </div>
        )}
      </div>
      <Filters label={t('filter.journal')}>
        <FilterText name="texte" label={t('filter.text')} />
        <FilterText name="acte" label={t('label.act')} />
        <FilterText name="acteur" label={t('label.actor')} />
        <FilterSelect
          name="issue"
          label={t('label.outcome')}
          all={t('filter.all')}
          options={OUTCOMES.map((o) => ({ value: o, label: t(`journal.outcome.${o}`) }))}
        />
        <FilterText name="du" type="date" label={t('filter.from')} />
        <FilterText name="au" type="date" label={t('filter.to')} />
      </Filters>
      <Entries items={found.items} />
      <NextPage next={found.next} />
      {checkpoint && <Checkpoint {...checkpoint} />}
    </>
  );
}

function Export() {
  const { t } = useHere();
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('export.title')}</h2>
      <p class="fr-text--sm">{t('export.text')}</p>
      <Form action="/journal/exporter" name="export">
        <Checkbox name="openings" label={t('export.openings')} hint={t('export.openings.hint')} />
        <div class="fr-mt-2w">
          <Submit>{t('export.send')}</Submit>
        </div>
      </Form>
    </section>
  );
}

function Entries({ items }: { items: readonly EntryItem[] }) {
  const { t } = useHere();
  const roleName = useRoleName();
  const head = [
    t('journal.seq'),
    t('journal.at'),
    t('label.act'),
    t('label.outcome'),
    t('journal.role'),
    t('label.actor'),
    t('journal.subject'),
    t('journal.detail'),
  ];
  return (
    <Table caption={t('menu.journal')} silentCaption head={head} small empty={t('journal.none')}>
      {items.map((entry) => (
        <tr key={entry.seq}>
          <th scope="row">{entry.seq}</th>
          <td class="jeton-nowrap">
            <time dateTime={entry.at}>{entry.at.replace('T', ' ')}</time>
          </td>
          <td class="jeton-mono">{entry.action}</td>
          <td>
            <OutcomeBadge outcome={entry.outcome} />
          </td>
          <td>{roleName(entry.role)}</td>
          <td class="jeton-mono jeton-id">{entry.actor}</td>
          <td class="jeton-mono jeton-id">{entry.subject}</td>
          <td>
            <details class="jeton-entry">
              <summary>
                {t('journal.show')}
                <span class="fr-sr-only"> {entry.seq}</span>
              </summary>
              <pre>{JSON.stringify(entry.detail, null, 2)}</pre>
            </details>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Roles by their names; `system` stays what it is. */
function useRoleName(): (role: string) => string {
  const { t } = useHere();
  return (role) => {
    const key = `role.${role}`;
    return hasText(key) ? t(key) : role;
  };
}

function OutcomeBadge({ outcome }: { outcome: string }) {
  const { t } = useHere();
  const known = OUTCOMES.find((o) => o === outcome);
  const looks = known === 'done' ? 'success' : known === 'refused' ? 'warning' : 'error';
  return (
    <span class={`fr-badge fr-badge--sm fr-badge--${looks}`}>{known ? t(`journal.outcome.${known}`) : outcome}</span>
  );
}

function Checkpoint({ note, vkey }: { note: string; vkey: string }) {
  const { t } = useHere();
  return (
    <section class="fr-mt-6w">
      <h2 class="fr-h5">{t('checkpoint.title')}</h2>
      <p class="fr-text--sm">{t('checkpoint.text')}</p>
      <Verbatim>{note}</Verbatim>
      <p class="fr-text--sm fr-mb-1v">{t('checkpoint.key')}</p>
      <Verbatim>{vkey}</Verbatim>
    </section>
  );
}

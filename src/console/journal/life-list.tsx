import { mightEver } from '../../book/rights/authorise.ts';
import { type LifeKind, tableNamedBy } from '../../flow/reading/journal/entry-things.ts';
import type { LifeChange, LifeEvent } from '../../flow/reading/journal/life-events.ts';
import type { Paged } from '../../flow/reading/paging.ts';
import { LIFE_ASKED, LifePages, NextPage, withQuery } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { useColumnText } from './entry-cells.tsx';
import { useActText, useRoleText, When } from './entry-parts.tsx';
import { lifeAddress } from './life.ts';
import { cellText, saidValueText } from './value-text.ts';

interface OfThing {
  kind: LifeKind;
  id: string;
  /** Number or serial; of a person nothing, for the address may be sent on. */
  name: string | null;
  /** Its page. */
  page: string;
}

/** The life of a machine, which stands on its page. */
export function Life({ life, ...of }: OfThing & { life: Paged<LifeEvent> }) {
  const { t } = useVisit();
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('record.life')}</h2>
      <LifeTable life={life} title={t('record.life')} />
      <NextPage next={life.next} page={of.page} />
      <InJournal {...of} />
    </section>
  );
}

/**
 * The life of anything else, for whoever asks for it: it is looked for in all of the journal, which a page that is opened all day does
 * not wait for. Undefined: nobody asked.
 */
export function LifeSection({ life, ...of }: OfThing & { life: Paged<LifeEvent> | undefined }) {
  const { t, visit } = useVisit();
  return (
    <section class={`fr-mt-4w ${life === undefined ? 'jeton-no-print' : ''}`} id={LIFE_ASKED.parameter}>
      <h2 class="fr-h4">{t('life.title')}</h2>
      {life === undefined ? (
        <p>
          <a
            class="fr-link"
            href={`${withQuery(of.page, visit.query, { [LIFE_ASKED.parameter]: LIFE_ASKED.first })}#${LIFE_ASKED.parameter}`}
          >
            {t('life.show')}
          </a>
        </p>
      ) : (
        <>
          <LifeTable life={life} title={t('life.title')} />
          <LifePages next={life.next} page={of.page} />
        </>
      )}
      <InJournal {...of} />
    </section>
  );
}

/** All that the journal has about it, with refusals and with readings, for its readers. */
function InJournal({ kind, id, name }: OfThing) {
  const { t, visit } = useVisit();
  if (!visit.me || !mightEver(visit.me.caller, 'journal.read', visit.now)) return null;
  return (
    <p class="fr-mt-2w jeton-no-print">
      <a class="fr-link" href={lifeAddress({ kind, id }, name)}>
        {t('life.journal')}
      </a>
    </p>
  );
}

/** What was done: when, who, what, and what changed; the newest first. */
function LifeTable({ life, title }: { life: Paged<LifeEvent>; title: string }) {
  const { t, language } = useVisit();
  const reader = { t, language, things: new Map() };
  const actText = useActText();
  const roleText = useRoleText();
  const head = [t('record.life.when'), t('record.life.who'), t('record.life.what'), t('record.life.changed')];
  return (
    <Table caption={title} silentCaption head={head} empty={t('life.none')}>
      {life.items.map((one) => (
        <tr key={one.seq}>
          <th scope="row" class="jeton-nowrap">
            <When at={one.entry.at} />
          </th>
          <td>
            {one.actor ?? roleText(one.role)}
            {one.actor !== null && <span class="jeton-small jeton-muted"> {roleText(one.role)}</span>}
          </td>
          <td>
            {actText(one.entry)}
            {one.token !== null && (
              <>
                {' '}
                <a class="jeton-mono" href={`/stock/${one.token}`}>
                  {one.token}
                </a>
              </>
            )}
            {one.reason !== null && (
              <span class="jeton-small jeton-muted">
                {' '}
                {saidValueText(reader, one.entry.action, 'reason', one.reason)}
              </span>
            )}
          </td>
          <td>
            <Changes of={one.changes} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Changes({ of }: { of: readonly LifeChange[] }) {
  const { t, language } = useVisit();
  const reader = { t, language, things: new Map() };
  const columnText = useColumnText();
  const valueText = ({ table, column }: LifeChange, value: LifeChange['after']): string => {
    if (value === null) return t('record.life.nothing');
    return tableNamedBy(table, column) === undefined ? cellText(reader, table, column, value) : String(value);
  };
  const nameOf = ({ table, column }: LifeChange): string =>
    column === 'holderId' ? t('record.holder') : columnText(column, table);
  if (of.length === 0) return <>—</>;
  return (
    <ul class="fr-raw-list">
      {of.map((one, at) => (
        <li key={`${one.column} ${at}`} class="jeton-break">
          {one.before === undefined
            ? t('record.life.begins', { column: nameOf(one), after: valueText(one, one.after) })
            : t('record.life.change', {
                column: nameOf(one),
                before: valueText(one, one.before),
                after: valueText(one, one.after),
              })}
        </li>
      ))}
    </ul>
  );
}

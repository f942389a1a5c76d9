import type { Paged } from '../../flow/reading/lists.ts';
import type { LifeChange, LifeEvent } from '../../flow/reading/workstation/workstation-life.ts';
import { NextPage } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { useColumnText } from '../journal/entry-cells.tsx';
import { useActText, useRoleText, When } from '../journal/entry-parts.tsx';
import { cellText, saidValueText } from '../journal/value-text.ts';

/** What was done to a machine: when, who, what, and what changed; the newest first. `page`: that of the machine. */
export function Life({ life, page }: { life: Paged<LifeEvent>; page: string }) {
  const { t, language } = useVisit();
  const reader = { t, language, things: new Map() };
  const actText = useActText();
  const roleText = useRoleText();
  const head = [t('record.life.when'), t('record.life.who'), t('record.life.what'), t('record.life.changed')];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('record.life')}</h2>
      <Table caption={t('record.life')} silentCaption head={head}>
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
      <NextPage next={life.next} page={page} />
    </section>
  );
}

function Changes({ of }: { of: readonly LifeChange[] }) {
  const { t, language } = useVisit();
  const reader = { t, language, things: new Map() };
  const columnText = useColumnText();
  const valueText = (column: string, value: LifeChange['after']): string => {
    if (value === null) return t('record.life.nothing');
    return column === 'holderId' ? String(value) : cellText(reader, 'workstation', column, value);
  };
  const nameOf = (column: string): string => (column === 'holderId' ? t('record.holder') : columnText(column));
  if (of.length === 0) return <>—</>;
  return (
    <ul class="fr-raw-list">
      {of.map(({ column, before, after }, at) => (
        <li key={`${column} ${at}`} class="jeton-break">
          {before === undefined
            ? t('record.life.begins', { column: nameOf(column), after: valueText(column, after) })
            : t('record.life.change', {
                column: nameOf(column),
                before: valueText(column, before),
                after: valueText(column, after),
              })}
        </li>
      ))}
    </ul>
  );
}

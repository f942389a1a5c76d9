import { type BalanceRow, TERMS } from '../../book/rules/stock/stock-balance.ts';
import type { ReadLevel } from '../../flow/reading/stock/stock-levels.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The stock's equation, model by model in each location; with how long each lasts where that is known. */
export function Levels({ rows }: { rows: readonly (BalanceRow & Partial<ReadLevel>)[] }) {
  const { t, number } = useLevels();
  const isNow = rows.some(({ blanks }) => blanks !== undefined);
  const head = [
    ...[t('stock.location'), t('label.model')],
    ...(isNow ? [t('level.blanks'), t('level.days'), t('level.threshold'), t('level.onTheWay')] : []),
    ...[t('level.received'), t('level.moved')],
    ...TERMS.map((term) => t(`level.${term}`)),
  ];
  return (
    <div class="jeton-levels">
      <Table caption={t('level.title')} silentCaption head={head} empty={t('level.none')} small>
        {rows.map(({ location, model, received, moved, blanks, onTheWay, threshold, isLow, days, ...terms }) => (
          <tr key={`${location} ${model}`}>
            <th scope="row">
              {location === null ? t('level.nowhere') : <a href={`/emplacements/${location}`}>{location}</a>}
            </th>
            <td>{model}</td>
            {isNow && (
              <>
                <td>
                  {blanks} {isLow && <span class="fr-badge fr-badge--sm fr-badge--warning">{t('level.low')}</span>}
                </td>
                <td>{days == null ? '—' : number(Math.floor(days))}</td>
                <td>{threshold ?? '—'}</td>
                <td>{onTheWay}</td>
              </>
            )}
            <td>{received}</td>
            <td>{moved > 0 ? `+${moved}` : moved}</td>
            {TERMS.map((term) => (
              <td key={term}>{terms[term]}</td>
            ))}
          </tr>
        ))}
      </Table>
    </div>
  );
}

function useLevels() {
  const { t, language } = useVisit();
  const format = new Intl.NumberFormat(language);
  return { t, number: (n: number): string => format.format(n) };
}

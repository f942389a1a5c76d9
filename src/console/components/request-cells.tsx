import type { RequestItem } from '../../flow/reading/lists.ts';
import { motifOf } from '../motif.ts';
import { useHere } from './here.tsx';

/** The cells of a request that every list shows: number; holder over service; motif over workstation. */
export function NumberCell({ item }: { item: Pick<RequestItem, 'number'> }) {
  return (
    <th scope="row" class="jeton-nowrap">
      <a href={`/demandes/${item.number}`}>{item.number}</a>
    </th>
  );
}

export function HolderCell({ item }: { item: RequestItem }) {
  return (
    <td>
      {item.holderName}
      <br />
      <span class="jeton-small jeton-muted">{item.service}</span>
    </td>
  );
}

export function AskedCell({ item }: { item: RequestItem }) {
  const { t } = useHere();
  return (
    <td>
      {t(`motif.${motifOf(item)}`)}
      {item.assetNumber && (
        <>
          <br />
          <span class="jeton-small jeton-muted">{t('request.workstation', { number: item.assetNumber })}</span>
        </>
      )}
    </td>
  );
}

import type { Certified } from '../../flow/reading/certified.ts';
import type { RequestItem } from '../../flow/reading/lists.ts';
import { useHere } from '../frame/components/here.tsx';
import { profileText } from '../frame/components/labels.ts';
import { motifOf } from '../frame/motif.ts';

/** The cells of a request that every list shows: number; holder over service; motif over workstation. */
export function NumberCell({ item }: { item: Pick<RequestItem, 'number'> }) {
  return (
    <th scope="row" class="jeton-nowrap">
      <a href={`/demandes/${item.number}`}>{item.number}</a>
    </th>
  );
}

/** With `certified`, what the certificate would say of its holder stands below: whoever approves it has read it. */
export function HolderCell({ item }: { item: RequestItem & { certified?: Certified } }) {
  return (
    <td>
      {item.holderName}
      <br />
      <span class="jeton-small jeton-muted">{item.service}</span>
      {Object.values(item.certified ?? {}).map((value) => (
        <>
          <br />
          <span class="jeton-small jeton-break">{value}</span>
        </>
      ))}
    </td>
  );
}

/** `profiles` are those that may be named: with one, nobody needs to read which. */
export function AskedCell({ item, profiles = [] }: { item: RequestItem; profiles?: readonly string[] }) {
  const { t } = useHere();
  return (
    <td>
      {t(`motif.${motifOf(item)}`)}
      {profiles.length > 1 && item.kind !== 'nomade' && (
        <>
          <br />
          <span class="jeton-small">{t('request.profile', { profile: profileText(t, item.profile) })}</span>
        </>
      )}
      {item.assetNumber && (
        <>
          <br />
          <span class="jeton-small jeton-muted">{t('request.workstation', { number: item.assetNumber })}</span>
        </>
      )}
    </td>
  );
}

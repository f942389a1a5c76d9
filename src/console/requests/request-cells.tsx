import type { Certified, CertifiedKind } from '../../flow/reading/request/certified.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { motifOf } from '../frame/forms/motif.ts';
import { CertifiedValues } from './certified.tsx';

/** The cells of a request that every list shows: number; holder over service; motif over workstation. */
export function NumberCell({ item }: { item: Pick<RequestItem, 'number'> }) {
  return (
    <th scope="row" class="jeton-nowrap">
      <a href={`/demandes/${item.number}`}>{item.number}</a>
    </th>
  );
}

interface HolderCellProps {
  item: RequestItem & { certified?: Certified | null };
  opens?: Opens;
  /** The kind of certificate that the list says once above its rows. */
  usual?: CertifiedKind | undefined;
}
const NOBODY: Opens = new Map();

/** With `certified`, what the certificate would say of its holder stands below: whoever approves it has read it. */
export function HolderCell({ item, opens = NOBODY, usual }: HolderCellProps) {
  const { t } = useVisit();
  return (
    <td>
      <PersonLink id={item.holderId} opens={opens}>
        {item.holderName}
      </PersonLink>
      <br />
      <span class="jeton-small jeton-muted">{item.service}</span>
      {item.certified && <CertifiedValues certified={item.certified} usual={usual} />}
      {item.certified === null && (
        <>
          <br />
          <span class="jeton-small">{t('certified.none')}</span>
        </>
      )}
    </td>
  );
}

/** What is asked for, and for which workstation. */
export function AskedCell({ item }: { item: RequestItem }) {
  const { t } = useVisit();
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

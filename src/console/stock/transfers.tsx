import { type StockTransferState, TRANSFER_STATES } from '../../book/tables/states.ts';
import type { Flow } from '../../flow/index.ts';
import type { HeldLocation, ReadTransfer } from '../../flow/reading/stock/stock-locations.ts';
import { FilterBy, Filters } from '../frame/components/filters.tsx';
import { PagedList, PastList } from '../frame/components/paged-lists.tsx';
import { pageOf, pastPageOf } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { type FoundList, foundList, statesAsked } from '../frame/lists/found-list.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import type { Member } from '../frame/visit.ts';
import { labelOf } from './place-name.ts';

/** What an address asks for: of a state that it leaves out there is no list. */
export type TransferLists = Partial<Record<StockTransferState, FoundList<ReadTransfer>>>;

/** Reads what an address asks for. Attacker-controlled. */
export async function readTransfers({ reading }: Pick<Flow, 'reading'>, member: Member): Promise<TransferLists> {
  const {
    query,
    me: { caller },
  } = member;
  const locationId = single(query, 'emplacement').trim().toUpperCase() || undefined;
  const lists: TransferLists = {};
  for (const state of statesAsked(TRANSFER_STATES, TRANSFER_STATES, query)) {
    const filter = { state, locationId };
    const page = state === 'sent' ? pageOf(member) : pastPageOf(member);
    lists[state] = await foundList(
      reading.stockTransfers(caller, filter, page),
      reading.stockTransferTotal(caller, filter),
    );
  }
  return lists;
}

/** Where the transfers stand on the page of the locations: what filters them leads back there. */
const PLACE = 'transferts';

/** What is on the way between locations, and what was; narrowed down by a location that it left or went to. */
export function Transfers({
  lists: { sent, ended },
  locations,
}: {
  lists: TransferLists;
  locations: readonly HeldLocation[];
}) {
  const { t, visit } = useVisit();
  const isNarrowed = filtersOf(visit.query).length > 0;
  return (
    <section id={PLACE} class="fr-mt-4w">
      <Filters page={`/emplacements#${PLACE}`} label={t('transfer.filter')} totals={[sent?.total, ended?.total]}>
        <FilterBy
          name="emplacement"
          by="stock.location"
          isFree
          options={locations.map(({ id, label }) => ({ value: id, label: `${id} – ${label}` }))}
        />
        <FilterBy
          name="etat"
          by="label.state"
          options={TRANSFER_STATES.map((value) => ({ value, label: t(`transfer.state.${value}`) }))}
        />
      </Filters>
      {sent && (
        <PagedList title={t('transfer.open')} list={sent} page="/emplacements">
          <TransferTable
            caption={t('transfer.open')}
            rows={sent.found.items}
            locations={locations}
            empty={t(isNarrowed ? 'transfer.none' : 'transfer.open.none')}
          />
        </PagedList>
      )}
      {ended && (
        <PastList title={t('transfer.past')} list={ended} page="/emplacements">
          <TransferTable
            caption={t('transfer.past')}
            rows={ended.found.items}
            locations={locations}
            empty={t(isNarrowed ? 'transfer.none' : 'transfer.past.none')}
          />
        </PastList>
      )}
    </section>
  );
}

interface TransferTableProps {
  caption: string;
  rows: readonly ReadTransfer[];
  locations: readonly HeldLocation[];
  empty: string;
}
function TransferTable({ caption, rows, locations, empty }: TransferTableProps) {
  const { t, language } = useVisit();
  const head = [
    ...[t('transfer.what'), t('transfer.count'), t('transfer.left'), t('transfer.sender'), t('transfer.since')],
    t('transfer.receiver'),
  ];
  return (
    <Table caption={caption} silentCaption head={head} empty={empty}>
      {rows.map(({ id, fromId, toId, count, left, senderName, sentAt, receiverName }) => (
        <tr key={id}>
          <th scope="row">
            <a href={`/transferts/${id}`}>{`${fromId} → ${toId}`}</a>
            <span class="jeton-small">
              <br />
              {[fromId, toId].map((code) => labelOf(locations, code) ?? code).join(' → ')}
            </span>
          </th>
          <td>{count}</td>
          <td>{left}</td>
          <td>{senderName}</td>
          <td>{moment(language, sentAt)}</td>
          <td>{receiverName ?? '—'}</td>
        </tr>
      ))}
    </Table>
  );
}

import type { SlotStatus } from '../../flow/ports.ts';
import type { RequestItem } from '../../flow/reading.ts';
import { PriorityBadge } from '../components/badges.tsx';
import { Select, TextField } from '../components/fields.tsx';
import { Form, PostButton, Submit } from '../components/form.tsx';
import { useHere } from '../components/here.tsx';
import { grouped } from '../components/names.ts';
import { AskedCell, HolderCell } from '../components/request-cells.tsx';
import { SeriesTable } from '../components/series-table.tsx';
import { Table } from '../components/table.tsx';
import { ago, moment } from '../dates.ts';
import type { Series } from '../series.ts';

/** A slot with what our stock says of the token in it. */
export interface Bay extends SlotStatus {
  stock: 'usable' | 'used' | 'foreign' | 'none';
}
interface WorkshopProps {
  bays: readonly Bay[];
  queue: readonly RequestItem[];
  /** Requests that four eyes forbid the reader to produce. */
  notMine: readonly string[];
  /** Leased to the reader and not in a series under way. */
  leased: readonly RequestItem[];
  series?: Series | undefined;
  chosen: string;
}
export const FREE = (bay: Bay): boolean => bay.state === 'ready' && bay.stock === 'usable';

/** « Atelier »: bench on top, one token by scan, the next N by one click, the queue below. */
export function WorkshopPage({ bays, queue, notMine, leased, series, chosen }: WorkshopProps) {
  const { t } = useHere();
  const free = bays.filter(FREE);
  return (
    <>
      <h1>{t('menu.workshop')}</h1>
      <section class="fr-mb-4w">
        <h2 class="fr-h4">{t('bench.title')}</h2>
        <Bench bays={bays} />
      </section>
      <div class="fr-grid-row fr-grid-row--gutters fr-mb-4w">
        <div class="fr-col-12 fr-col-lg-6">
          <ProduceOne free={free} chosen={chosen} />
        </div>
        <div class="fr-col-12 fr-col-lg-6">
          <ProduceNext
            free={free.length}
            waiting={queue.filter((r) => r.kind !== 'nomade' && !notMine.includes(r.id)).length}
          />
        </div>
      </div>
      {series && <LastSeries series={series} />}
      {leased.length > 0 && <Leased items={leased} />}
      <section>
        <h2 class="fr-h4">{t('queue.title')}</h2>
        <Queue items={queue} notMine={notMine} />
      </section>
    </>
  );
}

function Bench({ bays }: { bays: readonly Bay[] }) {
  const { t } = useHere();
  if (bays.length === 0) return <p class="jeton-empty">{t('bench.none')}</p>;
  return (
    <ul class="fr-raw-list jeton-bays">
      {bays.map((bay) => (
        <li key={bay.slot} class={`jeton-bay jeton-bay--${FREE(bay) ? 'free' : bay.state}`}>
          <div class="jeton-card__top">
            <strong>{bay.position}</strong>
            <BayBadge bay={bay} />
          </div>
          <p class={`fr-mb-0 ${bay.token ? 'jeton-mono' : 'jeton-muted'}`}>
            {bay.token ? grouped(bay.token.serial) : t('bench.plug')}
          </p>
          {(bay.stock === 'foreign' || bay.stock === 'used') && (
            <p class="fr-text--sm fr-mb-0">{t(`bench.stock.${bay.stock}`)}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function BayBadge({ bay }: { bay: Bay }) {
  const { t } = useHere();
  if (bay.state === 'busy') return <span class="fr-badge fr-badge--sm fr-badge--info">{t('bench.busy')}</span>;
  if (bay.state === 'failed') return <span class="fr-badge fr-badge--sm fr-badge--error">{t('bench.failed')}</span>;
  if (bay.state === 'empty')
    return <span class="fr-badge fr-badge--sm fr-badge--icon-left fr-icon-subtract-line">{t('bench.empty')}</span>;
  if (bay.stock === 'usable') return <span class="fr-badge fr-badge--sm fr-badge--success">{t('bench.ready')}</span>;
  return (
    <span class="fr-badge fr-badge--sm fr-badge--warning">
      {t(bay.stock === 'foreign' ? 'bench.foreign' : 'bench.used')}
    </span>
  );
}

/** One token: the scanner types the number and Enter; with one blank plugged its slot is chosen already. */
function ProduceOne({ free, chosen }: { free: readonly Bay[]; chosen: string }) {
  const { t } = useHere();
  const options = free.map((bay) => ({
    value: bay.slot,
    label: `${bay.position} – ${grouped(bay.token?.serial ?? '')}`,
  }));
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('produce.one')}</h2>
      <Form action="/atelier/produire" name="one">
        <TextField
          name="requestId"
          label={t('label.number')}
          hint={t('produce.scan')}
          initial={chosen}
          autofocus
          scan
          maxlength={64}
        />
        {options.length > 0 ? (
          <Select name="slot" label={t('label.slot')} options={options} initial={options[0]?.value} />
        ) : (
          <p class="jeton-empty">{t('produce.noBlank')}</p>
        )}
        {options.length > 0 && <Submit>{t('workshop.produce')}</Submit>}
      </Form>
    </section>
  );
}

function ProduceNext({ free, waiting }: { free: number; waiting: number }) {
  const { t } = useHere();
  const most = Math.min(free, waiting);
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('produce.next')}</h2>
      <p>{t('produce.next.text', { free, waiting })}</p>
      {most > 0 ? (
        <Form action="/atelier/suivants" name="next">
          <TextField name="count" type="number" label={t('produce.count')} initial={String(most)} min={1} max={most} />
          <Submit>{t('produce.next.send')}</Submit>
        </Form>
      ) : (
        <p class="jeton-empty">{t(free === 0 ? 'produce.noBlank' : 'queue.empty')}</p>
      )}
    </section>
  );
}

function LastSeries({ series }: { series: Series }) {
  const { t, language } = useHere();
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{t('series.last', { at: moment(language, series.startedAt) })}</h2>
      <SeriesTable series={series} />
    </section>
  );
}

function Leased({ items }: { items: readonly RequestItem[] }) {
  const { t, language } = useHere();
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{t('leased.title')}</h2>
      <Table
        caption={t('leased.title')}
        silentCaption
        head={[t('label.number'), t('label.holder'), t('leased.until'), t('label.action')]}
      >
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <a href={`/demandes/${item.number}`}>{item.number}</a>
            </th>
            <td>{item.holderName}</td>
            <td>{item.leaseUntil === null ? '—' : moment(language, item.leaseUntil)}</td>
            <td>
              <span class="jeton-actions">
                <a class="fr-btn fr-btn--sm" href={`/atelier?demande=${item.number}`}>
                  {t('workshop.produce')}
                </a>
                <PostButton
                  action={`/atelier/${item.number}/remettre-en-file`}
                  class="fr-btn fr-btn--sm fr-btn--tertiary"
                >
                  {t('workshop.putBack')}
                </PostButton>
              </span>
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Queue({ items, notMine }: { items: readonly RequestItem[]; notMine: readonly string[] }) {
  const { t, language, now } = useHere();
  const head = [
    t('queue.place'),
    t('label.number'),
    t('label.holder'),
    t('request.asked'),
    t('label.age'),
    t('label.action'),
  ];
  return (
    <Table caption={t('queue.title')} silentCaption head={head} empty={t('queue.empty')}>
      {items.map((item, index) => (
        <tr key={item.id}>
          <td>{index + 1}</td>
          <th scope="row" class="jeton-nowrap">
            <a href={`/demandes/${item.number}`}>{item.number}</a> <PriorityBadge priority={item.priority} />
          </th>
          <HolderCell item={item} />
          <AskedCell item={item} />
          <td class="jeton-nowrap">{ago(language, item.submittedAt, now)}</td>
          <td>
            {notMine.includes(item.id) ? (
              <span class="jeton-small">{t('queue.notMine')}</span>
            ) : (
              <QueueAction item={item} />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function QueueAction({ item }: { item: RequestItem }) {
  const { t } = useHere();
  if (item.kind === 'nomade') {
    return (
      <PostButton
        action="/atelier/nomade"
        values={{ requestId: item.number }}
        class="fr-btn fr-btn--sm fr-btn--secondary"
      >
        {t('workshop.release')}
        <span class="fr-sr-only"> {item.number}</span>
      </PostButton>
    );
  }
  return (
    <a class="fr-btn fr-btn--sm fr-btn--tertiary" href={`/atelier?demande=${item.number}`}>
      {t('workshop.produce')}
      <span class="fr-sr-only"> {item.number}</span>
    </a>
  );
}

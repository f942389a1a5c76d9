import { isFree } from '../../flow/production/bench-slots.ts';
import type { Bay } from '../../flow/reading/line.ts';
import type { RequestItem } from '../../flow/reading/lists.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { useFollowed } from '../frame/components/followed.ts';
import { Form, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { PrinterStates, type Printers } from '../frame/components/printers.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { Bench } from './bench.tsx';
import { Leased, Queue } from './queue.tsx';
import type { Series } from './series.ts';
import { SeriesTable } from './series-table.tsx';

interface WorkshopProps {
  bays: readonly Bay[];
  queue: readonly RequestItem[];
  /** Requests that four eyes forbid the reader to produce. */
  notMine: readonly string[];
  /** Leased to the reader and not in a series under way. */
  leased: readonly RequestItem[];
  series?: Series | undefined;
  chosen: string;
  printers: Printers;
}
/** « Atelier »: bench on top, one token by scan, the next N by one click, the queue below. */
export function WorkshopPage(props: WorkshopProps) {
  const { t } = useVisit();
  return (
    <>
      <div class="jeton-head">
        <h1>{t('menu.workshop')}</h1>
        <a class="fr-btn" href="/atelier/chaine">
          {t('line.open')}
        </a>
      </div>
      <WorkshopState {...props} />
    </>
  );
}

/** All that others change too: whoever stands here sees what is plugged, taken and made. */
export function WorkshopState({ bays, queue, notMine, leased, series, chosen, printers }: WorkshopProps) {
  const { t } = useVisit();
  const followed = useFollowed(`/atelier/etat${chosen && `?demande=${encodeURIComponent(chosen)}`}`);
  const free = bays.filter(isFree);
  return (
    <div id="workshop" {...followed}>
      <PrinterStates printers={printers} />
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
    </div>
  );
}

/** One token: the scanner types the number and Enter; with one blank plugged its slot is chosen already. */
function ProduceOne({ free, chosen }: { free: readonly Bay[]; chosen: string }) {
  const { t } = useVisit();
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
  const { t } = useVisit();
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
  const { t, language } = useVisit();
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h4">{t('series.last', { at: moment(language, series.startedAt) })}</h2>
      <SeriesTable series={series} within />
    </section>
  );
}

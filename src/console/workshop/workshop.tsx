import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import type { WorkshopReading } from '../../flow/reading/token/line.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { useFollowed } from '../frame/components/followed.ts';
import { Form, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { PrinterStates, type Printers } from '../frame/components/printers.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { Bench } from './bench.tsx';
import { Leased, Queue, type QueueProps } from './queue.tsx';
import type { Series } from './series.ts';
import { SeriesTable } from './series-table.tsx';

interface WorkshopProps extends WorkshopReading, QueueProps {
  /** The first of the whole queue, whatever part of it is shown: the next ones are made of these. */
  next: readonly RequestItem[];
  /** Leased to the reader and not in a series under way. */
  leased: readonly RequestItem[];
  series?: Series | undefined;
  /** The request that was chosen by its link, or whose token was refused; '' for none. */
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
        <a class="fr-btn fr-btn--secondary" href="/atelier/chaine">
          {t('line.open')}
        </a>
      </div>
      <WorkshopState {...props} />
    </>
  );
}

/** All that others change too: whoever stands here sees what is plugged, taken and made. */
export function WorkshopState(props: WorkshopProps) {
  const { free, next, notMine, leased, series, chosen, printers } = props;
  const { t, visit } = useVisit();
  const followed = useFollowed(withQuery('/atelier/etat', visit.query, { demande: chosen || undefined }));
  return (
    <div id="workshop" {...followed}>
      <PrinterStates printers={printers} />
      <section class="fr-mb-4w">
        <h2 class="fr-h4">{t('bench.title')}</h2>
        <Bench {...props} />
      </section>
      <div class="fr-grid-row fr-grid-row--gutters fr-mb-4w">
        <div class="fr-col-12 fr-col-lg-6">
          <ProduceOne free={free} chosen={chosen} />
        </div>
        <div class="fr-col-12 fr-col-lg-6">
          <ProduceNext
            free={free.unnamed.length}
            waiting={next.filter((r) => r.kind !== 'nomade' && !notMine.includes(r.id)).length}
          />
        </div>
      </div>
      {series && <LastSeries series={series} />}
      {leased.length > 0 && <Leased items={leased} />}
      <Queue {...props} />
    </div>
  );
}

/**
 * One token: the scanner types the number and Enter. With one blank its slot is chosen already; of several the technician says
 * which, and never is one taken because it came first.
 */
function ProduceOne({ free, chosen }: Pick<WorkshopProps, 'free' | 'chosen'>) {
  const { t } = useVisit();
  const options = free.named.map(({ slot, position, token }) => ({
    value: slot,
    label: `${position} – ${grouped(token?.serial ?? '')}`,
  }));
  const [only, ...more] = free.unnamed;
  const initial = more.length === 0 ? only?.slot : undefined;
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('produce.one')}</h2>
      <Form action="/atelier/produire" name="one">
        {chosen !== '' && (
          <>
            <input type="hidden" name="_chosen" value={chosen} />
            <p>{t('produce.chosen', { number: chosen })}</p>
          </>
        )}
        <ScanField label={t('label.number')} hint={t('produce.scan')} optional={chosen !== ''} />
        {options.length > 0 ? (
          <Select
            name="slot"
            label={t('label.slot')}
            options={options}
            initial={initial}
            {...(initial === undefined ? { placeholder: t('choose') } : {})}
          />
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
          <Submit secondary>{t('produce.next.send')}</Submit>
        </Form>
      ) : (
        <p class="jeton-empty">{t(waiting === 0 ? 'produce.next.none' : 'produce.noBlank')}</p>
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

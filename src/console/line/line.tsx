import { isFree } from '../../flow/production/bench-slots.ts';
import { TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { useHere } from '../frame/components/here.tsx';
import { PrinterStates, type Printers } from '../frame/components/printers.tsx';
import type { Bay } from '../workshop/bench.tsx';
import type { Line } from '../workshop/series.ts';
import { LineTiles } from './line-tiles.tsx';

export interface LineProps {
  bays: readonly Bay[];
  /** The reader's own lines, newest first. */
  lines: readonly Line[];
  /** Number of the request that was scanned and waits for its token. */
  chosen: string;
  printers: Printers;
  made: number;
  waiting: number;
}

const LAST = 5;

/** « Chaîne de production »: the whole screen, one state at a time, no mouse; the focus stays where the scanner types. */
export function LinePage(props: LineProps) {
  const { t } = useHere();
  return (
    <div class="jeton-line">
      <div class="jeton-line__top">
        <h1 class="fr-h5 fr-mb-0">{t('line.open')}</h1>
        <a href="/atelier">{t('line.leave')}</a>
      </div>
      <Form action="/atelier/chaine" name="line" class="jeton-line__scan">
        <TextField
          name="scan"
          label={t('line.scan')}
          hint={t('line.scan.hint')}
          initial=""
          autofocus
          scan
          maxlength={64}
        />
        <Submit>{t('line.send')}</Submit>
      </Form>
      {/* outside what is fetched anew: a screen reader follows only a region that stays */}
      <p id="line-said" class="fr-sr-only" role="status" />
      <LineState {...props} />
    </div>
  );
}

/** All that changes by itself: fetched again and again. */
export function LineState(props: LineProps) {
  const { t } = useHere();
  const { bays, lines, chosen, printers, made, waiting } = props;
  const free = bays.filter(isFree);
  const again = `/atelier/chaine/etat${chosen ? `?demande=${encodeURIComponent(chosen)}` : ''}`;
  const counts = { made, planned: made + waiting };
  return (
    <section id="line" data-refresh={again}>
      <div class="jeton-line__facts">
        <PrinterStates printers={printers} />
        <p class="fr-mb-1w">
          <strong>{t('line.today', counts)}</strong> · {t('line.waiting', { n: waiting })}
        </p>
      </div>
      <Stepper {...props} />
      {chosen !== '' && free.length === 1 && <Begin number={chosen} />}
      <LineTiles bays={bays} lines={lines} />
      <Keys lines={lines} chosen={chosen} />
      <Last lines={lines} />
    </section>
  );
}

/** The next gesture, and the one after it. */
function Stepper({ lines, chosen }: LineProps) {
  const { t } = useHere();
  const label = lines.some((line) => line.state === 'made' && !line.labelled);
  const steps = [t('line.step.scan'), t('line.step.plug', { number: chosen || '…' }), t('line.step.label')];
  const n = chosen !== '' ? 2 : label ? 3 : 1;
  return (
    <div class="fr-stepper">
      <h2 class="fr-stepper__title">
        <span class="fr-stepper__state">{t('line.step', { n })}</span>
        {steps[n - 1]}
      </h2>
      <div class="fr-stepper__steps" data-fr-current-step={n} data-fr-steps={3} />
      <p class="fr-stepper__details">{t('line.step.next', { what: steps[n % 3] ?? '' })}</p>
    </div>
  );
}

/** The one blank that was waited for is there: sent by the page's script, or by Enter. */
function Begin({ number }: { number: string }) {
  const { visit, t } = useHere();
  return (
    <form method="post" action="/atelier/chaine" data-ready>
      <input type="hidden" name="_csrf" value={visit.csrf} />
      <input type="hidden" name="scan" value={number} />
      <button type="submit" class="fr-btn">
        {t('produce.one')}
      </button>
    </form>
  );
}

/** F-keys: no single letter, which a scanner would fire. */
function Keys({ lines, chosen }: Pick<LineProps, 'lines' | 'chosen'>) {
  const { t } = useHere();
  const made = lines.find((line) => line.state === 'made');
  const failed = lines.find((line) => line.state === 'failed');
  const look = 'fr-btn fr-btn--secondary fr-btn--sm';
  return (
    <div class="jeton-actions">
      {chosen !== '' && (
        <PostButton action="/atelier/chaine/cote" values={{ number: chosen }} class={look} hotkey="F2">
          F2 {t('line.key.aside')}
        </PostButton>
      )}
      {made && (
        <PostButton action="/atelier/chaine/etiquette" values={{ number: made.number }} class={look} hotkey="F4">
          F4 {t('line.key.reprint')} ({made.number})
        </PostButton>
      )}
      {failed && (
        <PostButton
          action={`/stock/${failed.serial}`}
          values={{ action: 'scrap', _from: 'line' }}
          class={look}
          hotkey="F8"
        >
          F8 {t('line.key.scrap')} ({failed.serial})
        </PostButton>
      )}
    </div>
  );
}

function Last({ lines }: { lines: readonly Line[] }) {
  const { t } = useHere();
  const ended = lines.filter((line) => line.endedAt !== null).slice(0, LAST);
  const said = ended.map((line) => {
    const seconds = Math.round(((line.endedAt ?? 0) - line.startedAt) / 1000);
    return `${line.number} ${line.state === 'made' ? `✓ ${seconds} s` : `✗ ${line.failure?.code ?? ''}`}`;
  });
  return (
    <p class="fr-mt-2w jeton-small">
      {t('line.lasts', { what: said.length > 0 ? said.join(' · ') : t('line.last.none') })}
    </p>
  );
}

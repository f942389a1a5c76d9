import { isFree } from '../../flow/production/bench-slots.ts';
import type { RequestItem } from '../../flow/reading/request/request-lists.ts';
import { PriorityBadge, PriorityWhy } from '../frame/components/badges.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { PrinterStates } from '../frame/components/printers.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { motifOf } from '../frame/forms/motif.ts';
import { explain } from '../frame/shell/failures.ts';
import type { Line } from '../workshop/series.ts';
import { Advice } from './advice.tsx';
import { type LineProps, labelNext, scrappable } from './line-props.ts';
import { LineTiles } from './line-tiles.tsx';

const LAST = 5;

/** « Chaîne de production »: the whole screen, one state at a time, no mouse; the focus stays where the scanner types. */
export function LinePage(props: LineProps) {
  const { visit, t } = useVisit();
  const place = visit.me?.caller.bench?.place ?? '';
  return (
    <div class="jeton-line">
      <div class="jeton-line__top">
        <h1 class="fr-h5 fr-mb-0">{t('line.title', { place })}</h1>
        <div class="jeton-actions">
          {/* shown by the page's script, which makes the sounds */}
          <button type="button" class="fr-btn fr-btn--tertiary fr-btn--sm" data-mute aria-pressed="false" hidden>
            {t('line.mute')}
          </button>
          <a class="fr-btn fr-btn--tertiary fr-btn--sm" href="/atelier/chaine/douchette">
            {t('scanner.title')}
          </a>
          <PostButton action="/atelier/chaine/quitter" class="fr-btn fr-btn--tertiary fr-btn--sm">
            {t('line.leave')}
          </PostButton>
        </div>
      </div>
      <Form action="/atelier/chaine" name="line" class="jeton-line__scan">
        <ScanField label={t('line.scan')} hint={t('line.scan.hint')} />
        <Submit>{t('line.send')}</Submit>
      </Form>
      {/* outside what is fetched anew: a screen reader follows only a region that stays */}
      <p id="line-said" class="fr-sr-only" role="status" />
      <p id="line-lost" class="fr-alert fr-alert--error fr-mb-2w" role="alert" hidden>
        {t('line.lost')}
      </p>
      <LineState {...props} />
    </div>
  );
}

/** All that changes by itself: fetched again and again. */
export function LineState(props: LineProps) {
  const { t, follow } = useVisit();
  const { lines, waits, printers, waiting } = props;
  return (
    <section id="line" {...follow('/atelier/chaine/etat')} aria-label={t('line.open')}>
      <div class="jeton-line__facts">
        <PrinterStates printers={printers} />
        {/* without a script nothing here moves by itself */}
        <a class="fr-link fr-link--sm" href="/atelier/chaine">
          {t('line.refresh')}
        </a>
        <p class="fr-mb-1w">
          <Today {...props} /> · {t('line.waiting', { n: waiting })}
        </p>
      </div>
      <Stepper {...props} />
      {waits && <RequestCard item={waits} />}
      {waits && mayBegin(props) && <Begin number={waits.number} />}
      <Advice {...props} />
      <LineTiles {...props} />
      <Keys {...props} />
      <OtherPlaces {...props} />
      <Last lines={lines} />
    </section>
  );
}

/** What was made today beside what is to be made: by the shop where the roster says how many work, and by each technician. */
function Today({ made, goal }: Pick<LineProps, 'made' | 'goal'>) {
  const { t } = useVisit();
  const { low, high, surgeUntil, technicians = 0 } = goal;
  const range = (times: number): string =>
    low === high ? String(low * times) : t('line.goal.range', { low: low * times, high: high * times });
  const counts = { own: made.own, made: made.all };
  return (
    <>
      <strong>
        {technicians > 0
          ? t('line.today.planned', { ...counts, planned: range(technicians) })
          : t('line.today', counts)}
      </strong>
      {' · '}
      {surgeUntil === null
        ? t('line.goal.usual', { goal: range(1) })
        : t('line.goal.surge', { n: high, hour: surgeUntil })}
    </>
  );
}

/** One blank is there, and it is not the one that was refused for this request a moment ago: nothing asks again by itself. */
function mayBegin({ bays, newest, waits }: LineProps): boolean {
  const [blank, ...more] = bays.filter(isFree);
  const refused = newest.some(
    ({ state, number, serial }) => state === 'failed' && number === waits?.number && serial === blank?.token?.serial,
  );
  return blank !== undefined && more.length === 0 && !refused;
}

/** The next gesture, and the one after it. */
function Stepper(props: LineProps) {
  const { t } = useVisit();
  const { waits, lines } = props;
  const made = labelNext(props);
  const print = made?.label === 'waiting';
  const label = print || made?.label === 'printed';
  const running = lines.filter(({ state }) => state === 'running').map(({ number }) => number);
  const plug = waits ? t('line.step.plug', { number: waits.number }) : t('line.step.plug.any');
  const isWritten = !waits && !label && running.length > 0; // nothing is to be scanned while the hands must stay off
  const steps = [
    t('line.step.scan'),
    isWritten ? t('line.step.work', { number: running.join(', ') }) : plug,
    print ? t('line.step.print', { number: made.number }) : t('line.step.label'),
  ];
  const n = waits || isWritten ? 2 : label ? 3 : 1;
  return (
    <div class="fr-stepper">
      <h2 class="fr-stepper__title">
        <span class="fr-stepper__state">{t('line.step', { n })}</span>
        {steps[n - 1]}
      </h2>
      <div class="fr-stepper__steps" data-fr-current-step={n} data-fr-steps={3} />
      {!isWritten && <p class="fr-stepper__details">{t('line.step.next', { what: steps[n % 3] ?? '' })}</p>}
    </div>
  );
}

/** Whose token it will be, before one is plugged in. */
function RequestCard({ item }: { item: RequestItem }) {
  const { t } = useVisit();
  const facts = [
    item.service,
    ...(item.assetNumber ? [t('request.workstation', { number: item.assetNumber })] : []),
    t(`motif.${motifOf(item)}`),
    t('line.card.to', { site: item.deliverySite }),
  ];
  return (
    <div class="jeton-panel jeton-line__card">
      <p class="fr-text--lead fr-mb-0">
        <strong>{item.holderName}</strong> · <span class="jeton-nowrap">{item.number}</span> <PriorityBadge of={item} />
      </p>
      <p class="fr-mb-0">
        {facts.join(' · ')}
        <PriorityWhy of={item} />
      </p>
    </div>
  );
}

/** The one blank that was waited for is there: sent by the page's script, or by Enter. */
function Begin({ number }: { number: string }) {
  const { visit, t } = useVisit();
  return (
    <form method="post" action="/atelier/chaine/commencer" data-ready>
      <input type="hidden" name="_csrf" value={visit.csrf} />
      <input type="hidden" name="number" value={number} />
      <button type="submit" class="fr-btn">
        {t('produce.one')}
      </button>
    </form>
  );
}

/** F-keys: no single letter, which a scanner would fire. */
function Keys(props: LineProps) {
  const { t } = useVisit();
  const { waits, scrap } = props;
  const made = labelNext(props);
  const failed = scrappable(props);
  const sure = failed !== undefined && failed === scrap;
  const look = 'fr-btn fr-btn--secondary fr-btn--sm';
  return (
    <div class="jeton-actions">
      {waits && (
        <PostButton action="/atelier/chaine/cote" values={{ number: waits.number }} class={look} hotkey="F2">
          F2 {t('line.key.aside')} ({waits.number})
        </PostButton>
      )}
      {made && (
        <PostButton action="/atelier/chaine/etiquette" values={{ number: made.number }} class={look} hotkey="F4">
          F4 {t(made.label === 'waiting' ? 'line.key.print' : 'line.key.reprint')} ({made.number})
        </PostButton>
      )}
      {failed && (
        <PostButton
          action="/atelier/chaine/rebut"
          values={{ serial: failed, ...(sure ? { sure: 'yes' } : {}) }}
          class={sure ? 'fr-btn fr-btn--sm jeton-btn--danger' : look}
          hotkey="F8"
        >
          F8 {t(sure ? 'line.key.scrap.sure' : 'line.key.scrap', { serial: grouped(failed) })}
        </PostButton>
      )}
    </div>
  );
}

/** Who works at the other places, and what waits there. */
function OtherPlaces({ places }: LineProps) {
  const { visit, t } = useVisit();
  const own = visit.me?.caller.bench?.place;
  const others = places.filter(({ place, holder }) => place !== own && holder !== null);
  if (others.length === 0) return null;
  return (
    <ul class="fr-mt-2w jeton-small">
      {others.map(({ place, holder, waits }) => (
        <li key={place}>
          {t('line.other', { place, who: holder?.name ?? '' })}
          {waits && ` ${t('line.other.waits', { number: waits })}`}
        </li>
      ))}
    </ul>
  );
}

function Last({ lines }: { lines: readonly Line[] }) {
  const { t, language } = useVisit();
  const ended = lines.filter((line) => line.endedAt !== null).slice(0, LAST);
  const said = ended.map((line) => {
    const seconds = Math.round(((line.endedAt ?? 0) - line.startedAt) / 1000);
    if (line.state === 'made') return `${line.number} ✓ ${t('line.tile.since', { n: seconds })}`;
    return `${line.number} ✗ ${line.failure ? explain(t, language, line.failure).title : ''}`;
  });
  if (said.length === 0) return <p class="fr-mt-2w jeton-small">{t('line.lasts', { what: t('line.last.none') })}</p>;
  return (
    <div class="fr-mt-2w jeton-small">
      <p class="fr-mb-0">{t('line.lasts', { what: '' })}</p>
      <ul>
        {said.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  );
}

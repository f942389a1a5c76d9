import { isFree } from '../../flow/production/bench-slots.ts';
import { type Making, PRODUCTION_STEPS } from '../../flow/production/steps.ts';
import { useHere } from '../frame/components/here.tsx';
import { grouped } from '../frame/components/names.ts';
import type { Bay } from '../workshop/bench.tsx';
import type { Line } from '../workshop/series.ts';
import { MakingSteps } from './making-steps.tsx';

type Look = 'free' | 'busy' | 'done' | 'failed' | 'empty';
interface Tile {
  look: Look;
  /** What the person does next there. */
  gesture: string;
}

/** What a slot shows: the job that runs or ran on the token in it, else the token, else that it is empty. */
function lineIn(bay: Bay, lines: readonly Line[]): Line | undefined {
  const last = lines.find((line) => line.slot === bay.slot);
  if (last?.state === 'running') return last;
  return last && bay.token?.serial === last.serial ? last : undefined;
}

/** The steps to show: those of the line in the slot, or of what another window, door or person makes there. */
function makingIn(bay: Bay, line: Line | undefined): Making | undefined {
  if (line?.labelled) return undefined;
  return line === undefined || line.number === bay.making?.number ? bay.making : undefined;
}

function useTile(): (bay: Bay, line: Line | undefined) => Tile {
  const { t } = useHere();
  return (bay, line) => {
    const state = line?.state ?? bay.making?.state;
    if (state === 'running') return { look: 'busy', gesture: t('line.tile.work') };
    if (line?.state === 'failed') return { look: 'failed', gesture: t('line.tile.failed') };
    if (line?.labelled) return { look: 'done', gesture: t('line.tile.done') };
    if (line) return { look: 'done', gesture: t(line.labelPrinted ? 'line.tile.label' : 'line.tile.reprint') };
    if (bay.several) return { look: 'failed', gesture: t('line.tile.several') };
    if (bay.state === 'failed') return { look: 'failed', gesture: t('line.tile.broken') };
    if (isFree(bay)) return { look: 'free', gesture: t('line.tile.ready') };
    if (bay.making?.state === 'made') return { look: 'done', gesture: t('line.tile.made') };
    if (bay.stock === 'foreign') return { look: 'failed', gesture: t('line.tile.foreign') };
    if (bay.stock === 'to_check') return { look: 'failed', gesture: t('line.tile.toCheck') };
    if (bay.stock === 'used') return { look: 'failed', gesture: t('line.tile.used') };
    return { look: 'empty', gesture: t('line.tile.plug') };
  };
}

/** What a slot's progress sounds like: read out by the page's script when it changes. */
function useSaid(): (bay: Bay, making: Making | undefined) => string | undefined {
  const { t } = useHere();
  return ({ position }, making) => {
    if (!making) return undefined;
    const { number, done, state } = making;
    const n = PRODUCTION_STEPS.indexOf(done) + 1;
    const next = PRODUCTION_STEPS[n] ?? done;
    if (state === 'failed') {
      const failed = t('making.failed', { step: t(`making.${next}`) });
      return t('making.said.failed', { position, number, failed });
    }
    return t('making.said', { position, number, step: t(`making.${done}`), n, of: PRODUCTION_STEPS.length });
  };
}

/** One tile a slot: where it is, what runs there and how far, what the hands do next. */
export function LineTiles({ bays, lines }: { bays: readonly Bay[]; lines: readonly Line[] }) {
  const { t, language, now } = useHere();
  const tile = useTile();
  const said = useSaid();
  return (
    <ul class="fr-raw-list jeton-tiles" aria-label={t('line.tiles')}>
      {bays.map((bay) => {
        const line = lineIn(bay, lines);
        const making = makingIn(bay, line);
        const { look, gesture } = tile(bay, line);
        const serial = bay.several?.map(grouped).join(' · ') ?? (bay.token ? grouped(bay.token.serial) : '');
        const seconds = line ? Math.max(0, Math.round(((line.endedAt ?? now) - line.startedAt) / 1000)) : 0;
        const who = line ? `${line.number} · ${line.holderName}` : (making?.number ?? '\u00a0');
        return (
          <li
            key={bay.slot}
            class={`jeton-tile jeton-tile--${look}`}
            data-slot={bay.slot}
            data-said={said(bay, making)}
          >
            <p class="jeton-tile__head">
              <strong>{bay.position}</strong>
              {line && <span>{t('line.tile.since', { n: seconds.toLocaleString(language) })}</span>}
            </p>
            <p class="jeton-mono jeton-tile__serial">{serial || '—'}</p>
            <p class="jeton-tile__who">{who}</p>
            {making && <MakingSteps making={making} position={bay.position} />}
            <p class="jeton-tile__do">{gesture}</p>
          </li>
        );
      })}
    </ul>
  );
}

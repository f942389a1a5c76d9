import { isFree } from '../../flow/production/bench-slots.ts';
import { type Making, PRODUCTION_STEPS } from '../../flow/production/steps.ts';
import type { Bay } from '../../flow/reading/token/line.ts';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Line } from '../workshop/series.ts';
import { type LineProps, lineIn } from './line-props.ts';
import { MakingSteps } from './making-steps.tsx';

type Look = 'free' | 'busy' | 'done' | 'failed' | 'empty';
interface Tile {
  look: Look;
  /** What the person does next there. */
  gesture: string;
}

/** The steps to show: those of the line in the slot, or of what another window, door or person makes there. */
function makingIn(bay: Bay, line: Line | undefined): Making | undefined {
  if (bay.made?.label === 'confirmed') return undefined;
  return line === undefined || line.number === bay.making?.number ? bay.making : undefined;
}

/** What is in a slot, by what is stored of its token: after a restart too. */
function useTile(): (bay: Bay, line: Line | undefined) => Tile {
  const { t } = useVisit();
  return (bay, line) => {
    const state = line?.state ?? bay.making?.state;
    if (state === 'running') return { look: 'busy', gesture: t('line.tile.work') };
    if (bay.made) return { look: 'done', gesture: t(`line.tile.label.${bay.made.label}`) };
    if (bay.several) return { look: 'failed', gesture: t('line.tile.several') };
    if (bay.state === 'failed') return { look: 'failed', gesture: t('line.tile.broken') };
    if (isFree(bay)) {
      const again = line?.state === 'failed' && line.begun;
      return again
        ? { look: 'failed', gesture: t('line.tile.wiped') }
        : { look: 'free', gesture: t('line.tile.ready') };
    }
    if (bay.tokenState === 'scrapped') return { look: 'failed', gesture: t('line.tile.scrapped') };
    if (bay.stock === 'foreign') return { look: 'failed', gesture: t('line.tile.foreign') };
    if (bay.stock === 'to_check') return { look: 'failed', gesture: t('line.tile.toCheck') };
    if (bay.stock === 'used') return { look: 'failed', gesture: t('line.tile.used') };
    return { look: 'empty', gesture: t('line.tile.plug') };
  };
}

/** What a slot's progress sounds like: read out by the page's script when it changes. */
function useSaid(): (bay: Bay, making: Making | undefined) => string | undefined {
  const { t } = useVisit();
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
export function LineTiles({ bays, lines }: Pick<LineProps, 'bays' | 'lines'>) {
  const { t, language, now } = useVisit();
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
        const who = line ? `${line.number} · ${line.holderName}` : (making?.number ?? bay.made?.number ?? '');
        return (
          <li
            key={bay.slot}
            class={`jeton-tile jeton-tile--${look}`}
            data-slot={bay.slot}
            data-said={said(bay, making)}
            data-sound={look === 'done' || look === 'failed' ? `${look} ${serial}` : undefined}
          >
            <p class="jeton-tile__head">
              <strong>{bay.position}</strong>
              {line && <span>{t('line.tile.since', { n: seconds.toLocaleString(language) })}</span>}
            </p>
            <p class="jeton-mono jeton-tile__serial">{serial || '—'}</p>
            <p class="jeton-tile__who" aria-hidden={who === '' ? 'true' : undefined}>
              {who || '\u00a0'}
            </p>
            {making && <MakingSteps making={making} position={bay.position} />}
            <p class="jeton-tile__do">{gesture}</p>
          </li>
        );
      })}
    </ul>
  );
}

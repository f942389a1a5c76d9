import { isFree, type SlotTold, stockTold, toldAs } from '../../flow/production/bench-slots.ts';
import type { Bay, WorkshopReading } from '../../flow/reading/token/line.ts';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { CheckButton } from '../stock/to-check.tsx';

/** The slots of this machine, where the technician finds them; those of a place where somebody else works say so. */
export function Bench({ bays, others }: Pick<WorkshopReading, 'bays' | 'others'>) {
  const { t } = useVisit();
  const whoWorksAt = (place: string) => others.find((other) => other.place === place)?.name;
  if (bays.length === 0) return <p class="jeton-empty">{t('bench.none')}</p>;
  return (
    <ul class="fr-raw-list jeton-bays">
      {bays.map((bay) => (
        <li key={bay.slot} class={`jeton-bay jeton-bay--${isFree(bay) ? 'free' : bay.state}`}>
          <div class="jeton-card__top">
            <strong>{bay.position}</strong>
            <BayBadge bay={bay} />
          </div>
          <p class={`fr-mb-0 ${bay.token ? 'jeton-mono' : 'jeton-muted'}`}>
            {!bay.token ? (
              t('bench.plug')
            ) : bay.stock === 'foreign' ? (
              grouped(bay.token.serial)
            ) : (
              <a href={`/stock/${bay.token.serial}`}>{grouped(bay.token.serial)}</a>
            )}
          </p>
          {whoWorksAt(bay.place) !== undefined && (
            <p class="fr-text--sm fr-mb-1w">
              {t('line.other', { place: bay.place, who: whoWorksAt(bay.place) ?? '' })}
            </p>
          )}
          <BayNote bay={bay} />
          {bay.stock === 'to_check' && bay.state === 'ready' && bay.token && (
            <CheckButton serial={bay.token.serial} slot={bay.slot} from="workshop" />
          )}
        </li>
      ))}
    </ul>
  );
}

/** What is done about a token that is not written now. */
function BayNote({ bay }: { bay: Bay }) {
  const { t } = useVisit();
  const told = stockTold(bay);
  if (told === 'usable' || told === 'none') return null;
  return <p class="fr-text--sm fr-mb-1w">{t(`bench.stock.${told}`)}</p>;
}

const BADGES: Readonly<Record<SlotTold, string>> = {
  busy: 'fr-badge--info',
  failed: 'fr-badge--error',
  empty: 'fr-badge--icon-left fr-icon-subtract-line',
  ready: 'fr-badge--success',
  foreign: 'fr-badge--warning',
  used: 'fr-badge--warning',
  made: 'fr-badge--success',
  to_check: 'fr-badge--warning',
};

function BayBadge({ bay }: { bay: Bay }) {
  const { t } = useVisit();
  const told = toldAs(bay);
  return <span class={`fr-badge fr-badge--sm ${BADGES[told]}`}>{t(`bench.${told}`)}</span>;
}

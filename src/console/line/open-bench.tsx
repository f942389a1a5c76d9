import type { Bay, BenchPlace } from '../../flow/reading/token/line.ts';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The shift begins: a place of the bench, and one proof of who works there. */
export function OpenBenchPage({ places, bays }: { places: readonly BenchPlace[]; bays: readonly Bay[] }) {
  const { visit, t, now } = useVisit();
  const me = visit.me?.person.id;
  const isOpen = ({ holder }: BenchPlace): boolean => holder === null || holder.personId === me || holder.until <= now;
  const first = places.find(isOpen);
  return (
    <>
      <h1>{t('line.open')}</h1>
      <p class="fr-text--lead">{t('line.shift')}</p>
      {places.length === 0 && <p class="jeton-empty">{t('bench.none')}</p>}
      <ul class="fr-raw-list jeton-panels">
        {places.map((one) => (
          <li key={one.place} class="jeton-panel">
            <h2 class="fr-h5">{t('line.place', { place: one.place })}</h2>
            <p>
              {bays
                .filter(({ place }) => place === one.place)
                .map(({ position }) => position)
                .join(' · ')}
            </p>
            {one.holder && (
              <p>
                {t('line.other', { place: one.place, who: one.holder.name })}
                {one.holder.until <= now && ` ${t('line.other.locked')}`}
              </p>
            )}
            {isOpen(one) && (
              <PostButton
                action="/atelier/chaine/ouvrir"
                values={{ place: one.place }}
                class={`fr-btn${one === first ? '' : ' fr-btn--secondary'}`}
              >
                {t('line.shift.open', { place: one.place })}
              </PostButton>
            )}
          </li>
        ))}
      </ul>
      <p class="fr-mt-4w">
        <a class="fr-link" href="/atelier/chaine/douchette">
          {t('scanner.title')}
        </a>
      </p>
    </>
  );
}

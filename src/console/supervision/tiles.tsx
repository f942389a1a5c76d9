import type { DaysSum } from '../../reports/sums.ts';
import type { CountKeyOf } from '../../words/translator.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Key } from '../frame/translate.ts';

/** Every figure of a day, and of days added up, in the order of their tiles. */
const FIGURES = [
  'received',
  'approved',
  'refused',
  'withdrawn',
  'closed',
  'produced',
  'handedOver',
  'activated',
  'revoked',
  'setAside',
  'scrapped',
  'acceptedByHolder',
  'acceptedByCode',
  'acceptedByTwo',
  'refusedActs',
] as const satisfies readonly (keyof DaysSum)[];
type Figure = (typeof FIGURES)[number];

/** The figures as tiles, each with the word for so many. */
export function Tiles({ of }: { of: Readonly<Record<Figure, number>> }) {
  const { t } = useVisit();
  return (
    <ul class="fr-raw-list jeton-figures">
      {FIGURES.map((name) => {
        const key: CountKeyOf<Key> = `report.${name}`;
        return (
          <li key={name}>
            <span class="jeton-figures__n">{of[name]}</span>
            <span>{t.count(key, of[name])}</span>
          </li>
        );
      })}
    </ul>
  );
}

import { useVisit } from './visit-context.tsx';

/** From so many seconds on what is left is said in minutes. */
const IN_MINUTES = 120;

interface PaceShown {
  perSecond: number | null;
  leftMs: number | null;
  of?: 'entries' | 'rows' | 'records';
}
/** How fast something long goes, in entries, rows or records a second, and how long it still takes; nothing of what cannot be told yet. */
export function Pace({ perSecond, leftMs, of = 'entries' }: PaceShown) {
  const { t, language } = useVisit();
  const seconds = leftMs === null ? null : Math.ceil(leftMs / 1000);
  const left =
    seconds === null
      ? null
      : seconds < IN_MINUTES
        ? t.count('reading.left', seconds)
        : t.count('reading.leftMinutes', Math.ceil(seconds / 60));
  // of less than one a second « 0 a second » would say that it stands still
  const pace =
    perSecond === null || perSecond < 1 ? null : t(`reading.pace.${of}`, { n: perSecond.toLocaleString(language) });
  const said = [pace, left].filter((one) => one !== null);
  return said.length === 0 ? null : <p class="fr-text--sm">{said.join(' · ')}</p>;
}

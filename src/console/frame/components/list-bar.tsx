import type { Total } from '../../../flow/reading/lists.ts';
import { useHere } from './here.tsx';

/** Between the filters of a list and its rows: how many they find. */
export function ListBar({ total }: { total: Total | undefined }) {
  const { t, language } = useHere();
  if (!total) return null;
  const { n, more } = total;
  return (
    <div class="jeton-list-bar">
      <p class="fr-mb-0">{more ? t('list.more', { n: n.toLocaleString(language) }) : t.count('list.total', n)}</p>
    </div>
  );
}

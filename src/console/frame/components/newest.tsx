import { useHere } from './here.tsx';

/** Above a list that shows no more than the newest of its rows: how many they are, and where the older ones are read. */
export function OnlyNewest({ of: { items, more } }: { of: { items: readonly unknown[]; more: boolean } }) {
  const { t } = useHere();
  return more ? <p>{t('list.newest', { n: items.length })}</p> : null;
}

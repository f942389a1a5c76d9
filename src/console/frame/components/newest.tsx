import { mightEver } from '../../../book/rights/authorise.ts';
import { useVisit } from './visit-context.tsx';

/**
 * Above a list that shows no more than the newest of its rows: how many they are, and for whoever may read the journal the way
 * to the others.
 */
export function OnlyNewest({ of: { items, more } }: { of: { items: readonly unknown[]; more: boolean } }) {
  const { t, visit } = useVisit();
  if (!more) return null;
  const { me, now } = visit;
  return (
    <p>
      {t('list.newest', { n: items.length })}
      {me && mightEver(me.caller, 'journal.read', now) && (
        <>
          {' '}
          <a href="/journal">{t('list.newest.journal')}</a>
        </>
      )}
    </p>
  );
}

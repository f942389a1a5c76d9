import { single, type Values } from '../forms.ts';
import { useVisit } from './visit-context.tsx';

/** Which page of a list the reader asks for: where the last one ended, 50 rows unless the list says otherwise. */
export const pageOf = ({ query }: { query: Values }, limit = 50) => ({
  limit,
  cursor: single(query, 'suite') || undefined,
});

/** On to the next page of a list, its filters kept; a list is read forwards only. */
export function NextPage({ next }: { next: string | null }) {
  const { t, visit } = useVisit();
  if (next === null && visit.query['suite'] === undefined) return null;
  return (
    <nav class="fr-mt-2w" aria-label={t('pages.label')}>
      <ul class="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
        {visit.query['suite'] !== undefined && (
          <li>
            <a class="fr-btn fr-btn--tertiary" href={withQuery(visit.path, visit.query, { suite: undefined })}>
              {t('pages.first')}
            </a>
          </li>
        )}
        {next !== null && (
          <li>
            <a class="fr-btn fr-btn--secondary" href={withQuery(visit.path, visit.query, { suite: next })}>
              {t('pages.next')}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

/** The same address with some parameters changed or taken out; notices do not travel on. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | readonly string[]>>,
  change: Readonly<Record<string, string | undefined>>,
): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name === 'info' || name === 'lang' || name in change) continue;
    for (const one of typeof value === 'string' ? [value] : value) if (one !== '') out.append(name, one);
  }
  for (const [name, value] of Object.entries(change)) if (value !== undefined) out.set(name, value);
  const text = out.toString();
  return text === '' ? path : `${path}?${text}`;
}

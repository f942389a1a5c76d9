import { single, type Values } from '../forms/forms.ts';
import { useVisit } from './visit-context.tsx';

/**
 * The parameter of an address that says where its list goes on; the second one is of past things below those that are open, the
 * third of a life, which is read for whoever asks.
 */
type PageParameter = 'suite' | 'passes' | 'vie';
/** How an address asks for a life. */
export const LIFE_ASKED = { parameter: 'vie', first: 'tout' } as const;

/** Which page of a list the reader asks for: where the last one ended, 50 rows unless the list says otherwise. */
export const pageOf = ({ query }: { query: Values }, limit = 50, parameter: PageParameter = 'suite') => ({
  limit,
  cursor: single(query, parameter) || undefined,
});

/** The page of past things that the reader asks for, on a page that has open ones as well: each list goes on by itself. */
export const pastPageOf = (member: { query: Values }) => pageOf(member, 50, 'passes');

/** The page of a life that the reader asks for; undefined for whoever asks for none. */
export function lifePageOf({ query }: { query: Values }, limit = 20) {
  const asked = single(query, LIFE_ASKED.parameter);
  if (asked === '') return undefined;
  return { limit, cursor: asked === LIFE_ASKED.first ? undefined : asked };
}

interface PagesProps {
  next: string | null;
  /** The page that the list stands on. A form of another address that was refused shows it as well, and has no pages itself. */
  page: string;
}

/** On to the next page of a list, its filters kept; a list is read forwards only. */
export function NextPage(props: PagesProps) {
  const { t } = useVisit();
  return <PageLinks {...props} parameter="suite" label={t('pages.label')} />;
}

/** The same of a life that stands on the page of its thing. */
export function LifePages(props: PagesProps) {
  const { t } = useVisit();
  return (
    <PageLinks
      {...props}
      parameter={LIFE_ASKED.parameter}
      first={LIFE_ASKED.first}
      label={t('pages.label.of', { title: t('life.title') })}
    />
  );
}

/** The same of past things, on a page that has open ones as well: each list goes on by itself. */
export const PastPages = (props: PagesProps & { label: string }) => <PageLinks {...props} parameter="passes" />;

/** The links of a list's pages. Each leads to its list where that is not the first of its page. */
function PageLinks({
  next,
  page,
  parameter,
  first,
  label,
}: PagesProps & { parameter: PageParameter; first?: string; label: string }) {
  const { t, visit } = useVisit();
  const isFirst = visit.query[parameter] === first;
  if (next === null && isFirst) return null;
  const to = (cursor: string | undefined): string => {
    const address = withQuery(page, visit.query, { [parameter]: cursor });
    return parameter === 'suite' ? address : `${address}#${parameter}`;
  };
  return (
    <nav class="fr-mt-2w" aria-label={label}>
      <ul class="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
        {!isFirst && (
          <li>
            <a class="fr-btn fr-btn--tertiary" href={to(first)}>
              {t('pages.first')}
            </a>
          </li>
        )}
        {next !== null && (
          <li>
            <a class="fr-btn fr-btn--secondary" href={to(next)}>
              {t('pages.next')}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

/**
 * The same address with some parameters changed or taken out; notices do not travel on. A path may name a place of its page, where its
 * list stands.
 */
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
  const [page, place] = path.split('#');
  const address = text === '' ? page : `${page}?${text}`;
  return place === undefined ? `${address}` : `${address}#${place}`;
}

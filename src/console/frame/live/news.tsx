import type { Request } from 'express';
import type { VNode } from 'preact';
import { isAppError } from '../../../errors.ts';
import type { News, NewsItem, NewsOf } from '../../../flow/reading/journal/news.ts';
import { useActText, useRoleText } from '../../journal/entry-parts.tsx';
import { stateText } from '../components/badges.tsx';
import { PAGE_MARK } from '../components/form.tsx';
import { withQuery } from '../components/pagination.tsx';
import { useVisit } from '../components/visit-context.tsx';
import { moment } from '../dates.ts';
import { single } from '../forms/forms.ts';
import type { Answer } from '../page-router.tsx';
import { part, type RouteParts } from '../screen-parts.ts';
import type { Member, Visit } from '../visit.ts';

/** Where a page stands: how many entries there were before it was drawn, and the state of what it shows. */
interface Mark {
  entries: number;
  state: string;
}
const markText = ({ entries, state }: Mark): string => `${entries}.${state}`;
/** Of an address or a form, which whoever sends it writes: it only says from where on the reader is told what they may read anyway. */
function markOf(text: string): Mark | undefined {
  const [, entries, state = ''] = /^(\d{1,15})\.([a-z_]{0,40})$/.exec(text) ?? [];
  return entries === undefined ? undefined : { entries: Number(entries), state };
}

interface NewsPage {
  /** The page's address without what is named by its last part. */
  base: string;
  /** The name of that part; left out where the page is one. */
  of?: 'number' | 'id';
  /** What it is about, by that part: it is looked at once for all who read it, and they are drawn when there is something new. */
  about(of: string): NewsOf;
  /** What was done since, by the rights of the reader; rejects where they may not read it any more. */
  read(member: Member, of: string, since: number): Promise<News>;
}
/** Draws a page, with what others do to the same thing while it stands there. `of`: the part of its address. */
export type WithNews = (member: Member, of: string, draw: () => Promise<Answer>) => Promise<Answer>;

/**
 * A page on which two persons may act at once: what others did since is said below it while it stands there, and above it where
 * an act was refused. The page itself stays as it was read: nothing moves under a pointer, and nothing typed is lost.
 */
export function newsOn({ door, follow, topics }: RouteParts, { base, of: name, about, read }: NewsPage): WithNews {
  const ofIn = (req: Request): string => (name === undefined ? '' : part(req, name));
  const pageOf = (of: string): string => (name === undefined ? base : `${base}/${of}`);
  const told = (member: Member, of: string, since: Mark, place: 'above' | 'below', news: News): VNode => {
    const address = withQuery(`${pageOf(of)}/nouvelles`, member.query, { ...OWN_QUERY, depuis: markText(since) });
    const link =
      place === 'below' ? withQuery(pageOf(of), member.query, { ...OWN_QUERY, depuis: undefined }) : undefined;
    return <NewsPiece news={news} since={since} followed={address} link={link} />;
  };

  follow(
    name === undefined ? `${base}/nouvelles` : `${base}/:${name}/nouvelles`,
    (_, req) => ({
      name: `news of ${pageOf(ofIn(req))}`,
      within: topics.records,
      sign: () => door.flow.reading.signOfNews(about(ofIn(req))),
      spare: SPARE,
    }),
    async (member, req) => {
      const of = ofIn(req);
      const since = markOf(single(member.query, 'depuis')) ?? { entries: 0, state: '' };
      return told(member, of, since, 'below', await read(member, of, since.entries));
    },
  );

  return async (member, of, draw) => {
    // before what is shown is read: what comes between is told
    const entries = await (member.entriesBefore ?? door.flow.reading.entriesNow());
    const [answer, now] = await Promise.all([draw(), readable(read(member, of, entries))]);
    if (!now || !('page' in answer)) return answer;
    const fresh = { entries, state: now.state?.state ?? '' };
    const before = markOf(single(member.values, PAGE_MARK));
    const isRefused = member.failure !== undefined && before !== undefined;
    // a form that goes on is the page that was opened first
    const since = isRefused || member.goesOn ? (before ?? fresh) : fresh;
    const news = since === fresh ? now : await read(member, of, since.entries);
    const as: Visit = { ...(answer.as ?? member), pageMark: markText(isRefused ? fresh : since) };
    const notice = told(member, of, since, isRefused ? 'above' : 'below', news);
    const page = (
      <>
        {isRefused && notice}
        {answer.page}
        {!isRefused && notice}
        <p id="line-said" class="fr-sr-only" role="status" />
      </>
    );
    return { ...answer, as, page };
  };
}

/** Streams that news leave to others: half of them. */
const SPARE = 250;
/** What an address says of its page alone: of the news, nothing. */
const OWN_QUERY = { tous: undefined };

/** Undefined for people who see the page and not what is done about it, as an agent does of a machine that they have. */
async function readable(news: Promise<News>): Promise<News | undefined> {
  try {
    return await news;
  } catch (error) {
    if (isAppError(error, 'not_found', 'forbidden')) return undefined;
    throw error;
  }
}

interface PieceProps {
  news: News;
  since: Mark;
  followed: string;
  /** To the page as it is now; none where it is that already. */
  link: string | undefined;
}

function NewsPiece({ news, since, followed, link }: PieceProps) {
  const { t, follow } = useVisit();
  const { items, more, state } = news;
  const isMoved = state !== undefined && state.state !== since.state;
  const isNews = items.length > 0 || isMoved;
  return (
    <div id="news" class={link === undefined ? 'jeton-news' : 'jeton-news jeton-news--below'} {...follow(followed)}>
      {isNews && (
        <div class="fr-alert fr-alert--info fr-alert--sm">
          <p class="fr-text--bold fr-mb-1v">{t('news.title')}</p>
          <ul class="fr-raw-list">
            {items.map((item) => (
              <NewsLine key={item.entry.seq} item={item} />
            ))}
            {more && <li>{t('news.more')}</li>}
          </ul>
          {isMoved && <p class="fr-mb-0">{t('news.state', { state: stateText(t, state) })}</p>}
          {link !== undefined && (
            <p class="fr-mb-0">
              <a href={link} data-carry>
                {t('news.open')}
              </a>
            </p>
          )}
        </div>
      )}
      <p class="fr-mb-0" data-over hidden>
        {t('news.over')}
      </p>
    </div>
  );
}

function NewsLine({ item: { entry, actor, mine, number } }: { item: NewsItem }) {
  const { t, language } = useVisit();
  const actText = useActText();
  const roleText = useRoleText();
  const who = mine ? t('news.you') : (actor ?? roleText(entry.role));
  const what = actText(entry);
  const about = number === null ? what : `${number}, ${what}`;
  return (
    <li data-said={t('news.said', { who, what: about })}>
      <strong>{who}</strong> – {number !== null && <a href={`/demandes/${number}`}>{number}</a>} {what},{' '}
      {moment(language, Date.parse(entry.at))}
    </li>
  );
}

import type { ComponentChildren } from 'preact';
import type { Surge } from '../../../book/rules/limits.ts';
import type { Waiting } from '../../../flow/two-persons/waiting.ts';
import { FirstDay, type Tour } from '../../help/first-day.tsx';
import { addressOf, SCRIPTS, STYLES } from '../assets.ts';
import { FailureAlert } from '../components/alerts.tsx';
import { useVisit } from '../components/visit-context.tsx';
import { moment } from '../dates.ts';
import { PageLost } from '../live/page-lost.tsx';
import { confirmAddress, waitingRoles } from '../visit.ts';
import { Banner } from './banner.tsx';
import { Display } from './display.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import type { MenuEntry } from './menu.ts';
import { NoticeAlert } from './notice-alert.tsx';
import { ScreenHelp } from './screen-help.tsx';
import { SurgeBanner } from './surge-banner.tsx';

interface LayoutProps {
  title: string;
  menu: readonly MenuEntry[];
  /** The reader can find something by the search in the header. */
  searches: boolean;
  /** The page has the whole screen: no menu, no footer. */
  full: boolean;
  surge: Surge | undefined;
  /** What two persons have to confirm; undefined for people who are no operators. */
  waiting: Waiting | undefined;
  /** What somebody new opens first; undefined elsewhere than on their home page, and once it is over. */
  tour: Tour | undefined;
  children: ComponentChildren;
}

/** The frame of every page: skip links first, banner of evaluation, header, what the last act answered, the page, footer. */
export function Layout({ title, menu, searches, surge, waiting, full, tour, children }: LayoutProps) {
  const { visit, language, t, now } = useVisit();
  const failed = visit.failure ? `${t('page.failed')} ` : '';
  return (
    <html lang={language} data-fr-theme={visit.theme}>
      <Head title={`${failed}${title} – Jeton`} />
      <body>
        {!full && <SkipLinks menu={menu.length > 0} />}
        <EvaluationBanner />
        <WithheldBanner />
        {waiting && <WaitingBanner {...waiting} />}
        {surge && <SurgeBanner {...surge} />}
        {!full && <Header menu={menu} searches={searches} />}
        <main id="content" tabIndex={-1} class={full ? 'jeton-full' : 'fr-container fr-pt-4w fr-pb-8w'}>
          <ScreenHelp apart={full} />
          {visit.failure && <FailureAlert failure={visit.failure} />}
          {visit.notice && <NoticeAlert notice={visit.notice} />}
          {tour && <FirstDay {...tour} />}
          {children}
        </main>
        <p class="jeton-printed">{t('page.printed', { at: moment(language, now) })}</p>
        {!full && <Footer />}
        {!full && <Display />}
        {!full && <PageLost />}
      </body>
    </html>
  );
}

function Head({ title }: { title: string }) {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
      <link rel="icon" href={addressOf('favicon.svg')} type="image/svg+xml" />
      {STYLES.map((name) => (
        <link key={name} rel="stylesheet" href={addressOf(name)} />
      ))}
      {SCRIPTS.map((name) => (
        <script key={name} type="module" src={addressOf(name)} />
      ))}
    </head>
  );
}

function SkipLinks({ menu }: { menu: boolean }) {
  const { t } = useVisit();
  const links = [
    { href: '#content', text: t('skip.content') },
    ...(menu ? [{ href: '#navigation', text: t('skip.menu') }] : []),
    { href: '#footer', text: t('skip.footer') },
  ];
  return (
    <div class="fr-skiplinks">
      <nav class="fr-container" aria-label={t('skip.label')}>
        <ul class="fr-skiplinks__list">
          {links.map(({ href, text }) => (
            <li key={href}>
              <a class="fr-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** On every page but the confirmation itself: some roles wait for the passkey. */
function WithheldBanner() {
  const { visit, t } = useVisit();
  if (waitingRoles(visit).length === 0 || visit.path === '/connexion/cle') return null;
  return (
    <Banner kind="info" label={t('banner.withheld')}>
      <span class="fr-notice__title">{t('banner.withheld')}</span>{' '}
      <a class="fr-notice__link" href={confirmAddress(visit)}>
        {t('banner.withheld.confirm')}
      </a>
    </Banner>
  );
}

/** On every page of operators, until two persons have confirmed it: so nobody wonders why nothing is issued. */
function WaitingBanner({ restore, changed }: Waiting) {
  const { t } = useVisit();
  if (restore === undefined && changed.length === 0) return null;
  const names = changed.map(({ name }) => (name === 'configuration' ? t('banner.configuration') : name)).join(', ');
  return (
    <Banner kind="warning" label={t('banner.waiting')}>
      <span class="fr-notice__title">{restore ? t('banner.restore') : t('banner.changed', { names })}</span>{' '}
      {restore === 'revocations-missing' && <span class="fr-notice__desc">{t('banner.restore.blind')} </span>}
      <a class="fr-notice__link" href="/double-controle">
        {t('menu.dualControl')}
      </a>
    </Banner>
  );
}

/** Nothing here opens a real network: said on every page, never to be closed. */
function EvaluationBanner() {
  const { site, t } = useVisit();
  if (!site.evaluation && !site.demo) return null;
  return (
    <Banner kind="warning" label={t('banner.label')}>
      {site.evaluation && (
        <>
          <span class="fr-notice__title">{t('banner.evaluation')}</span>{' '}
          <span class="fr-notice__desc">{t('banner.evaluation.desc')}</span>{' '}
        </>
      )}
      {site.demo && <span class="fr-notice__desc">{t('banner.demo')}</span>}
    </Banner>
  );
}

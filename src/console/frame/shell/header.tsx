import { CloseButton } from '../components/close-button.tsx';
import { PostButton } from '../components/form.tsx';
import { nameOf } from '../components/names.ts';
import { useVisit } from '../components/visit-context.tsx';
import { single } from '../forms/forms.ts';
import { addressIn } from '../visit.ts';
import type { MenuEntry } from './menu.ts';
import { COUNTED_MOST } from './menu.ts';
import { SEARCH, SEARCHED_TEXT, SearchForm } from './search-form.tsx';

/**
 * Brand block, at most three quick links, the search of who can find something, the menu of one's roles. On small screens
 * links and menu are behind a button, the search behind another, which the browser serves itself.
 */
export function Header({ menu, searches }: { menu: readonly MenuEntry[]; searches: boolean }) {
  const { t } = useVisit();
  return (
    <header class="fr-header">
      <div class="fr-header__body">
        <div class="fr-container">
          <div class="fr-header__body-row">
            <div class="fr-header__brand fr-enlarge-link">
              <div class="fr-header__brand-top">
                <div class="fr-header__logo">
                  <p class="fr-logo">
                    Ministère
                    <br />
                    de l’Intérieur
                  </p>
                </div>
                <div class="fr-header__navbar">
                  {searches && (
                    <button
                      type="button"
                      class="fr-btn--search fr-btn"
                      popovertarget="modal-search"
                      title={t('search.send')}
                    >
                      {t('search.send')}
                    </button>
                  )}
                  <button type="button" class="fr-btn--menu fr-btn" popovertarget="modal-menu" title={t('header.menu')}>
                    {t('header.menu')}
                  </button>
                </div>
              </div>
              <div class="fr-header__service">
                <a href="/" title={t('header.home')}>
                  <p class="fr-header__service-title">Jeton</p>
                </a>
                <p class="fr-header__service-tagline">{t('header.tagline')}</p>
              </div>
            </div>
            <div class="fr-header__tools">
              <div class="fr-header__tools-links">
                <QuickLinks />
              </div>
              {searches && <Search />}
            </div>
          </div>
        </div>
      </div>
      <div class="fr-header__menu fr-modal" id="modal-menu" popover="auto">
        <div class="fr-container">
          <CloseButton target="modal-menu" />
          <div class="fr-header__menu-links">
            <QuickLinks />
          </div>
          {menu.length > 0 && <Menu entries={menu} />}
        </div>
      </div>
    </header>
  );
}

/** What was looked for stands in the field again beside what was found. */
function Search() {
  const { visit } = useVisit();
  const text = visit.path === SEARCH ? single(visit.query, SEARCHED_TEXT) : '';
  return (
    <div class="fr-header__search fr-modal" id="modal-search" popover="auto">
      <div class="fr-container fr-container-lg--fluid">
        <CloseButton target="modal-search" />
        <SearchForm text={text} />
      </div>
    </div>
  );
}

function QuickLinks() {
  const { visit, t } = useVisit();
  const account = visit.me && (
    <li>
      <a class="fr-btn fr-icon-account-circle-line" href="/compte">
        {nameOf(visit.me.person)}
      </a>
    </li>
  );
  return (
    <ul class="fr-btns-group">
      {account}
      <LanguageSwitch />
      <li>
        {visit.me ? (
          <PostButton action="/deconnexion" class="fr-btn fr-icon-logout-box-r-line">
            {t('header.signOut')}
          </PostButton>
        ) : (
          <a class="fr-btn fr-icon-lock-unlock-line" href="/connexion">
            {t('header.signIn')}
          </a>
        )}
      </li>
    </ul>
  );
}

/** The same page in the other language; a plain link, so that it works without script. */
function LanguageSwitch() {
  const { visit, language } = useVisit();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <li>
      <a class="fr-btn fr-icon-translate-2" href={addressIn(visit, { lang: other })} hreflang={other} lang={other}>
        {other === 'en' ? 'English' : 'Français'}
      </a>
    </li>
  );
}

function Menu({ entries }: { entries: readonly MenuEntry[] }) {
  const { t } = useVisit();
  return (
    <nav class="fr-nav" id="navigation" aria-label={t('menu.label')}>
      <ul class="fr-nav__list">
        {entries.map(({ href, text, count, current }) => (
          <li key={href} class="fr-nav__item">
            <a class="fr-nav__link" href={href} {...(current ? { 'aria-current': 'page' as const } : {})}>
              {t(text)}
              {count !== undefined && count > 0 && <MenuCount n={count} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function MenuCount({ n }: { n: number }) {
  const { t } = useVisit();
  return (
    <>
      {' '}
      <span class="jeton-count">
        {n > COUNTED_MOST ? `${COUNTED_MOST}+` : n}
        <span class="fr-sr-only"> {t('menu.waiting')}</span>
      </span>
    </>
  );
}

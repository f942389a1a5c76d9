import { useVisit } from '../components/visit-context.tsx';

const STATE_SITES = ['info.gouv.fr', 'service-public.gouv.fr', 'legifrance.gouv.fr', 'data.gouv.fr'];

/** Footer of rule W2: the four state sites, what the law asks to name, and the display settings. */
export function Footer() {
  const { site, t } = useVisit();
  return (
    <footer class="fr-footer" id="footer">
      <div class="fr-container">
        <div class="fr-footer__body">
          <div class="fr-footer__brand fr-enlarge-link">
            <a href="/" title={t('header.home')}>
              <p class="fr-logo">
                Ministère
                <br />
                de l’Intérieur
              </p>
            </a>
          </div>
          <div class="fr-footer__content">
            <p class="fr-footer__content-desc">{t('footer.desc')}</p>
            <ul class="fr-footer__content-list">
              {STATE_SITES.map((name) => (
                <li key={name} class="fr-footer__content-item">
                  <a
                    class="fr-footer__content-link"
                    target="_blank"
                    rel="noopener external"
                    title={`${name} – ${t('footer.newWindow')}`}
                    href={`https://${name}`}
                  >
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        </div>
        <div class="fr-footer__bottom">
          <ul class="fr-footer__bottom-list">
            <FooterLink href="/plan-du-site">{t('footer.plan')}</FooterLink>
            <FooterLink href="/accessibilite">{t('footer.accessibility')}</FooterLink>
            <FooterLink href="/aide">{t('menu.help')}</FooterLink>
            <li class="fr-footer__bottom-item">
              <button
                type="button"
                class="fr-footer__bottom-link fr-icon-theme-fill fr-btn--icon-left"
                popovertarget="display"
              >
                {t('footer.display')}
              </button>
            </li>
          </ul>
          <div class="fr-footer__bottom-copy">
            <p>{t('footer.version', { version: site.version })}</p>
          </div>
        </div>
      </div>
    </footer>
  );
}

function FooterLink({ href, children }: { href: string; children: string }) {
  return (
    <li class="fr-footer__bottom-item">
      <a class="fr-footer__bottom-link" href={href}>
        {children}
      </a>
    </li>
  );
}

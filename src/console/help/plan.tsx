import { useVisit } from '../frame/components/visit-context.tsx';
import type { MenuEntry } from '../frame/shell/menu.ts';

/** Every page that the reader may open, in plain links: a second way to find one's way, without script too. */
export function PlanPage({ menu }: { menu: readonly MenuEntry[] }) {
  const { t } = useVisit();
  const rest = [
    ...(menu.length > 0
      ? [{ href: '/compte', text: t('account.title') }]
      : [{ href: '/connexion', text: t('signIn.title') }]),
    { href: '/aide', text: t('menu.help') },
    { href: '/accessibilite', text: t('accessibility.title') },
  ];
  const links = [...menu.filter((m) => m.href !== '/aide').map((m) => ({ href: m.href, text: t(m.text) })), ...rest];
  return (
    <>
      <h1>{t('footer.plan')}</h1>
      <ul>
        {links.map(({ href, text }) => (
          <li key={href}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

import { rolesOf } from '../../../book/rights/roles.ts';
import { helpOf } from '../../help/of-screen.ts';
import { useVisit } from '../components/visit-context.tsx';

/**
 * The way to what the guides say of this page. `apart`: in a window of its own, for a screen at which somebody works without a
 * pause. Nothing stands before a locked bench.
 */
export function ScreenHelp({ apart }: { apart: boolean }) {
  const { visit, t } = useVisit();
  if (!visit.me || visit.me.locked) return null;
  const roles = rolesOf(visit.me.caller, visit.now);
  const address = helpOf(visit.path, roles) ?? (visit.page === undefined ? undefined : helpOf(visit.page, roles));
  if (address === undefined) return null;
  const title = `${t('guide.screen')} – ${t('footer.newWindow')}`;
  return (
    <p class="jeton-screen-help jeton-no-print">
      <a class="fr-link fr-link--sm" href={address} {...(apart ? { target: '_blank', rel: 'noopener', title } : {})}>
        {t('guide.screen')}
      </a>
    </p>
  );
}

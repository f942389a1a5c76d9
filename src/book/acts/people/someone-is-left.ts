import { isOpen } from '../../judge/standing.ts';
import { must } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { isLastOfRole, NEEDED } from '../../rights/last-of-role.ts';
import type { RowOf } from '../../tables/row.ts';

/** Refuses an act after which nobody could appoint anybody. `gone`: the grants that end, or whose account closes. */
export const someoneIsLeft = (gone: (s: Scene) => (grant: RowOf<'grant'>) => boolean) =>
  must(
    'il reste un responsable sécurité et un administrateur',
    'a security officer and an administrator are left',
    (s) =>
      NEEDED.every((role) => {
        const grants = s.find('grantsOfRole', role);
        return !isLastOfRole(grants, (id) => isOpen(s, id), { gone: gone(s), now: s.clock.latest });
      }),
  );

import { must } from '../language.ts';
import { isLastOfRole, NEEDED } from '../last-of-role.ts';
import type { RowOf } from '../row.ts';
import type { Scene } from '../scene.ts';
import { isOpen } from '../standing.ts';

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

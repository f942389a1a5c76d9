import type { RouteParts } from '../frame/screen-parts.ts';
import { homeOf } from '../frame/shell/menu.ts';

/** Dismisses the first-day tour, or begins it again: a choice of the reader's own. */
export function tourRoutes({ door: { flow }, on }: RouteParts): void {
  on.post(
    '/premiers-pas/terminer',
    async (member) => {
      await flow.firstSteps.dismiss(member.me.caller);
      return { to: homeOf(member), notice: { kind: 'success', text: 'tour.dismissed' } };
    },
    { show: (member) => ({ to: homeOf(member) }), back: () => '/' },
  );
  on.post(
    '/premiers-pas/reprendre',
    async (member) => {
      await flow.firstSteps.again(member.me.caller);
      return { to: homeOf(member), notice: { kind: 'success', text: 'tour.begun' } };
    },
    { show: (member) => ({ to: homeOf(member) }), back: () => '/aide' },
  );
}

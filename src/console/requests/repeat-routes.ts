import type { Request } from 'express';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { RepeatProduction } from '../../flow/handover/handover.ts';
import { grouped } from '../frame/components/names.ts';
import { parseForm } from '../frame/forms/forms.ts';
import { postGrave, type Question } from '../frame/forms/grave-acts.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';

/** « Recommencer la production » of a page `path/:number`: it revokes a token, so it is asked once whose. `show`: that page. */
export function repeatRoute(
  { door: { flow }, on }: Pick<RouteParts, 'door' | 'on'>,
  path: string,
  show: Handler<Member>,
): void {
  const asked = (member: Member, req: Request) =>
    parseForm(RepeatProduction, { ...member.values, requestId: part(req, 'number') });
  postGrave(on, `${path}/:number/recommencer`, {
    ask: async (member, req): Promise<Question> => {
      const { t } = member;
      const { reason, requestId } = asked(member, req);
      const { request, tokens } = await flow.reading.request(member.me.caller, requestId);
      // none where it was reported lost before
      const token = tokens.find(({ state }) => TOKEN_IN_USE.includes(state));
      const state = token && { value: t(`state.token.${token.state}`), to: t('state.token.revoked') };
      return {
        title: 'repeat.ask',
        facts: [
          { term: t('label.number'), value: request.number },
          { term: t('label.holder'), value: request.holderName },
          { term: t('label.serial'), value: token ? grouped(token.id) : '—' },
          ...(state ? [{ term: t('label.state'), ...state }] : []),
          { term: t('label.reason'), value: t(`revocation.${reason}`) },
        ],
        warning: token ? 'repeat.ask.warning' : 'repeat.ask.warning.none',
        send: 'repeat.send',
        back: `${path}/${request.number}`,
      };
    },
    run: async (member, req) => {
      const input = asked(member, req);
      await flow.handover.repeat(member.me.caller, input);
      const number = part(req, 'number');
      return { to: `${path}/${number}`, notice: { kind: 'success', text: 'done.repeat', params: { number } } };
    },
    show,
    act: 'handover.repeat',
  });
}

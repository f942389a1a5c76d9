import { mightEver } from '../../book/authorise.ts';
import { TokenRef, UnblockToken } from '../../book/decisions.ts';
import type { Right } from '../../book/sentences.ts';
import { ChangeStock, RecycleToken } from '../../flow/stock/stock.ts';
import type { Answer, Handler } from '../frame/exchange.tsx';
import { parseForm, single } from '../frame/forms.ts';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { TokenPage } from './token.tsx';

/** Where an act on a token leads back to, by the page that it came from. */
const BACK = { list: '/stock', line: '/atelier/chaine' } as const;

/** One token: what it is, who held it, and its further lives: recycled, unblocked, renewed, destroyed. */
export function tokenRoutes({ door: { flow }, on }: RouteParts): void {
  const show: Handler<Member> = async (member, req) => {
    const { serial } = parseForm(TokenRef, { serial: part(req, 'serial') });
    const { caller } = member.me;
    const may = (right: Right) => mightEver(caller, right, member.now);
    const detail = await flow.reading.token(caller, serial);
    const slots = may('bench.read') ? await flow.reading.slots(caller) : [];
    const place = slots.find((slot) => slot.token?.serial === serial);
    const page = <TokenPage detail={detail} place={place} may={may} />;
    return { title: member.t('token.title', { serial }), page };
  };
  on.get('/stock/:serial', show);

  const done = (serial: string, text: Key): Answer => ({
    to: `/stock/${serial}`,
    notice: { kind: 'success', text, params: { serial } },
  });
  const about = (member: Member, req: Parameters<typeof part>[0]) => ({
    ...member.values,
    serial: part(req, 'serial'),
  });

  on.post(
    '/stock/:serial',
    async (member, req) => {
      const input = parseForm(ChangeStock, about(member, req));
      await flow.stock.change(member.me.caller, input);
      const answer = done(input.serial, 'stock.changed');
      const from = single(member.values, '_from');
      return from in BACK ? { ...answer, to: BACK[from as keyof typeof BACK] } : answer;
    },
    { show, act: 'stock.change' },
  );
  on.post(
    '/stock/:serial/recycler',
    async (member, req) => {
      const input = parseForm(RecycleToken, about(member, req));
      await flow.stock.recycle(member.me.caller, input);
      return done(input.serial, 'token.recycle.done');
    },
    { show, act: 'stock.recycle' },
  );
  on.post(
    '/stock/:serial/debloquer',
    async (member, req) => {
      const args = parseForm(UnblockToken, about(member, req));
      await flow.dualControl.propose(member.me.caller, { act: 'token.unblock', args });
      return done(args.serial, 'token.proposed');
    },
    { show, act: 'token.unblock' },
  );
  on.post(
    '/stock/:serial/detruire',
    async (member, req) => {
      const args = parseForm(TokenRef, about(member, req));
      await flow.dualControl.propose(member.me.caller, { act: 'token.destroy', args });
      return done(args.serial, 'token.proposed');
    },
    { show, act: 'token.destroy' },
  );
  on.post(
    '/stock/:serial/proces-verbal',
    async (member, req) => {
      const input = parseForm(TokenRef, about(member, req));
      await flow.stock.printDestructionReport(member.me.caller, input);
      return done(input.serial, 'token.report.done');
    },
    { show, act: 'destruction.print' },
  );
}

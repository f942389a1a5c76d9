import type { z } from 'zod';
import { mightEver, mightForOthers } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { AskToUnblock, TokenRef } from '../../book/rules/decision-args.ts';
import { RebindToken } from '../../flow/handover/rebinding.ts';
import { CheckToken } from '../../flow/stock/check-token.ts';
import { ChangeStock, RecycleToken } from '../../flow/stock/stock.ts';
import { lifePageOf } from '../frame/components/pagination.tsx';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave, type Question } from '../frame/forms/grave-acts.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { type Notice, proposedNotice } from '../frame/shell/notices.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { MACHINE_SOUGHT } from '../handover/rebinding.tsx';
import { LifeSection } from '../journal/life-list.tsx';
import { TokenPage } from './token.tsx';
import { type GraveStockAction, isGrave, tokenQuestion } from './token-question.ts';

/** Where an act on a token leads back to, by the page that it came from. */
const BACK = { list: '/stock', line: '/atelier/chaine', workshop: '/atelier' } as const;

/** The page of one token: what it is, who held it, and the acts on it: recycle, check, unblock, destroy. */
export function tokenRoutes({ door: { flow }, on, follow, topics }: RouteParts): void {
  const stateOf = async (member: Member, req: Parameters<typeof part>[0]) => {
    const { serial } = parseForm(TokenRef, { serial: part(req, 'serial') });
    const { caller } = member.me;
    const may = (right: Right) => mightEver(caller, right, member.now);
    const detail = await flow.reading.token(caller, serial, single(member.query, MACHINE_SOUGHT) || undefined);
    const slots = may('bench.read') ? await flow.reading.slots(caller) : [];
    const place = slots.find((slot) => slot.token?.serial === serial);
    const people = [detail.token.holderId ?? '', ...detail.holders.map(({ holderId }) => holderId)];
    const { id, holderId } = detail.token;
    const [opens, lost] = await Promise.all([
      flow.reading.peopleToOpen(caller, people),
      holderId === null ? undefined : flow.reading.tokensToReport(caller, holderId),
    ]);
    const reportable = lost?.has(id) ?? false;
    return {
      detail,
      place,
      may,
      opens,
      reportable,
      opensMachines: mightForOthers(caller, 'workstation.read', member.now),
    };
  };
  const show: Handler<Member> = async (member, req) => {
    const state = await stateOf(member, req);
    const { id } = state.detail.token;
    const asked = lifePageOf(member);
    const life = asked && (await flow.reading.tokenLife(member.me.caller, id, asked));
    const page = (
      <>
        <TokenPage {...state} />
        <LifeSection life={life} kind="token" id={id} name={id} page={`/stock/${id}`} />
      </>
    );
    return { title: member.t('token.title', { serial: id }), page };
  };
  on.get('/stock/:serial', show);
  follow(
    '/stock/:serial/etat',
    () => topics.bench,
    async (member, req) => <TokenPage {...(await stateOf(member, req))} />,
  );

  const said = (serial: string, text: Key): Notice => ({ kind: 'success', text, params: { serial } });
  const done = (serial: string, text: Key): { to: string; notice: Notice } => ({
    to: `/stock/${serial}`,
    notice: said(serial, text),
  });
  const back = <A extends { to: string }>(member: Member, answer: A): A => {
    const from = single(member.values, '_from');
    return from in BACK ? { ...answer, to: BACK[from as keyof typeof BACK] } : answer;
  };
  const about = (member: Member, req: Parameters<typeof part>[0]) => ({
    ...member.values,
    serial: part(req, 'serial'),
  });

  const question = async (member: Member, serial: string, action: GraveStockAction): Promise<Question> =>
    tokenQuestion(
      member,
      action,
      await flow.reading.token(member.me.caller, serial),
      back(member, { to: `/stock/${serial}` }).to,
    );
  postGrave(on, '/stock/:serial', {
    // the other changes have a way back
    ask: async (member, req) => {
      const { serial, action } = parseForm(ChangeStock, about(member, req));
      return isGrave(action) ? question(member, serial, action) : undefined;
    },
    run: async (member, req) => {
      const input = parseForm(ChangeStock, about(member, req));
      await flow.stock.change(member.me.caller, input);
      return back(member, done(input.serial, 'stock.changed'));
    },
    show,
    act: 'stock.change',
  });
  on.post(
    '/stock/:serial/verifier',
    async (member, req) => {
      const input = parseForm(CheckToken, about(member, req));
      const { state } = await flow.stock.check(member.me.caller, input);
      const { serial } = input;
      if (state === 'in_stock') return back(member, done(serial, 'token.recycle.done'));
      const notice = { kind: 'warning', text: 'token.check.refused', params: { serial } } as const;
      return back(member, { to: `/stock/${serial}`, notice });
    },
    { show, act: 'token.check' },
  );
  /** One act on the token, by its own form; `run` answers what the page says of it. */
  const act = <S extends z.ZodType<{ serial: string }>>(
    [way, right]: [string, Right],
    schema: S,
    run: (caller: Caller, input: z.output<S>) => Promise<Notice>,
  ) =>
    on.post(
      `/stock/:serial/${way}`,
      async (member, req) => {
        const input = parseForm(schema, about(member, req));
        return { to: `/stock/${input.serial}`, notice: await run(member.me.caller, input) };
      },
      { show, act: right },
    );
  act(['recycler', 'stock.recycle'], RecycleToken, async (by, input) => {
    await flow.stock.recycle(by, input);
    return said(input.serial, 'token.recycle.done');
  });
  act(['debloquer', 'token.unblock'], AskToUnblock, async (by, args) =>
    proposedNotice(await flow.dualControl.propose(by, { act: 'token.unblock', args }), 'token.proposed'),
  );
  act(['controle', 'handover.checkIdentity'], RebindToken, async (by, input) => {
    await flow.rebinding.check(by, input);
    return said(input.serial, 'rebind.checked');
  });
  act(['poste', 'token.rebind'], RebindToken, async (by, input) => {
    await flow.rebinding.rebind(by, input);
    return said(input.serial, 'rebind.done');
  });
  postGrave(on, '/stock/:serial/detruire', {
    ask: (member, req) => question(member, parseForm(TokenRef, about(member, req)).serial, 'destroy'),
    run: async (member, req) => {
      const args = parseForm(TokenRef, about(member, req));
      const proposal = await flow.dualControl.propose(member.me.caller, { act: 'token.destroy', args });
      return { to: `/stock/${args.serial}`, notice: proposedNotice(proposal, 'token.proposed') };
    },
    show,
    act: 'token.destroy',
  });
  act(['proces-verbal', 'destruction.print'], TokenRef, async (by, input) => {
    await flow.stock.printDestructionReport(by, input);
    return said(input.serial, 'token.report.done');
  });
}

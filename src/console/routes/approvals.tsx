import { AppError, isAppError } from '../../errors.ts';
import { ApproveRequest } from '../../flow/approval.ts';
import type { RequestFilter, RequestItem } from '../../flow/reading/lists.ts';
import { withQuery } from '../components/pagination.tsx';
import { DAY_MS } from '../dates.ts';
import type { Handler } from '../exchange.tsx';
import { failureOf, fieldError } from '../failures.ts';
import { listed, parseForm, single, type Values } from '../forms.ts';
import { splitMotif } from '../motif.ts';
import type { Outcome } from '../notices.ts';
import { AGES, ApprovalsPage, type Pending } from '../pages/approvals.tsx';
import { allows, holds, type Member } from '../visit.ts';
import { part, type RouteParts } from './parts.ts';

/** How many requests one page shows and one click may approve. */
const PAGE = 200;
/** So many approvals wait together for one durable commit. */
const TOGETHER = 16;

export function approvalRoutes({ door: { flow }, on }: RouteParts): void {
  const pendingOf = async (member: Member, item: RequestItem): Promise<Pending> => {
    const { caller, person } = member.me;
    const own = item.holderId === person.id || item.askerId === person.id;
    return { item, own, anomalies: own ? [] : (await flow.reading.request(caller, item.number)).anomalies };
  };

  const show: Handler<Member> = async (member) => {
    const { caller } = member.me;
    if (!holds(caller, 'request.approve', member.now))
      throw new AppError('forbidden', 'none of your roles approves requests');
    const page = { limit: PAGE, cursor: single(member.query, 'suite') || undefined };
    const [submitted, approved] = await Promise.all([
      flow.reading.undecided(caller, filterOf(member.query, member.now), page),
      flow.reading.requests(caller, { state: ['approved'] }, { limit: 50 }),
    ]);
    const pending = await Promise.all(submitted.items.map((item) => pendingOf(member, item)));
    const mine = approved.items.filter((item) => allows(caller, 'request.takeBackApproval', item, member.now));
    const view = (
      <ApprovalsPage
        pending={pending.filter(mayBeSeen(member)).sort(oddFirst)}
        next={submitted.next}
        services={submitted.services}
        all={single(member.query, 'tous') === '1'}
        approved={mine}
        leavers={holds(caller, 'leaver.read', member.now) ? (await flow.directory.leavers(caller)).length : 0}
      />
    );
    return { title: member.t('menu.approvals'), page: view };
  };
  on.get('/approbations', show);

  const approveOne = async (member: Member, choice: string): Promise<Outcome> => {
    const [number = '', contentHash = ''] = choice.split(' ');
    try {
      await flow.approval.approve(member.me.caller, parseForm(ApproveRequest, { requestId: number, contentHash }));
      return { number };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { number, failure: failureOf(error, 'request.approve') };
    }
  };

  on.post(
    '/approbations',
    async (member) => {
      const chosen = listed(member.values, 'choice').slice(0, PAGE);
      if (chosen.length === 0) throw fieldError('choice', 'missing');
      const outcomes: Outcome[] = [];
      for (let at = 0; at < chosen.length; at += TOGETHER) {
        outcomes.push(
          ...(await Promise.all(chosen.slice(at, at + TOGETHER).map((choice) => approveOne(member, choice)))),
        );
      }
      const done = outcomes.filter((o) => !o.failure).length;
      const kind = done === outcomes.length ? 'success' : done === 0 ? 'error' : 'warning';
      const params = { total: outcomes.length };
      const notice = { kind, text: { count: 'approvals.done', n: done }, params, outcomes } as const;
      return { to: withQuery('/approbations', member.query, { tous: undefined }), notice };
    },
    { show },
  );

  on.post(
    '/approbations/:number/reprendre',
    async (member, req) => {
      const number = part(req, 'number');
      await flow.approval.takeBack(member.me.caller, { requestId: number });
      return { to: '/approbations', notice: { kind: 'success', text: 'done.takeBack', params: { number } } };
    },
    { show, act: 'request.takeBackApproval', back: () => '/approbations' },
  );
}

/** What the approver chose to see. */
function filterOf(query: Values, now: number): RequestFilter {
  const service = single(query, 'service');
  const { kind, reason } = splitMotif(single(query, 'motif')) ?? {};
  const days = AGES.find((d) => String(d) === single(query, 'anciennete'));
  return {
    ...(service === '' ? {} : { service }),
    ...(kind ? { kind: [kind] } : {}),
    ...(reason ? { reason } : {}),
    ...(days === undefined ? {} : { until: now - days * DAY_MS }),
  };
}

/** What the approver may decide, and their own requests, which they may only look at. */
function mayBeSeen(member: Member): (pending: Pending) => boolean {
  return ({ item, own }) => own || allows(member.me.caller, 'request.approve', item, member.now);
}

/** Anomalies first, then the oldest. */
function oddFirst(a: Pending, b: Pending): number {
  return (
    Number(b.anomalies.length > 0) - Number(a.anomalies.length > 0) ||
    a.item.submittedAt - b.item.submittedAt ||
    a.item.number.localeCompare(b.item.number)
  );
}

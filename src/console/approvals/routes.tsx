import { mightEver, offered } from '../../book/rights.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { RequestFilter } from '../../flow/reading/lists.ts';
import { ApproveRequest } from '../../flow/request/approval.ts';
import { RequestRef } from '../../flow/request/request.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { DAY_MS } from '../frame/dates.ts';
import type { Handler } from '../frame/exchange.tsx';
import { failureOf, fieldError } from '../frame/failures.ts';
import { listed, parseForm, single, type Values } from '../frame/forms.ts';
import { splitMotif } from '../frame/motif.ts';
import type { Outcome } from '../frame/notices.ts';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { AGES, ApprovalsPage, type Pending } from './approvals.tsx';

/** How many requests one page shows, and how many one click may approve. */
const PAGE = 100;
const AT_ONCE = 1_000;
/** So many approvals wait together for one durable commit. */
const TOGETHER = 16;

export function approvalRoutes({ door: { flow }, on }: RouteParts): void {
  const oddOf = async (member: Member, item: Pending['item']): Promise<Pending> => {
    const { anomalies } = await flow.reading.request(member.me.caller, item.number);
    return { item, own: false, anomalies };
  };

  const show: Handler<Member> = async (member) => {
    const { caller } = member.me;
    if (!mightEver(caller, 'request.approve', member.now))
      throw new AppError('forbidden', 'none of your roles approves requests');
    const page = { limit: PAGE, cursor: single(member.query, 'suite') || undefined };
    const filter = filterOf(member.query, member.now);
    const all = single(member.query, 'tous') === '1';
    const [waiting, approved, selected] = await Promise.all([
      flow.reading.undecided(caller, filter, page),
      flow.reading.requests(caller, { state: ['approved'] }, { limit: 50 }),
      all ? flow.reading.clear(caller, filter, AT_ONCE) : [],
    ]);
    const shown = new Set(waiting.clear.map(({ id }) => id));
    const mine = approved.items.filter((item) => offered(caller, 'request.takeBackApproval', item, member.now));
    const view = (
      <ApprovalsPage
        pending={[
          ...(await Promise.all(waiting.odd.map((item) => oddOf(member, item)))),
          ...waiting.clear.map((item): Pending => ({ item, own: false, anomalies: [] })),
          ...waiting.own.map((item): Pending => ({ item, own: true, anomalies: [] })),
        ]}
        found={waiting.clearCount + waiting.oddCount}
        clear={Math.min(waiting.clearCount, AT_ONCE)}
        elsewhere={selected.filter(({ id }) => !shown.has(id))}
        next={waiting.next}
        services={waiting.services}
        all={all}
        profiles={flow.reading.tokenProfiles()}
        approved={mine}
        leavers={mightEver(caller, 'leaver.read', member.now) ? (await flow.directory.leavers(caller)).length : 0}
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
      const elsewhere = single(member.values, 'elsewhere').split(',').filter(Boolean);
      const chosen = [...listed(member.values, 'choice'), ...elsewhere].slice(0, AT_ONCE);
      if (chosen.length === 0) throw fieldError('choice', 'missing');
      const outcomes = await inTurn(chosen, (choice) => approveOne(member, choice));
      const done = outcomes.filter((o) => !o.failure).length;
      const kind = done === outcomes.length ? 'success' : done === 0 ? 'error' : 'warning';
      const params = { total: outcomes.length };
      const approved = outcomes.filter((o) => !o.failure).map(({ number }) => number);
      const undo = { action: '/approbations/reprendre', numbers: approved, text: 'approvals.undo' } as const;
      const notice = { kind, text: { count: 'approvals.done', n: done }, params, outcomes, undo } as const;
      return { to: withQuery('/approbations', member.query, { tous: undefined, suite: undefined }), notice };
    },
    { show },
  );

  const takeBackOne = async (member: Member, requestId: string): Promise<Outcome> => {
    try {
      await flow.approval.takeBack(member.me.caller, parseForm(RequestRef, { requestId }));
      return { number: requestId };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { number: requestId, failure: failureOf(error, 'request.takeBackApproval') };
    }
  };

  /** What one click approved, another takes back, as far as production has not begun. */
  on.post(
    '/approbations/reprendre',
    async (member) => {
      const numbers = single(member.values, 'numbers').split(',').filter(Boolean).slice(0, AT_ONCE);
      if (numbers.length === 0) throw fieldError('numbers', 'missing');
      const outcomes = await inTurn(numbers, (number) => takeBackOne(member, number));
      const done = outcomes.filter((o) => !o.failure).length;
      const kind = done === outcomes.length ? 'success' : 'warning';
      const text = { count: 'approvals.undone', n: done } as const;
      return { to: '/approbations', notice: { kind, text, params: { total: outcomes.length }, outcomes } };
    },
    { show, act: 'request.takeBackApproval', back: () => '/approbations' },
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

/** Does many of the same, so many at a time. */
async function inTurn(what: readonly string[], act: (one: string) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < what.length; at += TOGETHER) {
    outcomes.push(...(await Promise.all(what.slice(at, at + TOGETHER).map(act))));
  }
  return outcomes;
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

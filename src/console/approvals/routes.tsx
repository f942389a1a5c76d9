import { z } from 'zod';
import { mightEver, offered } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { NameDeputy } from '../../book/rules/decision-args.ts';
import { AppError } from '../../errors.ts';
import { AnswerRequest, ApproveRequest } from '../../flow/request/approval.ts';
import { DECIDED_AT_ONCE, type Decided } from '../../flow/request/many-decisions.ts';
import { RequestRef } from '../../flow/request/request.ts';
import { NamedDeputy } from '../../flow/two-persons/deputies.ts';
import { pageOf, withQuery } from '../frame/components/pagination.tsx';
import { moment } from '../frame/dates.ts';
import { listed, parseForm, single } from '../frame/forms/forms.ts';
import { periodOf } from '../frame/forms/validity.ts';
import { sortOf } from '../frame/lists/list-address.ts';
import { newsOn } from '../frame/live/news.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { failureOf, fieldError } from '../frame/shell/failures.ts';
import type { Notice, Outcome } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { approvalFileRoute, checkApproves, filterOf } from './approval-file.ts';
import { ApprovalsPage } from './approvals.tsx';
import { deputyScopeText } from './deputy.tsx';
import type { Pending } from './pending-table.tsx';

const Deputy = z.object(NamedDeputy.pick({ deputy: true, scope: true }).shape);
const Reason = AnswerRequest.pick({ text: true });
/** How many requests one page shows. */
const PAGE = 50;
/** How many approved ones, the newest, that may still be taken back. */
const APPROVED_SHOWN = 20;

/** The queue of an approver, and the approval of several requests at once. */
export function approvalRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
  } = parts;
  const withNews = newsOn(parts, {
    base: '/approbations',
    about: () => ({ kind: 'undecided' }),
    read: (member, _, since) => flow.reading.undecidedNews(member.me.caller, since),
  });
  const pile: Handler<Member> = async (member) => {
    const { caller } = member.me;
    checkApproves(member);
    const page = pageOf(member, PAGE);
    const sort = sortOf('requests', member.query);
    const filter = { ...filterOf(member.query, member.now), ...(sort && { sort }) };
    const all = single(member.query, 'tous') === '1';
    const [waiting, approved, chosenAll, views, leavers] = await Promise.all([
      flow.reading.undecided(caller, filter, page),
      flow.reading.approvedLately(caller, APPROVED_SHOWN),
      all ? flow.reading.clear(caller, filter, DECIDED_AT_ONCE) : undefined,
      flow.views.of(caller, 'approbations'),
      mightEver(caller, 'leaver.read', member.now) ? flow.directory.leavers(caller) : [],
    ]);
    const shown = new Set(waiting.clear.map(({ id }) => id));
    const mine = approved.items.filter((item) => offered(caller, 'request.takeBackApproval', item, member.now));
    const selected = chosenAll?.items ?? [];
    const opens = new Map([...waiting.opens, ...approved.opens, ...(chosenAll?.opens ?? [])]);
    const view = (
      <ApprovalsPage
        pending={[
          ...waiting.odd.map(({ anomalies, ...item }): Pending => ({ item, own: false, anomalies })),
          ...waiting.clear.map((item): Pending => ({ item, own: false, anomalies: [] })),
          ...waiting.own.map((item): Pending => ({ item, own: true, anomalies: [] })),
        ]}
        found={waiting.clearCount + waiting.oddCount}
        lookedAt={{ shown: waiting.odd.length, all: page.cursor === undefined ? waiting.oddCount : 0 }}
        clear={Math.min(waiting.clearCount, DECIDED_AT_ONCE)}
        elsewhere={selected.filter(({ id }) => !shown.has(id))}
        usual={waiting.usual}
        next={waiting.next}
        services={waiting.services}
        all={all}
        approved={{ items: mine, more: approved.more }}
        opens={opens}
        sort={sort}
        file={flow.reading.mayExportList(caller, 'undecided') ? '/approbations.csv' : undefined}
        views={views}
        leavers={leavers.length}
      />
    );
    return { title: member.t('menu.approvals'), page: view };
  };
  const show: Handler<Member> = (member, req) => withNews(member, '', async () => pile(member, req));
  on.get('/approbations', show, { toldNews: true });
  approvalFileRoute(parts, show);
  on.post(
    '/approbations/suppleant',
    async (member) => {
      const { validFrom, validUntil } = periodOf(member);
      if (validUntil === undefined) throw fieldError('validUntil', 'missing');
      const { deputy, scope } = parseForm(Deputy, member.values);
      const dates = { validUntil, ...(validFrom !== undefined && { validFrom }) };
      const named = { deputy, ...(scope !== undefined && { scope }), ...dates };
      const { args, expiresAt } = await flow.deputies.name(member.me.caller, named);
      const params = {
        scope: deputyScopeText(member.t, NameDeputy.parse(JSON.parse(args)).scope),
        until: moment(member.language, expiresAt),
      };
      return { to: '/approbations', notice: { kind: 'success', text: 'deputy.proposed', params } };
    },
    { show, act: 'deputy.name' },
  );

  /** What the approver ticked, on this page and the others; each with the content that they saw. */
  const chosen = ({ values }: Member) => {
    const elsewhere = single(values, 'elsewhere').split(',').filter(Boolean);
    const choices = [...listed(values, 'choice'), ...elsewhere].slice(0, DECIDED_AT_ONCE);
    if (choices.length === 0) {
      throw new AppError('invalid_input', 'nothing is ticked: tick at least one request', {
        detail: { why: 'nothing-ticked' },
      });
    }
    return choices.map((choice) => {
      const [requestId = '', contentHash = '', seenPriority = ''] = choice.split(' ');
      return parseForm(ApproveRequest, { requestId, contentHash, seenPriority }, { numbers: ['seenPriority'] });
    });
  };
  const backToList = (member: Member): string =>
    withQuery('/approbations', member.query, { tous: undefined, suite: undefined });

  on.post(
    '/approbations',
    async (member) => {
      const decided = await flow.approval.approveMany(member.me.caller, { items: chosen(member) });
      const numbers = decided.filter(({ outcome }) => outcome === 'done').map(({ requestId }) => requestId);
      const undo = { action: '/approbations/reprendre', numbers, text: 'approvals.undo' } as const;
      return {
        to: backToList(member),
        notice: { ...decidedNotice('approvals.done', 'request.approve', decided), undo },
      };
    },
    { show, act: 'request.approve' },
  );

  /** A refusal or a question answers what was asked, whatever its priority is by now. */
  const seen = (items: ReturnType<typeof chosen>) =>
    items.map(({ requestId, contentHash }) => ({ requestId, contentHash }));

  /** One reason for all that are ticked. */
  on.post(
    '/approbations/refuser',
    async (member) => {
      const items = seen(chosen(member));
      const { text } = parseForm(Reason, { text: single(member.values, 'text') });
      const decided = await flow.approval.rejectMany(member.me.caller, { items, text });
      return { to: backToList(member), notice: decidedNotice('approvals.rejected', 'request.reject', decided) };
    },
    { show, act: 'request.reject', back: () => '/approbations' },
  );

  /** One question for all that are ticked: each comes back once it is answered. */
  on.post(
    '/approbations/demander',
    async (member) => {
      const items = seen(chosen(member));
      const { text } = parseForm(Reason, { text: single(member.values, 'text') });
      const decided = await flow.approval.askMany(member.me.caller, { items, text });
      return { to: backToList(member), notice: decidedNotice('approvals.asked', 'request.askInformation', decided) };
    },
    { show, act: 'request.askInformation', back: () => '/approbations' },
  );

  /** What one click approved, another takes back, as far as production has not begun. */
  on.post(
    '/approbations/reprendre',
    async (member) => {
      const numbers = single(member.values, 'numbers').split(',').filter(Boolean).slice(0, DECIDED_AT_ONCE);
      if (numbers.length === 0) throw fieldError('numbers', 'missing');
      const requestIds = numbers.map((requestId) => parseForm(RequestRef, { requestId }).requestId);
      const decided = await flow.approval.takeBackMany(member.me.caller, { requestIds });
      return { to: '/approbations', notice: decidedNotice('approvals.undone', 'request.takeBackApproval', decided) };
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

/** How many of the requests it was done to, and why not to the others. */
function decidedNotice(
  count: 'approvals.done' | 'approvals.rejected' | 'approvals.asked' | 'approvals.undone',
  right: Right,
  decided: readonly Decided[],
): Notice {
  const outcomes = decided.map((one): Outcome => {
    const number = one.requestId;
    return one.outcome === 'done' ? { number } : { number, failure: failureOf(one.error, right) };
  });
  const done = outcomes.filter(({ failure }) => !failure).length;
  const kind = done === outcomes.length ? 'success' : done === 0 ? 'error' : 'warning';
  return { kind, text: { count, n: done }, params: { total: outcomes.length }, outcomes };
}

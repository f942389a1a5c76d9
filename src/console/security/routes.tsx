import { z } from 'zod';
import { mightEver } from '../../book/rights/authorise.ts';
import { type Caller, rolesOf } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { LAST_MOMENT } from '../../book/rules/calendar/moments.ts';
import { personsOf } from '../../book/rules/decisions.ts';
import { LIMIT_NAMES } from '../../book/rules/limits.ts';
import { isLoss, leavesNothingToAsk } from '../../book/rules/request/asking.ts';
import type { RevocationReason } from '../../book/tables/codes.ts';
import { HOUR_MS } from '../../durations.ts';
import { AppError, isAppError } from '../../errors.ts';
import { Ref } from '../../flow/inputs.ts';
import type { WaitingAct } from '../../flow/reading/people/desk.ts';
import type { ToRevoke } from '../../flow/reading/token/tokens.ts';
import { criterionOf } from '../../flow/recall/open.ts';
import { Revoke, RevokeByCode, type Revoked } from '../../flow/revocation/revocation.ts';
import { Confirm, ProposalRef, Propose } from '../../flow/two-persons/proposals.ts';
import { grouped } from '../frame/components/names.ts';
import { pastPageOf } from '../frame/components/pagination.tsx';
import { judged, listed, parseForm, single } from '../frame/forms/forms.ts';
import { postGrave, type Question } from '../frame/forms/grave-acts.tsx';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import { type Notice, proposedNotice } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { readIncidents } from '../incidents/filters.tsx';
import { OpenIncidents } from '../incidents/open-incidents.tsx';
import { Comparison } from './comparison.tsx';
import { DualControlPage, type Shown } from './dual-control.tsx';
import { changedBy, factsOf } from './proposal-facts.ts';
import { RevealedPage } from './revealed.tsx';
import { revocationQuestion } from './revocation-question.ts';
import { SecurityPage } from './security.tsx';

/** What follows a revocation, and who does it; undefined where nobody has to do anything. */
function nextOf({ replacement, tokenId }: Revoked, reason: RevocationReason): Notice['next'] {
  if (replacement) return `revoke.next.${replacement.kind}`;
  if (tokenId === null) return undefined;
  if (isLoss(reason)) return 'revoke.next.found'; // what may be asked for was asked for
  return leavesNothingToAsk(reason) ? 'revoke.next.back' : 'revoke.next.token';
}

/** Revocation of others' tokens, and acts under dual control. */
export function securityRoutes({ door, on, follow, topics, limitCodes }: RouteParts): void {
  const { flow, identity, journal } = door;
  const may = (member: Member, right: Right) => mightEver(member.me.caller, right, member.now);

  const securityPage = async (
    member: Member,
    code?: { code: string; expiresAt: number; who: string },
  ): Promise<Answer> => {
    const [mayRevoke, mayRevokeByCode] = [may(member, 'token.revoke'), may(member, 'token.revokeByCode')];
    if (!mayRevoke && !mayRevokeByCode) throw new AppError('forbidden', 'none of your roles may revoke for others');
    const mayBlock = may(member, 'workstation.block') && may(member, 'workstation.read');
    const leavers = may(member, 'leaver.read') ? (await flow.directory.leavers(member.me.caller)).length : 0;
    const mayLose = may(member, 'workstation.lose');
    const rights = { mayRevoke, mayRevokeByCode, mayBlock, mayLose, mayVouch: may(member, 'account.vouch') };
    const comparison = may(member, 'journal.compare') ? await journal.comparison(member.me.caller) : undefined;
    const incidents = may(member, 'incident.read') ? await readIncidents(flow, member, 'open') : undefined;
    const restored = await flow.reading.knowsOfRestore();
    const page = (
      <SecurityPage
        {...rights}
        restored={restored}
        leavers={leavers}
        incidents={incidents}
        code={code}
        comparison={comparison}
      />
    );
    return { title: member.t('menu.security'), page };
  };
  const show: Handler<Member> = (member) => securityPage(member);
  on.get('/securite', show);
  follow(
    '/securite/etat',
    () => topics.records,
    async (member) => <OpenIncidents {...(await readIncidents(flow, member, 'open'))} />,
  );
  follow(
    '/securite/comparaison/etat',
    (member) => ({
      name: `comparison ${member.me.person.id}`,
      sign: async () => JSON.stringify(await journal.comparison(member.me.caller)),
    }),
    async (member) => <Comparison comparison={await journal.comparison(member.me.caller)} />,
  );
  /** What was revoked, who goes on from there, and the way to the token where the reader may open it. */
  const revoked = (
    member: Member,
    done: Revoked,
    { reason, holder = null }: { reason: RevocationReason; holder?: string | null },
  ): Answer => {
    const { published, serial, tokenId } = done;
    const text = published ? 'done.loss' : 'done.loss.later';
    const params = { serial: grouped(serial) };
    const next = nextOf(done, reason);
    const link = tokenId && ({ href: `/stock/${encodeURIComponent(tokenId)}`, text: 'revoke.sheet' } as const);
    const notice = {
      ...({ kind: published ? 'success' : 'warning', text, params } as const),
      ...(next && { next }),
      ...(link && may(member, 'stock.read') && { link }),
    };
    if (holder === null) return { to: '/securite', notice };
    return { to: '/securite', notice: { ...notice, text: `${text}.of`, params: { ...params, holder } } };
  };
  on.post(
    '/securite/code',
    async (member) => {
      const { who } = parseForm(z.strictObject({ who: Ref }), member.values);
      return securityPage(member, { ...(await identity.vouch(member.me.caller, who)), who }); // on this page only
    },
    { show, act: 'account.vouch' },
  );
  on.post(
    '/securite/comparer',
    async (member) => {
      await journal.compare(member.me.caller);
      return { to: '/securite', notice: { kind: 'info', text: 'compare.asked' } };
    },
    { show, act: 'journal.compare', back: () => '/securite' },
  );
  /** Rows that somebody edited keep nobody from revoking: then only the number is shown. Undefined of what is revoked already. */
  const whomItHits = (member: Member, serial: string): Promise<ToRevoke | undefined> =>
    flow.reading.toRevoke(member.me.caller, serial).catch((error: unknown) => {
      if (isAppError(error, 'already_done')) return undefined;
      if (!isAppError(error, 'record_tampered')) throw error;
      return { serial, of: null, holder: null, assetNumber: null };
    });
  postGrave(on, '/securite/revoquer', {
    ask: async (member) => {
      const { serial, reason } = parseForm(Revoke, member.values);
      const target = await whomItHits(member, serial);
      // the act itself refuses it a second time, with an entry
      return target && revocationQuestion(member, reason, target);
    },
    run: async (m) => {
      const input = parseForm(Revoke, m.values);
      return revoked(m, await flow.revocation.revoke(m.me.caller, input), input);
    },
    show,
    act: 'token.revoke',
  });
  on.post(
    '/securite/telephone',
    async (m, req) => {
      await limitCodes(req);
      const typed = { ...m.values, code: single(m.values, 'code').toUpperCase() };
      const { holderName, ...done } = await flow.revocation.revokeByCode(m.me.caller, parseForm(RevokeByCode, typed));
      // the duty officer reads it back to whoever calls
      return revoked(m, done, { reason: 'lost', holder: holderName });
    },
    { show, act: 'token.revokeByCode' },
  );

  /** The role without which the reader cannot confirm it. */
  const roleMissing = ({ me, now }: Member, { confirmerRole }: WaitingAct) =>
    confirmerRole !== null && !rolesOf(me.caller, now).includes(confirmerRole) ? confirmerRole : null;
  const standingOf = async (caller: Caller, rows: readonly WaitingAct[]) => {
    const [surge, unconfirmed, restore, due, reviewed, policies] = await Promise.all([
      flow.surge.standing(),
      flow.policy.unconfirmed(caller),
      flow.restore.standing(caller),
      flow.purge.due(caller),
      rows.some(({ act }) => act === 'access.review') ? flow.reading.accessReview(caller) : [],
      flow.policy.read(caller),
    ]);
    return { surge, unconfirmed, restore, due, reviewed, policies };
  };
  /** What stands, and what waits, in words. */
  const waitingOf = async (member: Member) => {
    const { caller } = member.me;
    const rows = await flow.reading.proposals(caller);
    const [mayPropose, mayRelease] = [may(member, 'dualControl.propose'), may(member, 'token.releaseSoPin')];
    const standing = mayPropose ? await standingOf(caller, rows) : undefined;
    const shown = rows.map(
      (proposal): Shown => ({
        proposal,
        facts: factsOf(member, proposal, standing),
        changed: changedBy(member, proposal),
        proposer: proposal.proposerName,
        mine: proposal.proposerId === member.me.person.id,
        awaits: roleMissing(member, proposal),
      }),
    );
    return { shown, standing, mayPropose, mayRelease };
  };
  const proposals: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const [{ shown, ...rest }, team, past] = await Promise.all([
      waitingOf(member),
      may(member, 'team.read') ? flow.reading.team(caller) : undefined,
      flow.reading.pastProposals(caller, pastPageOf(member)),
    ]);
    const page = <DualControlPage proposals={shown} past={past} {...rest} team={team} />;
    return { title: member.t('menu.dualControl'), page };
  };
  on.get('/double-controle', proposals);
  const policyAsked = (member: Member) => {
    const value = single(member.values, 'value');
    if (value === '') throw fieldError('value', 'missing');
    const args = { id: single(member.values, 'id'), value: Number(value) };
    const asked = judged(Propose, { act: 'policy.set', args });
    return { asked, args };
  };
  postGrave(on, '/double-controle', {
    ask: async (member): Promise<Question> => {
      const { t, me } = member;
      const { args } = policyAsked(member);
      const name = LIMIT_NAMES.find((one) => one === args.id);
      const now = (await flow.policy.read(me.caller)).find(({ id }) => id === args.id);
      const rule = name === undefined ? args.id : t(`policy.name.${name}`);
      return {
        title: 'policy.ask',
        facts: [
          { term: t('label.policyName'), value: rule },
          { term: t('label.policyValue'), value: now === undefined ? '—' : `${now.value}`, to: `${args.value}` },
        ],
        warning: 'policy.ask.warning',
        send: 'policy.send',
        back: '/double-controle',
      };
    },
    run: async (member) => {
      const proposal = await flow.dualControl.propose(member.me.caller, policyAsked(member).asked);
      return { to: '/double-controle', notice: proposedNotice(proposal) };
    },
    show: proposals,
    act: 'dualControl.propose',
  });
  /** The act that a form or button names, with the arguments it takes. */
  const proposedBy = async (member: Member): Promise<unknown> => {
    const field = (name: string) => single(member.values, name);
    const act = field('act');
    if (act === 'person.purge')
      return { act, args: { personIds: (await flow.purge.due(member.me.caller)).map(({ id }) => id) } };
    if (act === 'surge.start') {
      const hours = Number(field('hours'));
      if (Number.isNaN(hours)) throw fieldError('hours', 'number');
      if (hours <= 0) throw fieldError('hours', field('hours') === '' ? 'missing' : 'least', 1);
      // the flow says how long it may last, of a time past all dates too
      const until = Math.min(member.now + hours * HOUR_MS, LAST_MOMENT);
      return { act, args: { until, reason: field('reason') } };
    }
    if (act === 'restore.confirm') {
      const withoutCrl = field('withoutCrl') === 'on' ? { withoutCrl: true } : {};
      return {
        act,
        args: { entries: Number(field('entries')), grants: listed(member.values, 'grants'), ...withoutCrl },
      };
    }
    if (act === 'profile.confirm') return { act, args: { profile: field('profile'), hash: field('hash') } };
    if (act === 'configuration.confirm') return { act, args: { hash: field('hash') } };
    return { act, args: { serial: field('serial') } };
  };
  on.post(
    '/double-controle/proposer',
    async (member) => {
      const proposal = await flow.dualControl.propose(member.me.caller, judged(Propose, await proposedBy(member)));
      return { to: '/double-controle', notice: proposedNotice(proposal) };
    },
    { show: proposals, act: 'dualControl.propose', names: { until: 'hours' } },
  );
  on.post(
    '/double-controle/forte-activite/terminer',
    async (member) => {
      await flow.surge.end(member.me.caller);
      return { to: '/double-controle', notice: { kind: 'success', text: 'dual.surge.ended' } };
    },
    { show: proposals, act: 'surge.end', back: () => '/double-controle' },
  );
  on.post(
    '/double-controle/:id/reveler',
    async (member, req) => {
      const shown = await flow.dualControl.reveal(member.me.caller, { proposalId: part(req, 'id') });
      req.res?.setHeader('Refresh', '120; url=/double-controle'); // the page closes by itself
      const page = <RevealedPage {...shown} />;
      return { title: member.t('dual.reveal.title', { serial: shown.serial }), page };
    },
    { show: proposals, act: 'token.revealSoPin', back: () => '/double-controle' },
  );
  /** That it is done, and who goes on where an account waits for its person. */
  const confirmedNotice = async (member: Member, decided: WaitingAct | undefined): Promise<Notice> => {
    const kind = 'success';
    if (decided?.act === 'recall.open' && may(member, 'recall.read')) {
      const open = await flow.reading.openRecall(member.me.caller, criterionOf(JSON.parse(decided.args)));
      if (open) return { kind, text: 'dual.done', link: { href: `/rappels/${open.id}`, text: 'recall.look.one' } };
    }
    if (decided?.closesAccount) return { kind, text: 'dual.done.closed' };
    if (decided?.act !== 'account.recover' && decided?.act !== 'officer.bringBack') return { kind, text: 'dual.done' };
    const [personId = ''] = personsOf(decided.act, JSON.parse(decided.args));
    const link = may(member, 'account.invite')
      ? ({ href: `/administration/personnes/${personId}`, text: 'dual.recover.person' } as const)
      : ({ href: '/securite', text: 'vouch.title' } as const);
    return { kind, text: 'dual.done.recovered', link };
  };
  on.post(
    '/double-controle/:id/confirmer',
    async (member, req) => {
      const input = parseForm(Confirm, { ...member.values, proposalId: part(req, 'id') });
      const waiting = await flow.reading.proposals(member.me.caller);
      const decided = waiting.find(({ id }) => id === input.proposalId);
      await flow.dualControl.confirm(member.me.caller, input);
      return { to: '/double-controle', notice: await confirmedNotice(member, decided) };
    },
    { show: proposals, act: 'dualControl.confirm', back: () => '/double-controle' },
  );
  on.post(
    '/double-controle/:id/annuler',
    async (member, req) => {
      const { caller } = member.me;
      const { proposalId } = parseForm(ProposalRef, { proposalId: part(req, 'id') });
      const { refused } = await flow.dualControl.cancel(caller, { proposalId });
      return { to: '/double-controle', notice: { kind: 'info', text: refused ? 'dual.refused' : 'dual.cancelled' } };
    },
    { show: proposals, act: 'dualControl.propose', back: () => '/double-controle' },
  );
}

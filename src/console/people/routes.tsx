import type { Request } from 'express';
import { mightEver } from '../../book/rights/authorise.ts';
import { isInForce, OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { GrantRole } from '../../book/rules/decision-args.ts';
import { ROLES } from '../../book/tables/codes.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import type { AccountState } from '../../book/tables/states.ts';
import { GrantRef } from '../../flow/people/people.ts';
import { fullName } from '../../flow/people/person-name.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { day, lastDay } from '../frame/dates.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { periodOf } from '../frame/forms/validity.ts';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { proposedNotice } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { PeoplePage, peopleColumns } from './people.tsx';
import { PersonPage, type PersonProps } from './person.tsx';

/** People, accounts, roles. */
export function administrationRoutes(parts: RouteParts): void {
  const {
    door: { flow, identity, site },
    on,
  } = parts;
  /** What waits elsewhere for those who look after the directory and mail; nothing of it for others who read this list. */
  const waitingFor = async ({ me: { caller }, now }: Member) => {
    if (!mightEver(caller, 'mail.read', now)) return { suggestions: 0, mails: 0, stale: false };
    const [suggestions, mails, { stale }] = await Promise.all([
      flow.directory.suggestionCount(caller),
      flow.undelivered.total(caller, {}),
      flow.directory.state(caller),
    ]);
    return { suggestions, mails: mails?.n ?? 0, stale };
  };
  const filterOf = ({ query }: Member) => {
    const [text, service] = [single(query, 'texte'), single(query, 'service')];
    return { ...(text ? { text } : {}), ...(service ? { service } : {}) };
  };
  const file = (member: Member) => {
    const sort = sortOf('people', member.query);
    const filter = { ...filterOf(member), ...(sort && { sort }) };
    return listFile(parts, member, {
      name: 'personnes',
      scope: { list: 'people' },
      columns: peopleColumns(member.t),
      read: (page, caller) => flow.reading.peopleWithAccounts(caller, filter, page),
    });
  };
  const people: Handler<Member> = async (member) => {
    const filter = filterOf(member);
    const { caller } = member.me;
    const sort = sortOf('people', member.query);
    const [found, total, waiting, views] = await Promise.all([
      flow.reading.peopleWithAccounts(caller, { ...filter, ...(sort && { sort }) }, pageOf(member)),
      flow.reading.peopleTotal(caller, filter),
      waitingFor(member),
      flow.views.of(caller, 'administration'),
    ]);
    const mayExport = flow.reading.mayExportList(caller, 'people');
    const page = (
      <PeoplePage found={found} total={total} sort={sort} mayExport={mayExport} views={views} waiting={waiting} />
    );
    return { title: member.t('people.title'), page };
  };
  on.get('/administration', people);
  onListFile(parts, '/administration', { show: people, act: 'person.export', file });

  const personPage = async (
    member: Member,
    id: string,
    made: { link?: PersonProps['link']; code?: PersonProps['code'] } = {},
  ): Promise<Answer> => {
    const { person, state, ...rest } = await flow.reading.person(member.me.caller, id);
    const self = person.id === member.me.person.id;
    const page = <PersonPage person={person} state={state as AccountState} {...rest} self={self} {...made} />;
    return { title: fullName(person), page };
  };
  const show: Handler<Member> = (member, req) => personPage(member, part(req, 'id'));
  on.get('/administration/personnes/:id', show);
  const at = (id: string) => `/administration/personnes/${id}`;

  on.post(
    '/administration/personnes/:id/code',
    async (member, req) => {
      const id = part(req, 'id');
      return personPage(member, id, { code: await identity.vouch(member.me.caller, id) }); // on this page only
    },
    { show, act: 'account.vouch' },
  );
  on.post(
    '/administration/personnes/:id/accorder',
    async (member, req) => {
      const personId = part(req, 'id');
      const dates = periodOf(member);
      const { role, scope } = parseForm(GrantRole, {
        _: '',
        role: single(member.values, 'role'),
        scope: single(member.values, 'scope'),
        personId,
      });
      const args = { personId, role, scope, ...dates };
      if (OPERATOR_ROLES.includes(role)) {
        const proposal = await flow.dualControl.propose(member.me.caller, { act: 'role.grant', args });
        return { to: at(personId), notice: proposedNotice(proposal, 'grant.proposed') };
      }
      await flow.people.grant(member.me.caller, args);
      return { to: at(personId), notice: { kind: 'success', text: 'grant.done' } };
    },
    { show, act: 'account.grant' },
  );
  /** Whom an act hits. */
  const asked = async (member: Member, req: Request) => {
    const found = await flow.reading.person(member.me.caller, part(req, 'id'));
    const { person } = found;
    const facts = [
      { term: member.t('label.name'), value: fullName(person) },
      { term: member.t('label.directoryId'), value: person.directoryId ?? '—' },
      { term: member.t('label.service'), value: person.service },
    ];
    return { ...found, facts, back: at(person.id) };
  };
  const grantText = ({ t }: Member, { role, scope }: GrantRow): string =>
    t('grant.text', { role: t(`role.${role}`), scope: scope === '*' ? t('scope.all') : scope });
  const datesText = ({ t, language }: Member, { validFrom, validUntil }: GrantRow): string =>
    [
      ...(validFrom === null ? [] : [`${t('label.validFrom')} ${day(language, validFrom)}`]),
      ...(validUntil === null ? [] : [`${t('label.validUntil')} ${lastDay(language, validUntil)}`]),
    ].join(', ') || t('grant.always');
  /** What they hold now, in the order of the roles, so that before and after are read side by side. */
  const rolesOf = (member: Member, grants: readonly GrantRow[]): string => {
    const held = grants.filter((grant) => isInForce(grant, member.now));
    const inOrder = ROLES.flatMap((role) => held.filter((grant) => grant.role === role));
    return inOrder.map((grant) => grantText(member, grant)).join(', ') || '—';
  };

  postGrave(on, '/administration/personnes/:id/inviter', {
    // an account that was disabled opens again by the link alone: not by a click, nor from a page that stayed open
    ask: async (member, req) => {
      const { facts, grants, state, reopenedByTwo, back } = await asked(member, req);
      if (state !== 'disabled' || reopenedByTwo) return undefined;
      const account = {
        term: member.t('label.account'),
        value: member.t('state.account.disabled'),
        to: member.t('state.account.invited'),
      };
      const roles = { term: member.t('account.roles'), value: rolesOf(member, grants) };
      return {
        title: 'grave.reopen',
        warning: 'grave.reopen.warning',
        send: 'invite.send',
        facts: [...facts, account, roles],
        back,
      } as const;
    },
    run: async (member, req) => {
      const id = part(req, 'id');
      const { token, ...rest } = await identity.invite(member.me.caller, id);
      // in the fragment: neither server nor log of anybody sees it; shown on this page only, so no redirect
      const url = `${site.url()}/bienvenue#${token}`;
      return personPage(member, id, { link: { url, ...rest } });
    },
    show,
    act: 'account.invite',
    back: (req) => at(part(req, 'id')),
  });
  postGrave(on, '/administration/personnes/:id/retirer', {
    ask: async (member, req) => {
      const { grantId } = parseForm(GrantRef, member.values);
      const { facts, grants, back } = await asked(member, req);
      const ends = grants.filter(({ id }) => id === grantId);
      const left = grants.filter(({ id }) => id !== grantId);
      const [before, after] = [rolesOf(member, grants), rolesOf(member, left)];
      const roles = { term: member.t('account.roles'), value: before, ...(before === after ? {} : { to: after }) };
      const grant = ends.flatMap((one) => [
        { term: member.t('grant.ends'), value: grantText(member, one) },
        { term: member.t('grant.dates'), value: datesText(member, one) },
      ]);
      return {
        title: 'grave.endGrant',
        warning: 'grave.endGrant.warning',
        send: 'grant.end',
        facts: [...facts, ...grant, roles],
        back,
      } as const;
    },
    run: async (member, req) => {
      await flow.people.endGrant(member.me.caller, parseForm(GrantRef, member.values));
      return { to: at(part(req, 'id')), notice: { kind: 'success', text: 'grant.ended' } };
    },
    show,
    act: 'account.endGrant',
    back: (req) => at(part(req, 'id')),
  });
  postGrave(on, '/administration/personnes/:id/desactiver', {
    ask: async (member, req) => {
      const { facts, grants, state, back } = await asked(member, req);
      const account = {
        term: member.t('label.account'),
        value: member.t(`state.account.${state as AccountState}`),
        to: member.t('state.account.disabled'),
      };
      const roles = { term: member.t('account.roles'), value: rolesOf(member, grants) };
      return {
        title: 'grave.disable',
        warning: 'grave.disable.warning',
        send: 'disable.send',
        facts: [...facts, account, roles],
        back,
      } as const;
    },
    run: async (member, req) => {
      const personId = part(req, 'id');
      await flow.people.disable(member.me.caller, { personId });
      await identity.endSessions(personId);
      return { to: at(personId), notice: { kind: 'success', text: 'disable.done' } };
    },
    show,
    act: 'account.disable',
    back: (req) => at(part(req, 'id')),
  });
  postGrave(on, '/administration/personnes/:id/sessions', {
    ask: async (member, req) => {
      const { facts, back } = await asked(member, req);
      return {
        title: 'grave.endSessions',
        warning: 'grave.endSessions.warning',
        send: 'endSessions.send',
        facts,
        back,
      } as const;
    },
    run: async (member, req) => {
      await identity.endSessionsFor(member.me.caller, part(req, 'id'));
      return { to: at(part(req, 'id')), notice: { kind: 'success', text: 'endSessions.done' } };
    },
    show,
    act: 'account.endSessions',
    back: (req) => at(part(req, 'id')),
  });
  postGrave(on, '/administration/sessions', {
    ask: ({ t }) => ({
      title: 'grave.endAllSessions',
      warning: 'grave.endSessions.warning',
      send: 'endSessions.all.title',
      facts: [{ term: t('grave.signedIn'), value: t('grave.everybody'), to: t('grave.signedOut') }],
      back: '/administration',
    }),
    run: async (member) => {
      await identity.endSessionsFor(member.me.caller);
      return { to: '/administration', notice: { kind: 'success', text: 'endSessions.done' } };
    },
    show: people,
    act: 'account.endSessions',
    back: () => '/administration',
  });
}

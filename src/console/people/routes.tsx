import { mightEver } from '../../book/rights/authorise.ts';
import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { GrantRole } from '../../book/rules/decisions.ts';
import type { AccountState } from '../../book/tables/tables.ts';
import { GrantRef } from '../../flow/people/people.ts';
import { fullName } from '../../flow/people/person-name.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import type { Answer, Handler } from '../frame/exchange.tsx';
import { parseForm, single } from '../frame/forms.ts';
import { sortOf } from '../frame/list-address.ts';
import { listFile, onListFile } from '../frame/list-file.ts';
import { periodOf } from '../frame/period.ts';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { PEOPLE_COLUMNS, PeoplePage } from './people.tsx';
import { PersonPage, type PersonProps } from './person.tsx';

/** People, accounts, roles. */
export function administrationRoutes(parts: RouteParts): void {
  const {
    door: { flow, identity, site },
    on,
  } = parts;
  /** What waits for an administrator elsewhere; others may look people up only. */
  const waitingFor = async ({ me: { caller }, now }: Member) => {
    if (!mightEver(caller, 'mail.read', now)) return { suggestions: 0, mails: 0, stale: false };
    const [suggestions, mails, { stale }] = await Promise.all([
      flow.directory.suggestions(caller),
      flow.undelivered.list(caller),
      flow.directory.state(caller),
    ]);
    return { suggestions: suggestions.length, mails: mails.length, stale };
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
      columns: PEOPLE_COLUMNS,
      read: (page) => flow.reading.people(member.me.caller, filter, page),
    });
  };
  const people: Handler<Member> = async (member) => {
    const filter = filterOf(member);
    const { caller } = member.me;
    const sort = sortOf('people', member.query);
    const found = await flow.reading.people(caller, { ...filter, ...(sort && { sort }) }, pageOf(member));
    const total = await flow.reading.peopleTotal(caller, filter);
    const waiting = await waitingFor(member);
    const mayExport = flow.reading.mayExportList(caller, 'people');
    const views = await flow.views.of(caller, 'administration');
    const page = <PeoplePage {...{ found, total, sort, mayExport, views, waiting }} />;
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
    '/administration/personnes/:id/inviter',
    async (member, req) => {
      const id = part(req, 'id');
      const { token, ...rest } = await identity.invite(member.me.caller, id);
      // in the fragment: neither server nor log of anybody sees it; shown on this page only, so no redirect
      const url = `${site.url()}/bienvenue#${token}`;
      return personPage(member, id, { link: { url, ...rest } });
    },
    { show, act: 'account.invite' },
  );
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
        await flow.dualControl.propose(member.me.caller, { act: 'role.grant', args });
        return { to: at(personId), notice: { kind: 'info', text: 'grant.proposed' } };
      }
      await flow.people.grant(member.me.caller, args);
      return { to: at(personId), notice: { kind: 'success', text: 'grant.done' } };
    },
    { show, act: 'account.grant' },
  );
  on.post(
    '/administration/personnes/:id/retirer',
    async (member, req) => {
      await flow.people.endGrant(member.me.caller, parseForm(GrantRef, member.values));
      return { to: at(part(req, 'id')), notice: { kind: 'success', text: 'grant.ended' } };
    },
    { show, act: 'account.endGrant' },
  );
  on.post(
    '/administration/personnes/:id/desactiver',
    async (member, req) => {
      const personId = part(req, 'id');
      await flow.people.disable(member.me.caller, { personId });
      await identity.endSessions(personId);
      return { to: at(personId), notice: { kind: 'success', text: 'disable.done' } };
    },
    { show, act: 'account.disable' },
  );

  on.post(
    '/administration/personnes/:id/sessions',
    async (member, req) => {
      await identity.endSessionsFor(member.me.caller, part(req, 'id'));
      return { to: at(part(req, 'id')), notice: { kind: 'success', text: 'endSessions.done' } };
    },
    { show, act: 'account.endSessions' },
  );
  on.post(
    '/administration/sessions',
    async (member) => {
      await identity.endSessionsFor(member.me.caller);
      return { to: '/administration', notice: { kind: 'success', text: 'endSessions.done' } };
    },
    { show: people, act: 'account.endSessions', back: () => '/administration' },
  );
}

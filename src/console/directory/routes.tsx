import { setTimeout as sleep } from 'node:timers/promises';
import { PersonRef } from '../../book/rules/decision-args.ts';
import { AppError } from '../../errors.ts';
import { MailRef } from '../../flow/notifications/undelivered.ts';
import { ReadDirectory } from '../../flow/people/directory-reading.ts';
import { fullName } from '../../flow/people/person-name.ts';
import { DismissSuggestion, SuggestionRef } from '../../flow/people/role-suggestions.ts';
import { withQuery } from '../frame/components/pagination.tsx';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { DirectoryPage } from './directory.tsx';
import { leaverQuestion } from './leaver-question.ts';
import { LeaversPage, leaverColumns } from './leavers.tsx';
import { MailsPage, readMails } from './mails.tsx';
import { readSuggestions } from './suggestions.tsx';

/** A reading of a large directory takes minutes: nobody waits for it longer than this. */
const PATIENCE_MS = 5_000;

/** The directory, who has left, what its groups suggest; and e-mails that did not leave. */
export function directoryRoutes(parts: RouteParts): void {
  readingRoutes(parts);
  suggestionRoutes(parts);
  leaverRoutes(parts);
  mailRoutes(parts);
}

const showDirectory =
  ({ door: { flow } }: RouteParts): Handler<Member> =>
  async (member) => {
    const { caller, person } = member.me;
    const [state, list] = await Promise.all([flow.directory.state(caller), readSuggestions(flow, member)]);
    const page = <DirectoryPage state={state} list={list} personId={person.id} />;
    return { title: member.t('menu.directory'), page };
  };

function readingRoutes(parts: RouteParts): void {
  const { door, on } = parts;
  const show = showDirectory(parts);
  on.get('/annuaire', show);
  on.post(
    '/annuaire/lire',
    async (member): Promise<Answer> => {
      const input = parseForm(ReadDirectory, member.values, { booleans: ['manyLeft'] });
      const patience = new AbortController();
      const late = sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
      const reading = door.flow.directory.read(member.me.caller, input).finally(() => patience.abort());
      reading.catch(() => {}); // how it ends without us stands in the journal, and on this page
      const counts = await Promise.race([reading, late]);
      if (!counts) return { to: '/annuaire', notice: { kind: 'info', text: 'directory.read.later' } };
      const { seen, added, updated, leavers } = counts;
      const params = { seen, added, updated, leavers };
      return { to: '/annuaire', notice: { kind: 'success', text: 'directory.read.done', params } };
    },
    { show, act: 'person.import' },
  );
}

function suggestionRoutes(parts: RouteParts): void {
  const { door, on } = parts;
  const show = showDirectory(parts);
  on.post(
    '/annuaire/suivre',
    async (member) => {
      const { outcome } = await door.flow.directory.followSuggestion(
        member.me.caller,
        parseForm(SuggestionRef, member.values),
      );
      return {
        to: withQuery('/annuaire', member.query, {}),
        notice: { kind: 'success', text: `suggestions.done.${outcome}` },
      };
    },
    { show, act: 'account.grant' },
  );
  on.post(
    '/annuaire/ecarter',
    async (member) => {
      await door.flow.directory.dismissSuggestion(member.me.caller, parseForm(DismissSuggestion, member.values));
      return {
        to: withQuery('/annuaire', member.query, {}),
        notice: { kind: 'success', text: 'suggestions.dismissed' },
      };
    },
    { show, act: 'suggestion.dismiss' },
  );
}

function leaverRoutes({ door, on }: RouteParts): void {
  const { directory } = door.flow;
  const askedOf = ({ query }: Member) => ({
    service: single(query, 'service').trim().toUpperCase() || undefined,
    sort: sortOf('leavers', query),
  });
  const show: Handler<Member> = async (member) => {
    const asked = askedOf(member);
    const leavers = await directory.leavers(member.me.caller, asked);
    const people = leavers.map(({ person }) => person.id);
    const opens = await door.flow.reading.peopleToOpen(member.me.caller, people);
    const mayExport = door.flow.reading.mayExportList(member.me.caller, 'leavers');
    const page = <LeaversPage leavers={leavers} sort={asked.sort} opens={opens} mayExport={mayExport} />;
    return { title: member.t('menu.leavers'), page };
  };
  const file = (member: Member) =>
    listFile({ door }, member, {
      name: 'departs',
      scope: { list: 'leavers' },
      columns: leaverColumns(member.t),
      read: async (_, caller) => ({ items: await directory.leavers(caller, askedOf(member)), next: null }),
    });
  onListFile({ on }, '/departs', { show, act: 'person.export', file });
  on.get('/departs', show);
  /** The person of this line, as long as they have left and hold something that the reader may revoke. */
  const leaverOf = async (member: Member, personId: string) =>
    (await directory.leavers(member.me.caller)).find(({ person }) => person.id === personId);
  postGrave(on, '/departs/:id/revoquer', {
    ask: async (member, req) => {
      const leaver = await leaverOf(member, part(req, 'id'));
      if (!leaver)
        throw new AppError('wrong_state', 'this person has nothing in use that you may revoke, or has not left', {
          detail: { why: 'no-leaver' },
        });
      return leaverQuestion(member, leaver);
    },
    run: async (member, req): Promise<Answer> => {
      const input = parseForm(PersonRef, { personId: part(req, 'id') });
      const leaver = await leaverOf(member, input.personId);
      const done = await directory.revokeLeaver(member.me.caller, input);
      const to = withQuery('/departs', member.query, {});
      if (!done.published) return { to, notice: { kind: 'warning', text: 'leavers.later' } };
      const [revoked, { requests }] = [done.tokens + done.credentials, done];
      const text = requests > 0 ? 'leavers.ended' : ({ count: 'leavers.revoked', n: revoked } as const);
      const params = { name: fullName(leaver?.person), revoked, requests };
      return { to, notice: { kind: 'success', text, params } };
    },
    show,
    act: 'token.revoke',
    back: () => '/departs',
  });
}

function mailRoutes({ door, on }: RouteParts): void {
  const { undelivered } = door.flow;
  const show: Handler<Member> = async (member) => ({
    title: member.t('menu.mails'),
    page: <MailsPage {...(await readMails(door.flow, member))} />,
  });
  on.get('/courriels', show);
  const settle = (name: string, verb: 'sendAgain' | 'giveUp', text: Key) =>
    on.post(
      `/courriels/:id/${name}`,
      async (member, req) => {
        await undelivered[verb](member.me.caller, parseForm(MailRef, { mailId: part(req, 'id') }));
        return { to: withQuery('/courriels', member.query, {}), notice: { kind: 'success', text } };
      },
      { show, act: 'mail.change', back: () => '/courriels' },
    );
  settle('renvoyer', 'sendAgain', 'mails.queued');
  settle('abandonner', 'giveUp', 'mails.dropped');
}

import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { DISMISSALS } from '../../../book/tables/codes.ts';
import { AppError } from '../../../errors.ts';
import { fullName } from '../../../flow/people/person-name.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { personId } from './people.ts';

type Dismissal = (typeof DISMISSALS)[number];

/** The suggestion with this number in the list as it stands now. */
async function suggestionOf(shell: Shell, number: string) {
  const { items } = await shell.call(OPERATIONS.listSuggestions, {});
  const found = items[Number(number) - 1];
  if (!found)
    throw new AppError('not_found', `no suggestion has the number ${number}: see "directory suggestions"`, {
      detail: { fr: `aucune suggestion n’a le numéro ${number} : voyez « directory suggestions »` },
    });
  const { personId, role, scope, kind } = found;
  return { ref: { personId, role, scope, kind }, name: fullName(found.person) };
}

/** Adds `directory`: search it, enrol people, leavers and proposed roles. */
export function addDirectory(program: Command, shell: Shell): void {
  const group = program.command('directory').description("the ministry's directory: who is there, who has left");
  group
    .command('search')
    .description('look people up by id or name')
    .argument('<text>')
    .action(async (text: string) => {
      const { items } = await shell.call(OPERATIONS.searchDirectory, { text });
      const rows = items.map((p) => [
        p.directoryId,
        p.givenName,
        p.familyName,
        p.service,
        p.site,
        p.known ? 'yes' : '',
      ]);
      shell.show({ items }, shell.table(['directory', 'given name', 'family name', 'service', 'site', 'known'], rows));
    });
  group
    .command('status')
    .description('when it was read last, and how that ended')
    .action(async () => {
      const state = await shell.call(OPERATIONS.directoryState, {});
      const { configured, running, last, readAt, stale } = state;
      const outcome = last && `${last.outcome}${last.code ? ` (${last.code})` : ''}`;
      const { left = 0, present = 0 } = last?.missing ?? {};
      shell.show(
        state,
        shell.facts({
          configured: shell.text(configured ? 'yes' : 'no'),
          ...(running ? { now: shell.text('being read') } : {}),
          'last reading': last ? shell.t`${outcome} at ${when(last.at)}` : shell.text('none'),
          'read to its end': readAt === null ? shell.text('never') : `${when(readAt)}${stale ? shell.t` – STALE` : ''}`,
          ...(last?.missing ? { missing: shell.t`${left} of ${present} people` } : {}),
        }),
      );
    });
  group
    .command('read')
    .description('read the whole directory now')
    .option('--many-left', 'go on although many people are missing: you have looked, and it is true')
    .action(async ({ manyLeft = false }: { manyLeft?: boolean }) => {
      const counts = await shell.call(OPERATIONS.readDirectory, { manyLeft });
      shell.show(counts, shell.facts(counts));
    });
  group
    .command('leavers')
    .description('people who have left and whose tokens you may revoke')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listLeavers, {});
      const rows = items.map(({ person, state, since, tokens, credentials, requests }) => {
        const held = [...tokens, ...credentials].map(({ id }) => id).join(' ');
        return [
          person.directoryId,
          fullName(person),
          person.service,
          state,
          since === null ? '' : when(since),
          held,
          requests.map(({ number }) => number).join(' '),
          person.id,
        ];
      });
      shell.show(
        { items },
        shell.table(['directory', 'name', 'service', 'in the directory', 'since', 'in use', 'requests', 'id'], rows),
      );
    });
  group
    .command('revoke-leaver')
    .description('revoke everything that somebody who has left still has in use, and end their requests that wait')
    .argument('<person>', 'id or directory id')
    .action(async (reference: string) => {
      const done = await shell.call(OPERATIONS.revokeLeaver, { personId: await personId(shell, reference) });
      if (!done.published) shell.say(shell.t`the revocation list could not be published yet: it is tried again\n`);
      if (!done.published) shell.end(1);
      shell.show(
        done,
        shell.t`revoked: ${done.tokens} tokens, ${done.credentials} Nomade credentials; withdrawn: ${done.requests} requests\n`,
      );
    });
  group
    .command('suggestions')
    .description('roles that its groups suggest')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listSuggestions, {});
      const rows = items.map((s, i) => {
        const waits = s.proposed ? 'proposed' : '';
        return [String(i + 1), s.kind, fullName(s.person), s.role, s.scope, when(s.since), waits];
      });
      shell.show({ items }, shell.table(['n', 'do', 'name', 'role', 'scope', 'since', ''], rows));
    });
  group
    .command('follow')
    .description('do what a suggestion says: propose, grant or end')
    .argument('<n>', 'its number in "directory suggestions"')
    .action(async (number: string) => {
      const { ref, name } = await suggestionOf(shell, number);
      const done = await shell.call(OPERATIONS.followSuggestion, ref);
      shell.show(
        done,
        shell.t`${done.outcome}: ${ref.role} of ${name}${done.proposalId ? ` (${done.proposalId})` : ''}\n`,
      );
    });
  group
    .command('dismiss')
    .description('put a suggestion aside')
    .argument('<n>', 'its number in "directory suggestions"')
    .addOption(new Option('--reason <reason>').choices(DISMISSALS).makeOptionMandatory())
    .action(async (number: string, { reason }: { reason: Dismissal }) => {
      const { ref, name } = await suggestionOf(shell, number);
      await shell.call(OPERATIONS.dismissSuggestion, { ...ref, reason });
      shell.show({}, shell.t`put aside: ${ref.role} of ${name}\n`);
    });
}

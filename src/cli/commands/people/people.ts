import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { OPERATOR_ROLES } from '../../../book/rights/roles.ts';
import { beginOfDate } from '../../../book/rules/calendar/working-days.ts';
import { ROLES, type Role } from '../../../book/tables/codes.ts';
import { isId } from '../../../book/tables/id.ts';
import { AppError } from '../../../errors.ts';
import { fullName } from '../../../flow/people/person-name.ts';
import { sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

const WHO = 'id or directory id';

/** A person's id, from an id or from the identifier in the directory. Throws `not_found`. */
export async function personId(shell: Shell, reference: string): Promise<string> {
  if (isId(reference)) return reference;
  const { items } = await shell.call(OPERATIONS.listPeople, { text: reference, limit: 200 });
  const found = items.find((person) => person.directoryId?.toLowerCase() === reference.toLowerCase());
  if (found) return found.id;
  throw new AppError('not_found', `nobody in the directory is called ${reference}`, {
    detail: { fr: `personne dans l’annuaire n’a pour matricule ou adresse électronique ${reference}` },
  });
}

/** When the day `2026-12-31` begins in Paris, epoch milliseconds. Throws `invalid_input` for what is no date. */
export const firstMomentOf = (date: string | undefined): number | undefined => momentOfDate(date, 0);
/** When it is over, as a role is that has it as its last day. */
export const endOf = (lastDay: string | undefined): number | undefined => momentOfDate(lastDay, 1);

function momentOfDate(date: string | undefined, daysLater: number): number | undefined {
  if (date === undefined) return undefined;
  const at = beginOfDate(date, daysLater);
  if (at === undefined)
    throw new AppError('invalid_input', `${date} is no date: write it as 2026-12-31`, {
      detail: { fr: `${date} n’est pas une date : écrivez-la comme 2026-12-31` },
    });
  return at;
}

/** The options of a grant, for `people grant` and `propose grant`. */
export function grantOptions(command: Command): Command {
  return command
    .argument('<person>', WHO)
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .option('--scope <service>', 'a service with all below it, or *', '*')
    .option('--from <date>', 'first day, such as 2026-12-01')
    .option('--until <date>', 'last day, such as 2026-12-31');
}
export interface GrantOptions {
  role: Role;
  scope: string;
  from?: string;
  until?: string;
}
/**
 * A role for a person as the API takes it: dates become epoch milliseconds. Throws when there is no such person or
 * day.
 */
export async function grantInput(shell: Shell, person: string, { role, scope, from, until }: GrantOptions) {
  const [validFrom, validUntil] = [firstMomentOf(from), endOf(until)];
  return {
    personId: await personId(shell, person),
    role,
    scope,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

/** Adds `people`: people, their accounts and roles. */
export function addPeople(program: Command, shell: Shell): void {
  const group = program.command('people').description('people, their accounts and roles');
  group
    .command('list')
    .description('people whom you may see')
    .option('--text <text>', 'part of a name, e-mail address or directory id')
    .option('--service <code>')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (options: { text?: string; service?: string; limit: string; cursor?: string }) => {
      const { items, next } = await shell.call(OPERATIONS.listPeople, options);
      const rows = items.map((p) => [p.directoryId, p.givenName, p.familyName, p.service, p.site, p.id]);
      sayNext(shell, { next });
      shell.show(
        { items, next },
        shell.table(['directory', 'given name', 'family name', 'service', 'site', 'id'], rows),
      );
    });
  group
    .command('purgeable')
    .description('whose data may be purged')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listPurgeable, {});
      const rows = items.map((p) => [p.directoryId, p.givenName, p.familyName, p.service, p.id]);
      shell.show({ items }, shell.table(['directory', 'given name', 'family name', 'service', 'id'], rows));
    });
  group
    .command('show')
    .description('one person, with their account and roles')
    .argument('<person>', WHO)
    .action(async (reference: string) => {
      const found = await shell.call(OPERATIONS.getPerson, { personId: await personId(shell, reference) });
      const { person, state, openedAlone, grants } = found;
      const name = fullName(person);
      const rows = grants.map((g) => [g.role, g.scope, when(g.validFrom), when(g.validUntil), g.id]);
      shell.show(
        found,
        shell.facts({
          name,
          account: state,
          ...(openedAlone ? { opened: shell.t`by one person alone` } : {}),
          service: person.service,
          id: person.id,
        }) + shell.table(['role', 'scope', 'from', 'until', 'id'], rows),
      );
    });
  group
    .command('invite')
    .description('a one-time enrolment link, for 15 minutes')
    .argument('<person>', WHO)
    .action(async (reference: string) => {
      const link = await shell.call(OPERATIONS.invitePerson, { personId: await personId(shell, reference) });
      const code = link.needsCode
        ? shell.t`an operator: they need the code of a second person too, "jeton people vouch"\n`
        : shell.t`if they are to be an operator, have a second person vouch first: a role closes an account that one alone opened\n`;
      shell.show(link, `${shell.url()}/bienvenue#${link.token}\n`);
      shell.say(code); // beside the link, which may be passed on by a script
    });
  group
    .command('team')
    .description('who works here now, what these people cannot do, and who would help')
    .action(async () => {
      const team = await shell.call(OPERATIONS.readTeam, {});
      const rows = team.members.map(({ name, grants }) => [name, grants.map(({ role }) => role).join(', ')]);
      const lacks = team.lacks.map(({ sentence }) => `${sentence[shell.language]}\n`).join('');
      shell.show(team, shell.table(['name', 'roles'], rows) + lacks);
    });
  group
    .command('vouch')
    .description("the second person's code for an operator's link, to be told by word of mouth")
    .argument('<person>', 'directory id, or the id of the person')
    .action(async (reference: string) => {
      const made = await shell.call(OPERATIONS.vouchForPerson, { personId: reference });
      shell.show(made, `${made.code}\n`);
    });
  grantOptions(group.command('grant').description('grant a role; operator roles are proposed for dual control')).action(
    async (person: string, options: GrantOptions) => {
      if (OPERATOR_ROLES.includes(options.role)) {
        throw new AppError(
          'forbidden',
          `granting ${options.role} needs two persons\nhint: jeton propose grant ${person} --role ${options.role}`,
          {
            detail: {
              fr: `accorder ${options.role} demande deux personnes\nconseil : jeton propose grant ${person} --role ${options.role}`,
            },
          },
        );
      }
      await shell.call(OPERATIONS.grantRole, await grantInput(shell, person, options));
      shell.show({}, shell.t`${person} is ${options.role}\n`);
    },
  );
  group
    .command('end-grant')
    .description('end a role of somebody')
    .argument('<grant>', 'id of the grant, as "people show" lists it')
    .action(async (grantId: string) => {
      await shell.call(OPERATIONS.endGrant, { grantId });
      shell.show({}, shell.t`ended\n`);
    });
  group
    .command('end-sessions')
    .description('end the sessions of somebody else, or of everybody else, at once')
    .argument('[person]', WHO)
    .option('--everybody', 'all but yours')
    .action(async (reference: string | undefined, { everybody }: { everybody?: boolean }) => {
      if ((reference === undefined) !== (everybody === true))
        throw new AppError('invalid_input', 'name one person, or --everybody');
      const done =
        reference === undefined
          ? await shell.call(OPERATIONS.endAllSessions, {})
          : await shell.call(OPERATIONS.endPersonsSessions, { personId: await personId(shell, reference) });
      shell.show(done, shell.t`${done.ended} sessions ended\n`);
    });
  group
    .command('disable')
    .description('disable an account; its sessions are dead at once')
    .argument('<person>', WHO)
    .action(async (reference: string) => {
      await shell.call(OPERATIONS.disablePerson, { personId: await personId(shell, reference) });
      shell.show({}, shell.t`disabled\n`);
    });
}

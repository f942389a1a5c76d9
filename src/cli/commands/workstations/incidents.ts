import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import {
  INCIDENT_KINDS,
  INCIDENT_OUTCOMES,
  type IncidentKind,
  type IncidentOutcome,
} from '../../../book/tables/codes.ts';
import { incidentNamesIn } from '../../../words/incident-names.ts';
import { type PageAsked, sayNewest, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { sayUnpublished } from '../requests/tokens.ts';
import { addBlockMany } from './block-many.ts';

const kind = (flag: string) => new Option(flag).choices(INCIDENT_KINDS);

/** What befell somebody, as it is typed, and in French by its name. */
const kindOf = (shell: Shell, { kind: code }: { kind: IncidentKind }): string => shell.word('incident.short', code);

type Taken = Awaited<ReturnType<typeof OPERATIONS.getIncident.call>>['taken'][number];
/** What was blocked: each thing with its number, whose it was, for what, when and by whom. */
function takenTable(shell: Shell, taken: readonly Taken[]): string {
  const names = incidentNamesIn(shell.language);
  return shell.table(
    ['what', 'number', 'person', 'service', 'reason', 'when', 'who'],
    taken.map(({ what, name, personName, service, reason, at, actorName }) => [
      names(`incident.taken.${what}`),
      name,
      personName ?? '',
      service ?? '',
      reason === null ? '' : names(`incident.short.${reason}`),
      when(at),
      actorName,
    ]),
  );
}

/** How far an incident is blocked. */
const blockOf = ({ text }: Shell, of: { blockedAt: number | null; isStillInUse: boolean }): string => {
  if (of.blockedAt === null) return text('not blocked');
  return of.isStillInUse ? text('blocked, something in use still') : text('blocked, nothing in use still');
};
/** Adds `incident`: phishing and ransomware, from the report to the end. */
export function addIncidents(program: Command, shell: Shell): void {
  const group = program.command('incident').description('phishing and ransomware: report it, block what it opens');
  group
    .command('report')
    .description('the security officers are told at once')
    .addOption(kind('--kind <kind>').makeOptionMandatory())
    .option('--person <id>', 'whom it befell, by directory id; left out: yourself')
    .option('--workstation <number>', 'the machine')
    .action(async (options: { kind: IncidentKind; person?: string; workstation?: string }) => {
      const done = await shell.call(OPERATIONS.reportIncident, options);
      shell.show(
        done,
        shell.t`incident ${done.incident.id} is reported\n` +
          shell.t`do not switch the machine off, cut the network, alert your information security officer\n`,
      );
    });
  group
    .command('list')
    .description('open incidents')
    .option('--closed', 'past ones')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async ({ closed, ...page }: { closed?: boolean } & PageAsked) => {
      const found = await shell.call(OPERATIONS.listIncidents, { state: closed ? 'closed' : 'open', ...page });
      const rows = found.items.map((one) => [
        ...[one.id, kindOf(shell, one), one.personName, one.assetNumber ?? '', when(one.reportedAt)],
        blockOf(shell, one),
        one.outcome === null ? '' : shell.word('incident.outcome', one.outcome),
      ]);
      sayNext(shell, found);
      shell.show(found, shell.table(['incident', 'kind', 'person', 'workstation', 'since', 'block', 'outcome'], rows));
    });
  group
    .command('show')
    .description('what a block would take away now, who did what when, and the way back of the machine')
    .argument('<incident>')
    .action(async (incidentId: string) => {
      const found = await shell.call(OPERATIONS.getIncident, { incidentId });
      const { personName, assetNumber, outcome: end } = found.incident;
      const facts = {
        kind: kindOf(shell, found.incident),
        person: personName,
        workstation: assetNumber ?? '',
        ...(end === null ? {} : { outcome: shell.word('incident.outcome', end) }),
        tokens: found.tokens,
        'Nomade credentials': found.credentials,
        'Nomade credentials in the making': found.begun,
        ...(found.machinesLeft.length === 0
          ? {}
          : { 'machines that a block leaves in use': found.machinesLeft.join(', ') }),
      };
      const table = (acts: typeof found.done): string => {
        const rows = acts.map(({ at, actor, action, outcome }) => [when(at), actor, shell.act(action), outcome]);
        return shell.table(['when', 'who', 'what', 'outcome'], rows);
      };
      sayNewest(shell, { items: found.done, more: found.more });
      const { back } = found;
      const steps = back?.length === 0 ? shell.t`the machine has not come back\n` : table(back ?? []);
      const way = back === null ? '' : shell.t`the way back of the machine:\n` + steps;
      const taken = found.taken.length === 0 ? '' : takenTable(shell, found.taken);
      shell.show(found, shell.facts(facts) + table(found.done) + taken + way);
    });
  group
    .command('sheet')
    .description(
      'save its report (PDF, A4): who did what when, what was blocked, the way back; its opening is recorded',
    )
    .argument('<incident>')
    .requiredOption('--out <file.pdf>', 'a new file')
    .action(async (incidentId: string, { out }: { out: string }) => {
      await shell.client().download(OPERATIONS.incidentReport, { incidentId }, out);
      shell.show({ file: out }, `${out}\n`);
    });
  group
    .command('block')
    .description('block the machine, and revoke its tokens and all that the person has in use')
    .argument('<incident>')
    .addOption(kind('--reason <kind>'))
    .action(async (incidentId: string, { reason }: { reason?: IncidentKind }) => {
      const done = await shell.call(OPERATIONS.blockIncident, { incidentId, reason });
      sayUnpublished(shell, done);
      shell.show(done, shell.t`blocked: ${done.tokens} tokens and ${done.credentials} Nomade credentials revoked\n`);
    });
  group
    .command('close')
    .description('close an incident, and say what came of it')
    .argument('<incident>')
    .addOption(new Option('--outcome <outcome>').choices(INCIDENT_OUTCOMES).makeOptionMandatory())
    .action(async (incidentId: string, { outcome }: { outcome: IncidentOutcome }) => {
      await shell.call(OPERATIONS.closeIncident, { incidentId, outcome });
      shell.show({ incidentId, outcome }, shell.t`incident ${incidentId} is closed\n`);
    });
  group
    .command('blocks')
    .description('what blocks of machines, lists and services took away, the newest first')
    .option('--limit <n>', 'at most so many that were blocked', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (page: PageAsked) => {
      const found = await shell.call(OPERATIONS.listBlocks, page);
      sayNext(shell, found);
      shell.show(found, takenTable(shell, found.items));
    });
  addBlockMany(group, shell);
}

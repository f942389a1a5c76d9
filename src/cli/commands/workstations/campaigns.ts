import { type Command, Option } from 'commander';
import { z } from 'zod';
import { OPERATIONS } from '../../../api/operations.ts';
import {
  CAMPAIGN_CHECKLISTS,
  type CampaignChecklist,
  MIGRATION_TOKENS,
  type MigrationTokens,
  REPLAN_REASONS,
  REPLAN_WAYS,
  type ReplanReason,
  type ReplanWay,
} from '../../../book/tables/codes.ts';
import { isAppError } from '../../../errors.ts';
import { exchangesOf } from '../../../flow/campaign/exchange-lines.ts';
import { assetNumbersOf } from '../../../flow/workstation/asset-numbers.ts';
import { campaignNamesIn } from '../../../words/campaign-names.ts';
import type { Shell } from '../../shell.ts';
import { addCampaignReading } from './campaign-reading.ts';
import { readTextFile } from './imports.ts';

interface Opened {
  to: string;
  from?: string;
  site?: string;
  service?: string;
  model?: string;
  list?: string;
  tokens: MigrationTokens;
  checklist: CampaignChecklist;
  technicians: string;
  each: string;
  starts: string;
  closed?: string;
  count?: boolean;
}
interface Replanned {
  technicians?: string;
  each?: string;
  closed?: string;
  way: ReplanWay;
  reason: ReplanReason;
}

const daysOf = (text: string | undefined) =>
  text === undefined ? {} : { closedDays: text.split(',').filter((day) => day !== '') };
const numbered = (name: string, text: string | undefined) => (text === undefined ? {} : { [name]: Number(text) });
const listed = (path: string | undefined) =>
  path === undefined ? {} : { machines: assetNumbersOf(readTextFile(path)) };

/** What a refusal has where no machine of a list is taken, as an answer has it: numbers that are left out. */
const Left = z.object({ unknown: z.array(z.string()), inExchange: z.array(z.string()) });

/** Says each machine of a list that is not taken, and why. */
function sayLeft(shell: Shell, { unknown, inExchange }: z.output<typeof Left>): void {
  for (const number of unknown) shell.say(shell.t`no workstation is called ${number}\n`);
  for (const number of inExchange) shell.say(shell.t`workstation ${number} is left out: it stands in an exchange\n`);
}

/** `campaign open`: from one image to another, for a selection or a list. */
function addOpen(group: Command, shell: Shell): void {
  group
    .command('open')
    .description('move machines to an image: name what they have in common, or a list; holders are told when to come')
    .requiredOption('--to <image>', 'the image to which they go')
    .option('--from <image>', 'the image that they have')
    .option('--site <site>', 'machines of a site')
    .option('--service <code>', 'machines of a service, with those below it')
    .option('--model <model>', 'machines of a model')
    .option('--list <file.csv>', 'asset numbers, in the first column')
    .addOption(new Option('--tokens <what>', 'what becomes of tokens').choices(MIGRATION_TOKENS).default('keep'))
    .addOption(
      new Option('--checklist <which>', 'the checklist that a machine has to have')
        .choices(CAMPAIGN_CHECKLISTS)
        .default('any'),
    )
    .requiredOption('--technicians <n>', 'technicians on a day')
    .requiredOption('--each <n>', 'machines that each of them deals with on a day')
    .requiredOption('--starts <date>', 'the first day')
    .option('--closed <dates>', 'days on which no machine comes, separated by commas')
    .option('--count', 'say how many machines there are, and do nothing')
    .action(async ({ to, from, list, closed, technicians, each, starts, count, ...more }: Opened) => {
      const { tokens, checklist, ...selection } = { ...more, ...(from === undefined ? {} : { fromImage: from }) };
      if (count) {
        const aim = { targetImage: to, checklist };
        const counted = await shell.call(OPERATIONS.countCampaign, { ...selection, ...listed(list), ...aim });
        shell.show(counted, shell.t`${counted.machines} machines\n`);
        const { blocked, already, inExchangeCount } = counted;
        if (blocked) shell.say(shell.t`blocked now, without a day until they no longer are: ${blocked}\n`);
        if (already) shell.say(shell.t`with the image already: ${already}\n`);
        if (inExchangeCount > 0) shell.say(shell.t`left out, as they stand in an exchange: ${inExchangeCount}\n`);
        return;
      }
      const done = await shell
        .call(OPERATIONS.openCampaign, {
          targetImage: to,
          tokens,
          checklist,
          startsOn: starts,
          ...selection,
          ...daysOf(closed),
          technicians: Number(technicians),
          perTechnician: Number(each),
          ...listed(list),
        })
        .catch((error: unknown) => {
          // where no machine is taken the refusal has them all
          const left = isAppError(error, 'invalid_input') ? Left.safeParse(error.detail) : undefined;
          if (left?.success) sayLeft(shell, left.data);
          throw error;
        });
      sayLeft(shell, done);
      shell.show(done, shell.t`campaign ${done.id} is open\n`);
    });
}

interface Exchanging extends Pick<Opened, 'technicians' | 'each' | 'starts' | 'closed'> {
  count?: boolean;
}
type Refused = Awaited<ReturnType<typeof OPERATIONS.countExchanges.call>>['refused'];

/** Says each line that is not taken, and why. */
function sayRefused(shell: Shell, refused: Refused): void {
  const names = campaignNamesIn(shell.language);
  for (const { workstation, replacedBy, why } of refused)
    shell.say(shell.t`not taken: ${workstation} → ${replacedBy} – ${names.refused(why)}\n`);
}

/** Says what a list of exchanges would bring. */
function sayCounted(shell: Shell, counted: { machines: number; refused: Refused }): void {
  sayRefused(shell, counted.refused);
  shell.show(counted, shell.t`${counted.machines} machines\n`);
}

/** `campaign exchange`: old machines for new ones, each token going with its holder. */
function addExchange(group: Command, shell: Shell): void {
  group
    .command('exchange')
    .description(
      'exchange machines for others: a list of two columns, old and new numbers; holders are told when to come',
    )
    .argument('<file.csv>')
    .requiredOption('--technicians <n>', 'technicians on a day')
    .requiredOption('--each <n>', 'machines that each of them deals with on a day')
    .requiredOption('--starts <date>', 'the first day')
    .option('--closed <dates>', 'days on which no machine comes, separated by commas')
    .option('--count', 'say how many machines there are, and do nothing')
    .action(async (file: string, { technicians, each, starts, closed, count }: Exchanging) => {
      const exchanges = exchangesOf(readTextFile(file));
      if (count) return sayCounted(shell, await shell.call(OPERATIONS.countExchanges, { exchanges }));
      const done = await shell
        .call(OPERATIONS.openExchange, {
          exchanges,
          technicians: Number(technicians),
          perTechnician: Number(each),
          startsOn: starts,
          ...daysOf(closed),
        })
        .catch((error: unknown) => {
          // where no line is taken the refusal has them all
          if (isAppError(error, 'invalid_input')) sayRefused(shell, (error.detail['refused'] ?? []) as Refused);
          throw error;
        });
      sayRefused(shell, done.refused);
      shell.show(done, shell.t`campaign ${done.id} is open\n`);
    });
  group
    .command('add-exchanges')
    .description('add exchanges of a list')
    .argument('<campaign>')
    .argument('<file.csv>')
    .option('--count', 'say how many machines there are, and do nothing')
    .action(async (campaignId: string, file: string, { count }: Pick<Exchanging, 'count'>) => {
      const exchanges = exchangesOf(readTextFile(file));
      if (count) return sayCounted(shell, await shell.call(OPERATIONS.countExchanges, { exchanges, campaignId }));
      const done = await shell.call(OPERATIONS.addExchanges, { campaignId, exchanges });
      sayRefused(shell, done.refused);
      shell.show(done, shell.t`${done.added} machines added\n`);
    });
}

/** What is done to one that is open. */
function addLeading(group: Command, shell: Shell): void {
  group
    .command('add')
    .description('add machines of a list')
    .argument('<campaign>')
    .argument('<file.csv>')
    .action(async (campaignId: string, file: string) => {
      const machines = assetNumbersOf(readTextFile(file));
      const done = await shell.call(OPERATIONS.addCampaignMachines, { campaignId, machines });
      sayLeft(shell, done);
      shell.show(done, shell.t`${done.added} machines added\n`);
    });
  group
    .command('replan')
    .description('another capacity or closed days; whose day moves is told why')
    .argument('<campaign>')
    .option('--technicians <n>', 'technicians on a day')
    .option('--each <n>', 'machines that each of them deals with on a day')
    .option('--closed <dates>', 'all days on which no machine comes, separated by commas')
    .addOption(new Option('--way <way>', 'whether days stay where they fit').choices(REPLAN_WAYS).default('keep'))
    .addOption(new Option('--reason <reason>').choices(REPLAN_REASONS).makeOptionMandatory())
    .action(async (campaignId: string, { technicians, each, closed, way, reason }: Replanned) => {
      const capacity = { ...numbered('technicians', technicians), ...numbered('perTechnician', each) };
      await shell.call(OPERATIONS.replanCampaign, { campaignId, way, reason, ...capacity, ...daysOf(closed) });
      shell.show({ campaignId }, shell.t`campaign ${campaignId} is planned anew\n`);
    });
  group
    .command('take-out')
    .description('take one machine out, of an exchange the old one; its holder is told where it was to come')
    .argument('<campaign>')
    .argument('<machine>')
    .action(async (campaignId: string, workstation: string) => {
      await shell.call(OPERATIONS.takeOutOfCampaign, { campaignId, workstation });
      shell.show({ campaignId, workstation }, shell.t`workstation ${workstation} is taken out of the campaign\n`);
    });
  group
    .command('move')
    .description('give a machine, or a few, another day, of an exchange the old ones; their holders are told')
    .argument('<campaign>')
    .argument('<day>', 'such as 2026-12-03')
    .argument('<machines...>')
    .action(async (campaignId: string, day: string, workstations: string[]) => {
      const done = await shell.call(OPERATIONS.moveCampaignDay, { campaignId, day, workstations });
      shell.show({ campaignId, day, ...done }, shell.t`${done.moved} machines moved to ${day}\n`);
    });
  const steps = [
    ['pause', 'days to come are called off', OPERATIONS.pauseCampaign],
    ['resume', 'days are given anew', OPERATIONS.resumeCampaign],
    ['close', 'what remains is left', OPERATIONS.closeCampaign],
  ] as const;
  for (const [name, description, operation] of steps)
    group
      .command(name)
      .description(description)
      .argument('<campaign>')
      .action(async (campaignId: string) => {
        await shell.call(operation, { campaignId });
        shell.show({ campaignId }, shell.t`done: campaign ${campaignId}\n`);
      });
}

/** Adds `campaign`: machines moved from one image to another, or exchanged for others, from the opening to the end. */
export function addCampaigns(program: Command, shell: Shell): void {
  const group = program.command('campaign').description('migration campaigns: planned per day, their holders told');
  addOpen(group, shell);
  addExchange(group, shell);
  addCampaignReading(group, shell);
  addLeading(group, shell);
}

import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { CAMPAIGN_BLOCKERS, CAMPAIGN_KINDS, type CampaignKind } from '../../../book/tables/codes.ts';
import { campaignNamesIn } from '../../../words/campaign-names.ts';
import { type PageAsked, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** Adds what is read of campaigns: which there are, how far one is, and its machines. */
export function addCampaignReading(group: Command, shell: Shell): void {
  group
    .command('list')
    .description('campaigns that go on')
    .option('--past', 'past ones')
    .addOption(new Option('--kind <kind>').choices(CAMPAIGN_KINDS))
    .option('--text <text>', 'part of an image, or of what the machines have in common')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async ({ past, ...asked }: { past?: boolean; kind?: CampaignKind; text?: string } & PageAsked) => {
      const found = await shell.call(OPERATIONS.listCampaigns, { ...asked, ...(past && { state: ['closed'] }) });
      const names = campaignNamesIn(shell.language);
      const rows = found.items.map((one) => [
        one.id,
        names.kind(one.kind),
        one.fromImage ?? '',
        one.targetImage ?? '',
        names.state(one.state),
        `${one.capacity}`,
        when(one.openedAt),
      ]);
      sayNext(shell, found);
      shell.show(
        found,
        shell.table(['campaign', 'kind', 'image before', 'target image', 'state', 'a day', 'since'], rows),
      );
    });
  group
    .command('show')
    .description('how far it is, what blocks machines, and when it ends')
    .argument('<campaign>')
    .action(async (campaignId: string) => {
      const found = await shell.call(OPERATIONS.getCampaign, { campaignId });
      const { blocked, ...counts } = found.progress;
      const facts = Object.entries(counts).map(([name, n]) => [name, `${n}`]);
      const names = campaignNamesIn(shell.language);
      const why = CAMPAIGN_BLOCKERS.flatMap((one) => {
        const n = blocked[one] ?? 0;
        return n === 0 ? [] : [[names.blocker(one), `${n}`]];
      });
      const ends = { 'last day': found.forecast.planned ?? '', 'end at this pace': found.forecast.atPace ?? '' };
      const days = found.days.map((one) => [one.day, `${one.planned}`, `${one.done}`]);
      shell.show(
        found,
        shell.facts({ ...Object.fromEntries(facts), ...ends }) +
          (why.length > 0 ? shell.table(['blocked', 'machines'], why) : '') +
          shell.table(['day', 'planned', 'dealt with'], days),
      );
    });
  group
    .command('machines')
    .description('its machines in their order, each with its day or what blocks it')
    .argument('<campaign>')
    .option('--day <date>', 'those of a day')
    .addOption(new Option('--show <which>').choices(['blocked', 'ended']))
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (campaignId: string, options: PageAsked & { day?: string; show?: 'blocked' | 'ended' }) => {
      const page = await shell.call(OPERATIONS.listCampaignMachines, { campaignId, ...options });
      const names = campaignNamesIn(shell.language);
      const rows = page.items.map((one) => [
        one.assetNumber,
        one.site,
        shell.word('state.workstation', one.state),
        one.day ?? '',
        one.blocked ? names.blocker(one.blocked) : '',
        one.outcome ? names.outcome(one.outcome) : '',
        one.number ?? '',
        one.replacedBy ?? '',
      ]);
      sayNext(shell, page);
      shell.show(
        page,
        shell.table(['number', 'site', 'state', 'day', 'blocked', 'ended', 'request', 'replaced by'], rows),
      );
    });
}

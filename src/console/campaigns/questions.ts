import type { z } from 'zod';
import { beginOf, type Day } from '../../book/rules/calendar/working-days.ts';
import { capacityOf } from '../../book/rules/workstation/campaigns.ts';
import type { RefusedExchange } from '../../flow/campaign/exchange-list.ts';
import type { OpenCampaign, OpenExchange } from '../../flow/campaign/inputs.ts';
import type { CampaignProgress, ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import type { CountedMachines } from '../../flow/reading/workstation/count-machines.ts';
import { campaignName } from '../../words/campaign-names.ts';
import { shortened } from '../frame/components/names.ts';
import { day } from '../frame/dates.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { machinesOf } from './campaigns.tsx';
import { refusedText } from './exchanges.tsx';

type Asker = Pick<Member, 't' | 'language'>;

/** The days on which nobody works, where there are any. */
const closedFacts = ({ t, language }: Asker, days: readonly Day[] = []): Question['facts'] =>
  days.length === 0
    ? []
    : [{ term: t('campaign.closedDays'), value: days.map((one) => day(language, beginOf(one))).join(', ') }];

/** What would be opened: read before each holder is told. */
export function openQuestion(
  { t, language }: Asker,
  input: z.output<typeof OpenCampaign>,
  { machines: count, inExchangeCount: left, left: listed, ...standing }: CountedMachines,
): Question {
  const { fromImage = null, site = null, service = null, model = null, machines, targetImage } = input;
  const { blocked, already } = { blocked: standing.blocked ?? 0, already: standing.already ?? 0 };
  const perDay = capacityOf(input);
  const kind = machines ? 'list' : 'selection';
  return {
    title: 'campaign.ask.title',
    facts: [
      { term: t('campaign.what'), value: campaignName(t, { fromImage, targetImage }) },
      { term: t('campaign.machines'), value: machinesOf(t, { kind, site, service, model }) },
      { term: t('campaign.ask.machines'), value: `${count}` },
      ...(blocked > 0 ? [{ term: t('campaign.ask.blocked'), value: `${blocked}` }] : []),
      ...(already > 0 ? [{ term: t('campaign.ask.already'), value: `${already}` }] : []),
      ...(listed && listed.unknown.length > 0
        ? [{ term: t('campaign.ask.unknown'), value: shortened(listed.unknown) }]
        : []),
      ...(left > 0 ? [{ term: t('campaign.ask.inExchange'), value: `${left}` }] : []),
      {
        term: t('campaign.capacity'),
        value: t('campaign.capacity.value', {
          capacity: perDay,
          technicians: input.technicians,
          each: input.perTechnician,
        }),
      },
      { term: t('campaign.ask.days'), value: `${Math.ceil((count - blocked - already) / perDay)}` },
      { term: t('label.startsOn'), value: day(language, beginOf(input.startsOn)) },
      ...closedFacts({ t, language }, input.closedDays),
      { term: t('campaign.tokens'), value: t(`campaign.tokens.${input.tokens}`) },
      { term: t('campaign.checklist'), value: t(`campaign.checklist.${input.checklist}`) },
    ],
    warning: 'campaign.ask.warning',
    send: 'campaign.ask.send',
    back: '/campagnes',
  };
}

/** What would be exchanged, and which lines would not: read before each holder is told. */
export function exchangeQuestion(
  { t, language }: Asker,
  input: z.output<typeof OpenExchange>,
  { machines, refused }: { machines: number; refused: readonly RefusedExchange[] },
): Question {
  const capacity = capacityOf(input);
  const { technicians, perTechnician: each } = input;
  return {
    title: 'campaign.ask.title',
    facts: [
      { term: t('campaign.what'), value: t('campaign.kind.exchange') },
      { term: t('campaign.ask.machines'), value: `${machines}` },
      ...(refused.length > 0 ? [{ term: t('campaign.ask.refused'), value: refusedText(t, refused) }] : []),
      { term: t('campaign.capacity'), value: t('campaign.capacity.value', { capacity, technicians, each }) },
      { term: t('campaign.ask.days'), value: `${Math.ceil(machines / capacity)}` },
      { term: t('label.startsOn'), value: day(language, beginOf(input.startsOn)) },
      ...closedFacts({ t, language }, input.closedDays),
      { term: t('campaign.tokens'), value: t('campaign.tokens.rebound') },
    ],
    warning: 'campaign.ask.warning',
    send: 'campaign.ask.send',
    back: '/campagnes',
  };
}

/** What is asked before a campaign is paused or closed. */
export const stepQuestion = (
  { t }: Asker,
  verb: 'pause' | 'close',
  { campaign, progress }: { campaign: ReadCampaign; progress: CampaignProgress },
): Question => ({
  title: `campaign.${verb}.title`,
  facts: [
    { term: t('campaign.what'), value: campaignName(t, campaign) },
    { term: t('campaign.n.migrated'), value: `${progress.migrated}` },
    { term: t('campaign.n.remaining'), value: `${progress.remaining}` },
    { term: t('campaign.n.planned'), value: `${progress.planned}` },
  ],
  warning: `campaign.${verb}.warning`,
  send: `campaign.${verb}`,
  back: `/campagnes/${campaign.id}`,
});

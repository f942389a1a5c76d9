import { beginOf } from '../book/rules/calendar/working-days.ts';
import type { CampaignItemRow, WorkstationRow } from '../book/tables/rows/workstations.ts';
import { isOpenRequest, TOKEN_BOUND } from '../book/tables/states.ts';
import { partHolderOf } from '../flow/campaign/part-holders.ts';
import type { Reads } from '../flow/ports/store.ts';
import { exchangeFacts, TOKEN_REPLACED, whyMoved } from './campaign-texts.ts';
import { both, type MailDates } from './fact-values.ts';
import type { Facts } from './news.ts';
import type { WaitingMail } from './ports.ts';

/** What mails say of campaigns to whoever is to come with a machine. */
export function createCampaignFacts(reads: Reads, { day }: Pick<MailDates, 'day'>) {
  /** What somebody is to bring whose machine another one replaces, as both stand when the mail leaves. */
  const ofExchange = async (personId: string, machine: WorkstationRow, item: CampaignItemRow): Promise<Facts> => {
    if (item.otherId === null) return {};
    const other = await reads.get('workstation', item.otherId);
    const bound = await reads.count('token', { holderId: personId, workstationId: machine.id, state: TOKEN_BOUND });
    const hasOld = machine.holderId === personId;
    const facts = exchangeFacts({
      machine: machine.assetNumber,
      other: other?.assetNumber ?? '',
      hasOld,
      hasOther: other?.holderId === personId,
      hasToken: bound > 0,
    });
    return item.outcome === 'exchanged' ? { ...facts, variant: both(hasOld ? 'done' : 'given-back') } : facts;
  };

  /**
   * The day on which a machine is to come, as it stands when the mail leaves: what was overtaken by then is not said, nor
   * anything to whoever it is not for any more.
   */
  return async ({ template, personId }: WaitingMail, id: string): Promise<Facts | undefined> => {
    const item = await reads.get('campaignItem', id);
    const machine = item && (await reads.get('workstation', item.workstationId));
    const campaign = item && (await reads.get('campaign', item.campaignId));
    if (!item || !machine || !campaign || personId === null) return undefined;
    const isTold = item.endedAt === null && item.toldId === personId;
    const partIsTheirs = async () => (await partHolderOf(reads, item, machine)) === personId;
    const isOff = template === 'migration-off' || template === 'exchange-off';
    // whom it is for now is told by the next plan, and this one called off
    if (isTold === isOff || (!isOff && !(await partIsTheirs()))) return undefined;
    // a machine without a token of its own in use has none replaced; what was asked for is for whoever had it then, and is over once
    // it was refused, withdrawn or done
    const request = item.requestId === null ? undefined : await reads.get('request', item.requestId);
    const isToCome = request === undefined || (request.holderId === personId && isOpenRequest(request.state));
    const isReplaced = campaign.tokens === 'replace' && item.tokenLeft === null && isToCome;
    return {
      machine: both(machine.assetNumber),
      image: both(campaign.targetImage ?? ''),
      site: both(machine.site),
      why: whyMoved(item, personId),
      token: isReplaced ? TOKEN_REPLACED : both(''),
      day: item.day === null ? both('') : day(beginOf(item.day)),
      ...(await ofExchange(personId, machine, item)),
    };
  };
}

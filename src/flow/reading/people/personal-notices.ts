import type { Caller } from '../../../book/rights/roles.ts';
import type { Day } from '../../../book/rules/calendar/working-days.ts';
import type { ProposalRow } from '../../../book/tables/rows/people.ts';
import { RECALL_STATES } from '../../../book/tables/states.ts';
import { DAY_MS } from '../../../durations.ts';
import type { Deps } from '../../act.ts';
import type { Told } from '../../ports/mail.ts';
import { criterionOf } from '../../recall/open.ts';

/** One thing that a person was told, with where they go for it. */
export interface PersonalNotice extends Pick<Told, 'id' | 'template'> {
  at: number;
  /** They see it for the first time. */
  fresh: boolean;
  /** The request that it is about, where it is about one. */
  number: string | null;
  /** The token that it is about, where it is told of one alone. */
  serial: string | null;
  /** The machine that it is about; of a campaign’s, the day on which they are to come as it stands now. */
  machine: { assetNumber: string; day: Day | null } | null;
  /** The act of two persons that it is about, by its name. */
  act: string | null;
  /** The recall that two persons opened by that act. */
  recallId: string | null;
  /** The tokens on their way that it is about. */
  transferId: string | null;
}

/** What is older was forgotten, or is no news. */
const SINCE_MS = 60 * DAY_MS;
/** As many as one reads on a page. */
const MOST = 50;
/** Beyond this a number says no more than "many". */
const COUNTED_MOST = 100;

/** What each person was told: who is told what is decided where mails are (flow/notifications/notices.ts), and nowhere else. */
export function createNoticeReading({ store, clock }: Deps) {
  const { reads } = store;
  const since = (): number => clock.now() - SINCE_MS;

  const numberOf = async (about: string): Promise<string | null> => {
    const [table = '', id = ''] = about.split(':');
    if (table === 'recallItem') return numberOf(`request:${(await reads.get('recallItem', id))?.requestId ?? ''}`);
    if (table === 'appointment') return numberOf(`request:${(await reads.get('appointment', id))?.requestId ?? ''}`);
    if (table === 'campaignItem') return null;
    const requestId = table === 'certificate' ? (await reads.get('certificate', id))?.requestId : id;
    if (table !== 'request' && table !== 'certificate') return null;
    return (await reads.get('request', requestId ?? ''))?.number ?? null;
  };

  const serialOf = async (about: string): Promise<string | null> => {
    const [table = '', id = ''] = about.split(':');
    if (table === 'token') return about.slice('token:'.length);
    if (table !== 'identityCheck') return null;
    const check = await reads.get('identityCheck', id);
    return (check && (await reads.get('handover', check.handoverId)))?.tokenId ?? null;
  };

  const proposalOf = async (about: string): Promise<ProposalRow | undefined> => {
    const [table = '', id = ''] = about.split(':');
    return table === 'proposal' ? reads.get('proposal', id) : undefined;
  };

  /** The recall that a proposal opened: the first one of these tokens that they opened after it. */
  const recallOf = async (proposal: ProposalRow | undefined): Promise<string | null> => {
    if (proposal?.act !== 'recall.open' || proposal.state !== 'executed') return null;
    const { proposerId, proposedAt } = proposal;
    const of = { state: RECALL_STATES, ...criterionOf(JSON.parse(proposal.args)), proposerId };
    const [recall] = await reads.find('recall', of, { orderBy: 'openedAt', from: proposedAt, limit: 1 });
    return recall?.id ?? null;
  };

  /** The machine that was lost, or that a campaign leads; a day that is another's now is not named. */
  const machineOf = async (about: string, personId: string): Promise<PersonalNotice['machine']> => {
    const [table = '', id = ''] = about.split(':');
    if (table === 'workstation') {
      const lost = await reads.get('workstation', id);
      return lost ? { assetNumber: lost.assetNumber, day: null } : null;
    }
    const item = table === 'campaignItem' ? await reads.get('campaignItem', id) : undefined;
    const machine = item && (await reads.get('workstation', item.workstationId));
    if (!item || !machine) return null;
    const isTheirs = item.endedAt === null && item.toldId === personId;
    return { assetNumber: machine.assetNumber, day: isTheirs ? item.day : null };
  };

  return {
    /** How much the caller was told since they last looked; 100 at most. */
    untold: ({ personId }: Caller): Promise<number> => store.countUnseen(personId, since(), COUNTED_MOST),

    /**
     * What the caller was told in sixty days, 50 at most: what they have not seen, then the newest. `sees`: they look at it
     * themselves, and have then seen what is answered and nothing else.
     */
    told: async ({ personId }: Caller, { sees }: { sees: boolean }): Promise<PersonalNotice[]> => {
      const rows = await store.told(personId, since(), MOST);
      const fresh = rows.flatMap(({ id, seenAt }) => (seenAt === null ? [id] : []));
      if (sees && fresh.length > 0) await store.transact((unit) => unit.seeTold(personId, fresh));
      return Promise.all(
        rows.map(async ({ id, template, about, queuedAt, seenAt }) => {
          const proposal = await proposalOf(about);
          return {
            id,
            template,
            at: queuedAt,
            fresh: seenAt === null,
            number: await numberOf(about),
            serial: await serialOf(about),
            machine: await machineOf(about, personId),
            act: proposal?.act ?? null,
            recallId: await recallOf(proposal),
            transferId: about.startsWith('stockTransfer:') ? about.slice('stockTransfer:'.length) : null,
          };
        }),
      );
    },
  };
}

import type { CampaignRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError } from '../../errors.ts';

/** Why a machine of a campaign is not moved or taken out. */
const MESSAGES = {
  'campaign-without': 'no part of this machine in the campaign is open',
  'campaign-unknown': 'no machine has these numbers',
  'campaign-begun': 'the migration of this machine has begun: see it through',
  'campaign-blocked': 'something blocks this machine: it has no day',
  'campaign-paused': 'the campaign is paused: nobody has a day',
  'campaign-day-closed':
    'the workshop takes nobody on that day: name a working day to come that neither the campaign nor the roster closes',
  'campaign-day-full': 'that day has no room for these machines',
  'campaign-site-full': 'machines of other campaigns come to this site on that day: too few places are left',
} as const;

/** The refusal: `wrong_state`, which names the machine or the site that it is about, or `not_found` with the numbers that no machine has. */
export const refusedBy = (
  { state: from }: Pick<CampaignRow, 'state'>,
  why: keyof typeof MESSAGES,
  {
    machine,
    unknown,
    site,
  }: { machine?: Pick<WorkstationRow, 'assetNumber'>; unknown?: readonly string[]; site?: string } = {},
): AppError => {
  const about = machine?.assetNumber ?? unknown?.join(', ') ?? site;
  return new AppError(
    why === 'campaign-unknown' ? 'not_found' : 'wrong_state',
    about === undefined ? MESSAGES[why] : `${about}: ${MESSAGES[why]}`,
    {
      detail: {
        kind: 'campaign',
        from,
        why,
        ...(machine ? { assetNumber: machine.assetNumber } : {}),
        ...(unknown ? { number: unknown.join(', ') } : {}),
        ...(site === undefined ? {} : { site }),
      },
    },
  );
};

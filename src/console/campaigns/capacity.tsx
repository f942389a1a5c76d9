import { MOST_TECHNICIANS } from '../../book/rules/calendar/roster.ts';
import { MOST_EACH } from '../../book/rules/workstation/campaigns.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { TextField } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** How many technicians there are for a campaign on a day, and how many machines each of them takes. */
export function Capacity({ of }: { of?: Pick<ReadCampaign, 'technicians' | 'perTechnician'> }) {
  const { t } = useVisit();
  return (
    <>
      <TextField
        name="technicians"
        label={t('campaign.technicians')}
        type="number"
        min={1}
        max={MOST_TECHNICIANS}
        initial={of ? String(of.technicians) : ''}
      />
      <TextField
        name="perTechnician"
        label={t('campaign.each')}
        type="number"
        min={1}
        max={MOST_EACH}
        initial={of ? String(of.perTechnician) : ''}
      />
    </>
  );
}

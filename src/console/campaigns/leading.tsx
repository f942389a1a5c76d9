import { REPLAN_REASONS, REPLAN_WAYS } from '../../book/tables/codes.ts';
import { CAMPAIGN_GOES_ON } from '../../book/tables/states.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { Radios, Select } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Capacity } from './capacity.tsx';
import { writtenDays } from './closed-days.ts';
import { AddExchangesForm } from './exchanges.tsx';
import { hasFailed } from './failed-form.ts';
import { MachineList } from './machine-list.tsx';

/** What whoever leads a campaign does to it: plan it anew, add machines, take one out, pause it, close it. */
export function Leading({ campaign }: { campaign: ReadCampaign }) {
  const { t } = useVisit();
  const { id, state, kind } = campaign;
  if (!CAMPAIGN_GOES_ON.includes(state)) return null;
  const steps = state === 'open' ? (['pause', 'close'] as const) : (['resume', 'close'] as const);
  const paths = { pause: 'suspendre', resume: 'reprendre', close: 'clore' } as const;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('campaign.lead.it')}</h2>
      <div class="jeton-actions fr-mb-3w">
        {steps.map((step) => (
          <PostButton
            key={step}
            action={`/campagnes/${id}/${paths[step]}`}
            class={`fr-btn ${step === 'close' ? 'jeton-btn--danger' : 'fr-btn--secondary'}`}
          >
            {t(`campaign.${step}`)}
          </PostButton>
        ))}
      </div>
      <Replan campaign={campaign} />
      {kind === 'list' && <Add campaign={campaign} />}
      {kind === 'exchange' && <AddExchangesForm campaign={campaign} />}
      {state === 'open' && <MoveDay campaign={campaign} />}
      <TakeOut campaign={campaign} />
    </section>
  );
}

function Replan({ campaign }: { campaign: ReadCampaign }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'reason')}>
      <summary>{t('campaign.replan')}</summary>
      <p>{t('campaign.replan.text')}</p>
      <Form action={`/campagnes/${campaign.id}/planifier`} name="replan" class="jeton-narrow">
        <Capacity of={campaign} />
        <TextField
          name="closedDays"
          label={t('campaign.closedDays')}
          hint={t('campaign.closedDays.hint')}
          initial={writtenDays(campaign.closedDays)}
          optional
        />
        <Radios
          name="way"
          label={t('campaign.way')}
          initial="keep"
          options={REPLAN_WAYS.map((value) => ({ value, label: t(`campaign.way.${value}`) }))}
        />
        <Select
          name="reason"
          label={t('campaign.reason')}
          placeholder={t('choose')}
          options={REPLAN_REASONS.map((value) => ({ value, label: t(`campaign.reason.${value}`) }))}
        />
        <Submit>{t('campaign.replan')}</Submit>
      </Form>
    </details>
  );
}

function Add({ campaign }: { campaign: ReadCampaign }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'machines')}>
      <summary>{t('campaign.add')}</summary>
      <Form action={`/campagnes/${campaign.id}/postes`} name="add" class="jeton-narrow" upload>
        <MachineList />
        <Submit>{t('campaign.add')}</Submit>
      </Form>
    </details>
  );
}

function MoveDay({ campaign: { id } }: { campaign: ReadCampaign }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'day')}>
      <summary>{t('campaign.moveDay')}</summary>
      <p>{t('campaign.moveDay.text')}</p>
      <Form action={`/campagnes/${id}/deplacer`} name="move-day" class="jeton-narrow">
        <TextArea
          name="workstations"
          label={t('campaign.moveDay.machines')}
          hint={t('campaign.moveDay.machines.hint')}
          rows={3}
          mono
        />
        <TextField name="day" type="date" label={t('campaign.moveDay.day')} />
        <Submit secondary>{t('campaign.moveDay')}</Submit>
      </Form>
    </details>
  );
}

function TakeOut({ campaign: { id, kind } }: { campaign: ReadCampaign }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={hasFailed(visit, 'workstation')}>
      <summary>{t('campaign.takeOut')}</summary>
      <p>{t('campaign.takeOut.text')}</p>
      <Form action={`/campagnes/${id}/retirer`} name="take-out" class="jeton-narrow">
        <TextField
          name="workstation"
          label={t('label.assetNumber')}
          hint={kind === 'exchange' ? t('campaign.takeOut.hint') : undefined}
          maxlength={64}
          scan
        />
        <Submit secondary>{t('campaign.takeOut')}</Submit>
      </Form>
    </details>
  );
}

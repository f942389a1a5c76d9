import type { LossHit, MachineLabel } from '../../flow/reading/workstation/machine-loss.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { endsWithMachine } from './ends-with-machine.ts';

/** The page that asks once, and where its form is sent. */
export const LOSS_OF_MACHINE = '/postes/perdu';
/** The question for one machine. */
export const lossOf = (assetNumber: string): string =>
  `${LOSS_OF_MACHINE}?${new URLSearchParams({ poste: assetNumber })}`;

/** Which machine is lost, and what ends with it. Nobody is named: who reports it may know no other user of it. */
export function lossQuestion(
  { t }: Member,
  { machine, tokens, others, certificates, requests, otherRequests }: LossHit,
  back: string,
): Question {
  const { assetNumber, model, service, state } = machine;
  return {
    title: 'machineLoss.title',
    facts: [
      { term: t('label.workstation'), value: `${assetNumber} – ${model}` },
      { term: t('label.service'), value: service },
      { term: t('label.state'), value: t(`state.workstation.${state}`), to: t('state.workstation.lost') },
      ...(tokens.length + others === 0 ? [{ term: t('machineLoss.tokens'), value: t('machineLoss.none') }] : []),
      ...endsWithMachine(t, { tokens, certificates, requests }),
      ...(others > 0
        ? [
            {
              term: t('machineLoss.others'),
              value: t.count('machineLoss.others.n', others),
              to: t.count('machineLoss.revoked', others),
            },
          ]
        : []),
      ...(otherRequests > 0
        ? [
            {
              term: t('machineLoss.otherRequests'),
              value: t.count('machineLoss.otherRequests.n', otherRequests),
              to: t.count('machineLoss.withdrawn', otherRequests),
            },
          ]
        : []),
    ],
    warning: 'machineLoss.warning',
    send: 'machineLoss.send',
    back,
    values: { workstation: assetNumber },
  };
}

/** A machine is named: for whoever answers for others, and takes a call. `back`: where whoever changes their mind goes. */
export function MachineLossPage({ machines, back }: { machines: readonly MachineLabel[]; back: string }) {
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('machineLoss.title')}</h1>
      <p class="fr-text--lead">{t('machineLoss.lead')}</p>
      <MachinesToReport machines={machines} />
      <Form action={LOSS_OF_MACHINE} name="machine-loss">
        <TextField
          name="workstation"
          label={t('label.workstation')}
          hint={t('machineLoss.number.hint')}
          scan
          maxlength={64}
        />
        {/* it only shows what would end: the question that follows is what revokes */}
        <div class="fr-btns-group fr-btns-group--inline-sm">
          <Submit>{t('machineLoss.go')}</Submit>
          <a class="fr-btn fr-btn--tertiary" href={back}>
            {t('grave.back')}
          </a>
        </div>
      </Form>
    </div>
  );
}

/** Machines in use by somebody, each with the way to report its loss. */
export function MachinesToReport({ machines }: { machines: readonly MachineLabel[] }) {
  if (machines.length === 0) return null;
  return (
    <ul class="fr-raw-list jeton-cards">
      {machines.map((machine) => (
        <MachineToReport key={machine.id} machine={machine} />
      ))}
    </ul>
  );
}

/** One of them, in a list. */
export function MachineToReport({ machine: { assetNumber, model, site, state } }: { machine: MachineLabel }) {
  const { t } = useVisit();
  return (
    <li class="jeton-card">
      <div class="jeton-card__top">
        <h3 class="fr-h6 fr-mb-0">{t('request.workstation', { number: assetNumber })}</h3>
        <StateBadge of={{ kind: 'workstation', state }} />
      </div>
      <p class="fr-text--sm fr-mb-1v">
        {model} – {site}
      </p>
      <ReportLoss assetNumber={assetNumber} />
    </li>
  );
}

/** The way to the question whether this machine is lost. */
export function ReportLoss({ assetNumber }: { assetNumber: string }) {
  const { t } = useVisit();
  return (
    <a class="fr-btn fr-btn--sm fr-btn--secondary jeton-btn--alarm fr-mt-2w" href={lossOf(assetNumber)}>
      {t('machineLoss.report')}
      <span class="fr-sr-only"> {assetNumber}</span>
    </a>
  );
}

import { PURPOSES } from '../../book/rules/certificates/purposes.ts';
import { BY_HAND } from '../../book/tables/codes.ts';
import type { ComparisonStanding } from '../../flow/comparison/comparison.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { VouchCode } from '../frame/components/vouch-code.tsx';
import { Waiting } from '../frame/components/waiting.tsx';
import { filtersOf } from '../frame/lists/list-address.ts';
import { IncidentFilters, type IncidentsList } from '../incidents/filters.tsx';
import { OpenIncidents } from '../incidents/open-incidents.tsx';
import { LOSS_OF_MACHINE } from '../workstations/machine-loss.tsx';
import { Comparison } from './comparison.tsx';

/** Revocations: any token by its number (who may), or by telephone with the holder's code; and the way to a workstation. */
export function SecurityPage({
  mayRevoke,
  mayRevokeByCode,
  mayBlock,
  mayLose,
  mayVouch,
  restored,
  leavers,
  incidents,
  code,
  comparison,
}: {
  mayRevoke: boolean;
  mayRevokeByCode: boolean;
  mayBlock: boolean;
  mayLose: boolean;
  mayVouch: boolean;
  /** The records were restored: certificates may be revoked that they do not know. */
  restored: boolean;
  /** People who have left and still hold a token that the reader may revoke. */
  leavers: number;
  /** What is open, for people who deal with it. */
  incidents: IncidentsList | undefined;
  /** A second person's code, made just now for somebody. */
  code?: { code: string; expiresAt: number; who: string } | undefined;
  /** How the tables stand beside the journal, for people who may have them compared. */
  comparison: ComparisonStanding | undefined;
}) {
  const { t, visit } = useVisit();
  return (
    <>
      <h1>{t('menu.security')}</h1>
      <p class="fr-text--lead">{t('security.lead')}</p>
      {code && <VouchCode {...code} />}
      {incidents && (incidents.total?.n !== 0 || filtersOf(visit.query).length > 0) && (
        <IncidentFilters page="/securite" />
      )}
      {incidents && <OpenIncidents {...incidents} />}
      {incidents && (
        <p class="jeton-no-print">
          <a href="/rappels">{t('recall.look')}</a>
        </p>
      )}
      {mayLose && (
        <p>
          <a href={LOSS_OF_MACHINE}>{t('machineLoss.title')}</a>
        </p>
      )}
      <Waiting count={leavers} text="leavers.waiting" href="/departs" look="leavers.look" />
      <div class="fr-grid-row fr-grid-row--gutters">
        {mayRevoke && (
          <div class="fr-col-12 fr-col-lg-6">
            <Revoke restored={restored} />
          </div>
        )}
        {mayRevokeByCode && (
          <div class="fr-col-12 fr-col-lg-6">
            <ByTelephone />
          </div>
        )}
        {mayVouch && (
          <div class="fr-col-12 fr-col-lg-6">
            <Vouch />
          </div>
        )}
        {mayBlock && (
          <div class="fr-col-12 fr-col-lg-6">
            <Workstation />
          </div>
        )}
        {comparison && (
          <div class="fr-col-12">
            <Comparison comparison={comparison} />
          </div>
        )}
      </div>
    </>
  );
}

function Revoke({ restored }: { restored: boolean }) {
  const { t } = useVisit();
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('revoke.title')}</h2>
      <Form action="/securite/revoquer" name="revoke">
        <TextField
          name="serial"
          label={t('label.serialOrCertificate')}
          hint={t('revoke.serial.hint')}
          scan
          maxlength={64}
        />
        <Select
          name="reason"
          label={t('label.reason')}
          placeholder={t('choose')}
          options={BY_HAND.map((r) => ({ value: r, label: t(`revocation.${r}`) }))}
        />
        {restored && (
          <Select
            name="issuer"
            label={t('revoke.issuer')}
            hint={t('revoke.issuer.hint')}
            options={PURPOSES.map((one) => ({ value: one, label: t(`revoke.issuer.${one}`) }))}
          />
        )}
        <Alert kind="warning" small title={t('loss.warning')} />
        <Submit danger>{t('revoke.send')}</Submit>
      </Form>
    </section>
  );
}

function ByTelephone() {
  const { t } = useVisit();
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('phone.title')}</h2>
      <p class="fr-text--sm">{t('phone.text')}</p>
      <h3 class="fr-h6">{t('phone.steps')}</h3>
      <ol class="fr-text--sm">
        {([1, 2, 3, 4] as const).map((step) => (
          <li key={step}>{t(`phone.step.${step}`)}</li>
        ))}
      </ol>
      <p class="fr-text--sm">{t('phone.wait')}</p>
      <Form action="/securite/telephone" name="phone">
        <TextField name="serial" label={t('label.serial')} scan maxlength={64} />
        <TextField name="code" label={t('label.code')} hint={t('phone.code.hint')} scan secret maxlength={40} />
        <Submit danger>{t('phone.send')}</Submit>
      </Form>
    </section>
  );
}

function Vouch() {
  const { t } = useVisit();
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('vouch.title')}</h2>
      <p class="fr-text--sm">{t('vouch.text')}</p>
      <Form action="/securite/code" name="vouch">
        <TextField name="who" label={t('label.directoryId')} maxlength={64} />
        <Submit secondary>{t('vouch.send')}</Submit>
      </Form>
    </section>
  );
}

function Workstation() {
  const { t } = useVisit();
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('security.workstation')}</h2>
      <p class="fr-text--sm">{t('security.workstation.text')}</p>
      <form method="get" action="/postes">
        <div class="fr-input-group">
          <label class="fr-label" for="security-workstation">
            {t('label.workstation')}
          </label>
          <input class="fr-input" type="search" id="security-workstation" name="texte" />
        </div>
        <button type="submit" class="fr-btn fr-btn--secondary">
          {t('security.workstation.send')}
        </button>
      </form>
    </section>
  );
}

import type { OwnCredential } from '../../flow/reading/people/own-holdings.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { TemporaryBadge } from '../frame/components/badges.tsx';
import { Radios } from '../frame/components/choices.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { lossOf } from '../workstations/machine-loss.tsx';

/**
 * A loss is one choice and one click; the token stops opening the network at once. A Nomade credential of the reader's own may
 * be given up as well.
 */
export function LossPage({
  serial,
  credential,
  assetNumber,
  temporary = false,
}: {
  serial: string;
  credential?: OwnCredential | undefined;
  /** Of the workstation that a token of the reader's own is for: serial numbers are known to nobody by heart. */
  assetNumber?: string | undefined;
  /** It is a temporary token of the reader's own: they may have the one that they forgot too. */
  temporary?: boolean;
}) {
  const { t } = useVisit();
  const options = credential
    ? (['lost', 'stolen', 'given-up'] as const).map((value) => ({ value, label: t(`nomade.loss.${value}`) }))
    : (['lost', 'stolen'] as const).map((value) => ({ value, label: t(`loss.${value}`) }));
  return (
    <>
      <h1>{t(credential ? 'nomade.loss' : 'loss.title')}</h1>
      <div class="jeton-narrow">
        {credential?.device && (
          <p class="fr-text--lead fr-mb-1w">
            {t('nomade.device')} <strong>{credential.device.name ?? t('nomade.device.unnamed')}</strong>
          </p>
        )}
        <p class={credential ? '' : 'fr-text--lead'}>
          {t(credential ? 'loss.credential' : 'request.token')} <strong class="jeton-mono">{grouped(serial)}</strong>
          {assetNumber && (
            <>
              {' '}
              – <strong>{t('request.workstation', { number: assetNumber })}</strong>
            </>
          )}
          {temporary && (
            <>
              {' '}
              <TemporaryBadge />
            </>
          )}
        </p>
        <Alert kind="warning" title={t('loss.warning')}>
          <p>{t(credential ? 'nomade.loss.text' : 'loss.warning.text')}</p>
        </Alert>
        {assetNumber && (
          <p>
            {t('loss.machine')} <a href={lossOf(assetNumber)}>{t('loss.machine.report', { number: assetNumber })}</a>
          </p>
        )}
        <Form action={`/jetons/${serial}/perte`} name="loss">
          <Radios name="reason" label={t('loss.question')} options={options} initial="lost" />
          <div class="fr-btns-group fr-btns-group--inline-sm">
            <Submit danger>{t('loss.send')}</Submit>
            <a class="fr-btn fr-btn--tertiary" href="/mes-jetons">
              {t('loss.nothing')}
            </a>
          </div>
        </Form>
      </div>
    </>
  );
}

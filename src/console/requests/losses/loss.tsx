import type { TokenLoss } from '../../../flow/reading/token/token-loss.ts';
import { Alert } from '../../frame/components/alerts.tsx';
import { TemporaryBadge } from '../../frame/components/badges.tsx';
import { Radios } from '../../frame/components/choices.tsx';
import { Form, Submit } from '../../frame/components/form.tsx';
import { grouped, nameOf } from '../../frame/components/names.ts';
import { Fact, Facts } from '../../frame/components/table.tsx';
import { useVisit } from '../../frame/components/visit-context.tsx';
import { day, moment } from '../../frame/dates.ts';
import { lossOf } from '../../workstations/machine-loss.tsx';
import { wayToAnother } from './ask-another.ts';

interface LossProps {
  serial: string;
  /** Left out where somebody edited its row: its loss is reported all the same. */
  loss: TokenLoss | undefined;
  /** Where whoever changes their mind goes. */
  back: string;
}

/**
 * A loss is one choice and one click, and the token stops opening the network at once: whom and what it is about stands above. A Nomade
 * credential of the reader's own may be given up as well.
 */
export function LossPage({ serial, loss, back }: LossProps) {
  const { t } = useVisit();
  const isCredential = loss?.kind === 'credential';
  return (
    <>
      <h1>{t(isCredential ? 'nomade.loss' : 'loss.title')}</h1>
      <div class="jeton-narrow">
        {isCredential && loss.device && (
          <p class="fr-text--lead fr-mb-1w">
            {t('nomade.device')} <strong>{loss.device.name ?? t('nomade.device.unnamed')}</strong>
          </p>
        )}
        <p class={isCredential ? '' : 'fr-text--lead'}>
          {t(isCredential ? 'loss.credential' : 'request.token')}{' '}
          <strong class="jeton-mono">{grouped(loss?.serial ?? serial)}</strong>
          {loss?.assetNumber && (
            <>
              {' '}
              – <strong>{t('request.workstation', { number: loss.assetNumber })}</strong>
            </>
          )}
          {loss?.temporary && (
            <>
              {' '}
              <TemporaryBadge />
            </>
          )}
        </p>
        {loss && <About loss={loss} />}
        {loss?.over ? <Over loss={loss} back={back} /> : <Report serial={serial} loss={loss} back={back} />}
      </div>
    </>
  );
}

/** Whose it is, for whoever reports it in somebody's place, and since when they have it. */
function About({ loss: { own, holder, since } }: { loss: TokenLoss }) {
  const { t, language } = useVisit();
  const whose = own ? null : holder;
  if (!whose && since === null) return null;
  return (
    <div class="fr-mb-3w">
      <Facts>
        <Fact term={t('label.holder')}>{whose && `${nameOf(whose)} (${whose.directoryId ?? '—'})`}</Fact>
        <Fact term={t('label.service')}>{whose?.service}</Fact>
        <Fact term={t('mine.since')}>{since !== null && day(language, since)}</Fact>
      </Facts>
    </div>
  );
}

/** It is revoked, or ended in another way: nothing is left to report. */
function Over({ loss, back }: { loss: TokenLoss; back: string }) {
  const { t, language } = useVisit();
  const { kind, revokedAt } = loss;
  const another = wayToAnother(loss, loss.replacement);
  const title =
    revokedAt === null
      ? t('loss.ended')
      : t(kind === 'token' ? 'loss.revoked' : 'loss.revoked.credential', { at: moment(language, revokedAt) });
  return (
    <>
      <Alert kind="info" title={title}>
        <p>{t('loss.nothingLeft')}</p>
      </Alert>
      <div class="fr-btns-group fr-btns-group--inline-sm">
        {another && (
          <a class="fr-btn" href={another.href}>
            {t(another.text)}
          </a>
        )}
        <a class="fr-btn fr-btn--tertiary" href={back}>
          {t('loss.back')}
        </a>
      </div>
    </>
  );
}

function Report({ serial, loss, back }: LossProps) {
  const { t } = useVisit();
  const isCredential = loss?.kind === 'credential';
  const reasons = (['lost', 'stolen'] as const).map((value) => ({
    value: value as string,
    label: t(isCredential ? `nomade.loss.${value}` : `loss.${value}`),
  }));
  const givenUp = isCredential && loss.own ? [{ value: 'given-up', label: t('nomade.loss.given-up') }] : [];
  return (
    <>
      <Alert kind="warning" title={t('loss.warning')}>
        <p>{t(isCredential ? 'nomade.loss.text' : 'loss.warning.text')}</p>
      </Alert>
      {loss?.assetNumber && loss.machineToo && (
        <p>
          {t('loss.machine')}{' '}
          <a href={lossOf(loss.assetNumber)}>{t('loss.machine.report', { number: loss.assetNumber })}</a>
        </p>
      )}
      <Form action={`/jetons/${serial}/perte`} name="loss">
        <Radios name="reason" label={t('loss.question')} options={[...reasons, ...givenUp]} initial="lost" />
        <div class="fr-btns-group fr-btns-group--inline-sm">
          <Submit danger>{t('loss.send')}</Submit>
          <a class="fr-btn fr-btn--tertiary" href={back}>
            {t('loss.nothing')}
          </a>
        </div>
      </Form>
    </>
  );
}

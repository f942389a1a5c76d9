import type { ComponentChildren } from 'preact';
import type { LetterRow, TokenRow } from '../../flow/model.ts';
import type { SlotStatus } from '../../flow/ports.ts';
import type { RequestDetail } from '../../flow/reading.ts';
import { Alert } from '../components/alerts.tsx';
import { StateBadge } from '../components/badges.tsx';
import { CertificateFacts } from '../components/certificate-facts.tsx';
import { Radios, TextField } from '../components/fields.tsx';
import { Form, PostButton, Submit } from '../components/form.tsx';
import { useHere } from '../components/here.tsx';
import { grouped } from '../components/names.ts';
import { Fact, Facts } from '../components/table.tsx';
import { moment } from '../dates.ts';

interface HandoverProps {
  detail: RequestDetail;
  token: TokenRow | undefined;
  /** Where the token of this request is plugged, if it is. */
  slot: SlotStatus | undefined;
  letter: LetterRow | undefined;
  /** The reader made this token: another technician prints its letter. */
  producedByMe: boolean;
}

/** One hand-over at the desk, step by step: plug and challenge, accept, letter, « Remis » – or a shipment. */
export function HandoverPage({ detail, token, slot, letter, producedByMe }: HandoverProps) {
  const { t } = useHere();
  const { request, handover } = detail;
  const challenged = handover?.challengedAt != null;
  const accepted = handover?.acceptedAt != null;
  const done = request.state !== 'produced';
  return (
    <>
      <div class="jeton-head">
        <h1>{t('handover.title', { number: request.number })}</h1>
        <StateBadge of={{ kind: 'request', state: request.state }} large />
      </div>
      <Facts>
        <Fact term={t('label.holder')}>{request.holderName}</Fact>
        <Fact term={t('label.service')}>{request.service}</Fact>
        <Fact term={t('label.workstation')}>{request.assetNumber}</Fact>
        <Fact term={t('label.deliverySite')}>{request.deliverySite}</Fact>
        <Fact term={t('label.serial')}>{token && <span class="jeton-mono">{grouped(token.id)}</span>}</Fact>
      </Facts>
      {done ? (
        <Done detail={detail} letter={letter} producedByMe={producedByMe} />
      ) : (
        <div class="fr-grid-row fr-grid-row--gutters fr-mt-2w">
          <div class="fr-col-12 fr-col-lg-7">
            <h2 class="fr-h4">{t('handover.desk')}</h2>
            <ol class="fr-raw-list jeton-steps">
              <Challenge detail={detail} slot={slot} done={challenged} />
              <Acceptance detail={detail} open={challenged} done={accepted} />
              <Letter number={request.number} letter={letter} open={accepted} producedByMe={producedByMe} />
              <Given number={request.number} open={accepted} />
            </ol>
          </div>
          <div class="fr-col-12 fr-col-lg-5">
            <Shipment number={request.number} slot={slot} />
            <Repeat number={request.number} />
          </div>
        </div>
      )}
    </>
  );
}

function Challenge({ detail, slot, done }: { detail: RequestDetail; slot: SlotStatus | undefined; done: boolean }) {
  const { t, language } = useHere();
  const at = detail.handover?.challengedAt;
  return (
    <Step title={t('handover.challenge')} done={done} open>
      {done && at != null && <p>{t('handover.challenged', { at: moment(language, at) })}</p>}
      {slot ? (
        <PostButton
          action={`/remise/${detail.request.number}/defi`}
          values={{ slot: slot.slot }}
          class={done ? 'fr-btn fr-btn--sm fr-btn--tertiary' : 'fr-btn'}
        >
          {t(done ? 'handover.challenge.again' : 'handover.challenge.send', { position: slot.position })}
        </PostButton>
      ) : (
        !done && <NotPlugged number={detail.request.number} />
      )}
    </Step>
  );
}

function NotPlugged({ number }: { number: string }) {
  const { t } = useHere();
  return (
    <>
      <p>{t('handover.plug')}</p>
      <a class="fr-btn fr-btn--secondary" href={`/remise/${number}`}>
        {t('handover.plugged')}
      </a>
    </>
  );
}

function Acceptance({ detail, open, done }: { detail: RequestDetail; open: boolean; done: boolean }) {
  const { t, language } = useHere();
  const certificate = detail.certificates.find((c) => c.state === 'good');
  const at = detail.handover?.acceptedAt;
  return (
    <Step title={t('handover.accept')} done={done} open={open}>
      {open && certificate && <CertificateFacts certificate={certificate} />}
      {done && at != null && <p>{t('handover.accepted', { at: moment(language, at) })}</p>}
      {open && !done && (
        <>
          <p class="fr-text--sm">{t('handover.accept.text')}</p>
          <PostButton action={`/remise/${detail.request.number}/accepter`}>{t('handover.accept.send')}</PostButton>
        </>
      )}
    </Step>
  );
}

function Letter({
  number,
  letter,
  open,
  producedByMe,
}: {
  number: string;
  letter: LetterRow | undefined;
  open: boolean;
  producedByMe: boolean;
}) {
  const { t } = useHere();
  return (
    <Step title={t('handover.letter')} done={letter?.state === 'confirmed'} open={open}>
      {open && <LetterActions back={`/remise/${number}`} letter={letter} producedByMe={producedByMe} />}
    </Step>
  );
}

/** Print, look, confirm: after the confirmation the PIN is nowhere in the service any more. */
function LetterActions({
  back,
  letter,
  producedByMe,
}: {
  back: string;
  letter: LetterRow | undefined;
  producedByMe: boolean;
}) {
  const { t } = useHere();
  if (!letter || letter.state === 'expired') return <p>{t('letter.none')}</p>;
  if (letter.state === 'confirmed') return <p>{t('letter.confirmed')}</p>;
  if (producedByMe) return <Alert kind="warning" small title={t('letter.notYours')} />;
  return (
    <div class="jeton-actions">
      <PostButton
        action={`/courriers/${letter.id}/imprimer`}
        values={{ retour: back }}
        class={letter.state === 'printed' ? 'fr-btn fr-btn--secondary' : 'fr-btn'}
      >
        {t(letter.state === 'printed' ? 'letter.reprint' : 'letter.print')}
      </PostButton>
      {letter.state === 'printed' && (
        <PostButton action={`/courriers/${letter.id}/confirmer`} values={{ retour: back }}>
          {t('letter.confirm')}
        </PostButton>
      )}
    </div>
  );
}

function Given({ number, open }: { number: string; open: boolean }) {
  const { t } = useHere();
  return (
    <Step title={t('handover.give')} done={false} open={open}>
      {open && <PostButton action={`/remise/${number}/remis`}>{t('handover.give.send')}</PostButton>}
    </Step>
  );
}

function Step({
  title,
  done,
  open,
  children,
}: {
  title: string;
  done: boolean;
  open: boolean;
  children: ComponentChildren;
}) {
  const { t } = useHere();
  return (
    <li class={`jeton-step${done ? ' jeton-step--done' : ''}${open ? '' : ' jeton-step--closed'}`}>
      <h3 class="fr-h6 fr-mb-1w">
        {title} {done && <span class="fr-badge fr-badge--sm fr-badge--success">{t('step.done')}</span>}
      </h3>
      {children}
    </li>
  );
}

/** Dispatch: the same challenge, then the carrier's number; the letter follows another way after the receipt. */
function Shipment({ number, slot }: { number: string; slot: SlotStatus | undefined }) {
  const { t } = useHere();
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('ship.title')}</h2>
      <p class="fr-text--sm">{t('ship.text')}</p>
      {slot ? (
        <Form action={`/remise/${number}/expedier`} name="ship">
          <input type="hidden" name="slot" value={slot.slot} />
          <TextField name="trackingNumber" label={t('label.trackingNumber')} maxlength={60} scan />
          <Submit secondary>{t('ship.send')}</Submit>
        </Form>
      ) : (
        <p>{t('handover.plug')}</p>
      )}
    </section>
  );
}

function Repeat({ number }: { number: string }) {
  const { t } = useHere();
  const options = (['dead-on-arrival', 'lost-in-transit'] as const).map((value) => ({
    value,
    label: t(`revocation.${value}`),
  }));
  return (
    <details class="jeton-details">
      <summary>{t('repeat.title')}</summary>
      <p class="fr-text--sm">{t('repeat.text')}</p>
      <Form action={`/remise/${number}/recommencer`} name="repeat">
        <Radios name="reason" label={t('label.reason')} options={options} />
        <Submit secondary>{t('repeat.send')}</Submit>
      </Form>
    </details>
  );
}

function Done({
  detail,
  letter,
  producedByMe,
}: {
  detail: RequestDetail;
  letter: LetterRow | undefined;
  producedByMe: boolean;
}) {
  const { t } = useHere();
  const { request, handover } = detail;
  const given = request.state === 'handed_over' || request.state === 'closed';
  const mayPrint =
    given &&
    handover !== null &&
    handover.acceptedAt !== null &&
    (handover.mode === 'desk' || handover.receiptAt !== null);
  return (
    <section class="jeton-panel fr-mt-2w">
      <h2 class="fr-h5">{t(given ? 'handover.done' : 'handover.nothing')}</h2>
      {given && <p>{t(handover?.mode === 'shipment' ? 'handover.done.shipment' : 'handover.done.desk')}</p>}
      {mayPrint && <LetterActions back={`/remise/${request.number}`} letter={letter} producedByMe={producedByMe} />}
      <p class="fr-mt-2w fr-mb-0">
        <a href="/remise">{t('handover.next')}</a>
      </p>
    </section>
  );
}

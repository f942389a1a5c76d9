import type { ComponentChildren } from 'preact';
import type { SlotStatus } from '../../flow/ports/bench.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { moment } from '../frame/dates.ts';
import { CertificateFacts } from '../requests/certificate-facts.tsx';
import { LetterActions, type NotMine } from './letter-actions.tsx';
import type { OtherToken } from './plugged.ts';
import { Proofs } from './proofs.tsx';

/** 1. The token signs a fresh challenge. */
export function Challenge({
  detail,
  slot,
  others,
  wanted,
  done,
  hasLetter,
}: {
  detail: RequestDetail;
  slot: SlotStatus | undefined;
  others: readonly OtherToken[];
  /** Serial number of the request's token. */
  wanted: string;
  done: boolean;
  /** The reader printed the token's PIN letter: another one has it sign. */
  hasLetter: boolean;
}) {
  const { t, language } = useVisit();
  const at = detail.handover?.challengedAt;
  return (
    <Step title={t('handover.challenge')} done={done} open>
      {done && at != null && <p>{t('handover.challenged', { at: moment(language, at) })}</p>}
      {hasLetter ? null : slot ? (
        <PostButton
          action={`/remise/${detail.request.number}/defi`}
          values={{ slot: slot.slot }}
          class={done ? 'fr-btn fr-btn--sm fr-btn--tertiary' : 'fr-btn'}
          ready={!done}
        >
          {t(done ? 'handover.challenge.again' : 'handover.challenge.send', { position: slot.position })}
        </PostButton>
      ) : (
        !done && (
          <>
            <Wrong others={others} wanted={wanted} />
            <NotPlugged number={detail.request.number} />
          </>
        )
      )}
    </Step>
  );
}

/** What was plugged in is not what is waited for: where it is, and what to do with the thing in one's hand. */
function Wrong({ others, wanted }: { others: readonly OtherToken[]; wanted: string }) {
  const { t } = useVisit();
  if (others.length === 0) return null;
  return (
    <Alert kind="warning" title={t('handover.other')}>
      {others.map(({ position, serial }) => (
        <p key={serial}>
          <Whole text={t('handover.other.where', { position, serial: grouped(serial), wanted: grouped(wanted) })} />
        </p>
      ))}
    </Alert>
  );
}

function NotPlugged({ number }: { number: string }) {
  const { t } = useVisit();
  return (
    <>
      <p>{t('handover.plug')}</p>
      <a class="fr-btn fr-btn--secondary" href={`/remise/${number}`}>
        {t('handover.plugged')}
      </a>
    </>
  );
}

/** 2. The agent reads the certificate and accepts it, and it shows that it is them. */
export function Acceptance({
  detail,
  open,
  done,
  checks,
}: {
  detail: RequestDetail;
  open: boolean;
  done: boolean;
  /** The reader may be one of the two who check who the holder is. */
  checks: boolean;
}) {
  const { t, language } = useVisit();
  const certificate = detail.certificates.find((c) => c.state === 'good');
  const { acceptedAt: at, acceptanceProof: proof } = detail.handover ?? {};
  const asks = checks || detail.pickupCode?.state === 'open'; // else there is nothing to choose from
  return (
    <Step title={t('handover.accept')} done={done} open={open}>
      {open && certificate && <CertificateFacts certificate={certificate} plain />}
      {done && at != null && proof != null && (
        <p>{t('handover.accepted', { at: moment(language, at), proof: t(`proof.${proof}`) })}</p>
      )}
      {open && !done && (
        <>
          <p class="fr-text--sm">{t(asks ? 'handover.accept.text' : 'handover.accept.show')}</p>
          <Proofs detail={detail} path="/remise" purpose="acceptance" code identity={checks} />
          <p class="fr-text--sm">{t('handover.accept.own')}</p>
          <p class="fr-text--sm">{t('handover.accept.refuses')}</p>
        </>
      )}
    </Step>
  );
}

/** 3. Somebody who had no part in the token prints the PIN letter. */
export function Letter({
  number,
  letter,
  open,
  notMine,
}: {
  number: string;
  letter: RequestDetail['letters'][number] | undefined;
  open: boolean;
  notMine: NotMine;
}) {
  const { t } = useVisit();
  return (
    <Step title={t('handover.letter')} done={letter?.state === 'confirmed'} open={open}>
      {open && <LetterActions back={`/remise/${number}`} letter={letter} notMine={notMine} />}
    </Step>
  );
}

/** Why « Remis » would be refused: the reader has the letter, somebody else had the token sign, or nobody has checked who its holder is. */
export type GiveWaits = 'handover.give.letter' | 'handover.give.otherHand' | 'handover.give.identity';

/** 4. « Remis »: by the hand that pulls the token out, or by the button. */
export function Given({ number, open, waits }: { number: string; open: boolean; waits: GiveWaits | undefined }) {
  const { t } = useVisit();
  return (
    <Step title={t('handover.give')} done={false} open={open}>
      {open && waits && <p>{t(waits)}</p>}
      {open && !waits && (
        <>
          <p>{t('handover.give.text')}</p>
          <PostButton action={`/remise/${number}/remis`} unplugged>
            {t('handover.give.send')}
          </PostButton>
        </>
      )}
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
  const { t } = useVisit();
  return (
    <li class={`jeton-step${done ? ' jeton-step--done' : ''}${open ? '' : ' jeton-step--closed'}`}>
      <h3 class="fr-h6 fr-mb-1w">
        {title} {done && <span class="fr-badge fr-badge--sm fr-badge--success">{t('step.done')}</span>}
      </h3>
      {children}
    </li>
  );
}

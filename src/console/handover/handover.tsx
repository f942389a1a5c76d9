import { hasLostItsToken, isLoss } from '../../book/rules/request/asking.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_HANDED_OVER, TOKEN_ENDED } from '../../book/tables/states.ts';
import { printedLetter } from '../../flow/handover/handover.ts';
import type { SlotStatus } from '../../flow/ports/bench.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { StateBadge } from '../frame/components/badges.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { HolderLeft } from '../frame/components/holder-left.tsx';
import { MissingPeople } from '../frame/components/missing-people.tsx';
import { grouped } from '../frame/components/names.ts';
import { ScanField } from '../frame/components/scan-field.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import type { Translate } from '../frame/translate.ts';
import { LostToken } from '../requests/losses/lost-token.tsx';
import { RepeatForm } from '../requests/repeat-form.tsx';
import { ScanForm } from './handover-list.tsx';
import { Acceptance, Challenge, Given, type GiveWaits, Letter } from './handover-steps.tsx';
import { LetterActions, type NotMine } from './letter-actions.tsx';
import type { OtherToken } from './plugged.ts';
import { IdentityAnew, Proofs } from './proofs.tsx';

interface HandoverProps {
  detail: RequestDetail;
  token: TokenRow | undefined;
  /** Where the token of this request is plugged, if it is. */
  slot: SlotStatus | undefined;
  /** `unknown` while a slot does not say what it holds. */
  isPlugged: 'yes' | 'no' | 'unknown';
  /** Other tokens that are plugged in here. */
  others: readonly OtherToken[];
  letter: RequestDetail['letters'][number] | undefined;
  /** The reader made this token or had it in hand: somebody else prints its letter. */
  notMine: NotMine;
  /** The reader may be one of the two who check who the holder is. */
  checks: boolean;
}

/** One hand-over at the desk, step by step: plug and challenge, accept, letter, « Remis » – or a shipment. */
export function HandoverPage(props: HandoverProps) {
  const { t } = useVisit();
  const { request } = props.detail;
  return (
    <>
      <div class="jeton-head">
        <h1>
          <Whole text={t('handover.title', { number: request.number })} />
        </h1>
        <StateBadge of={{ kind: 'request', state: request.state, mode: props.detail.handover?.mode }} large />
      </div>
      <HolderLeft detail={props.detail} />
      <MissingPeople detail={props.detail} />
      <HandoverState {...props} />
    </>
  );
}

/**
 * All that changes by itself. As long as the token is here the page looks again and again: a token that is plugged in signs at
 * once, and one that was accepted and is pulled out is on its way to its holder.
 */
export function HandoverState({ detail, token, slot, isPlugged, others, letter, notMine, checks }: HandoverProps) {
  const { t, visit, follow } = useVisit();
  const me = visit.me?.person.id;
  const { request, handover } = detail;
  const challenged = handover?.challengedAt != null;
  const accepted = handover?.acceptedAt != null;
  const hasLetter = me !== undefined && printedLetter(detail.letters, request, me);
  const lost = hasLostItsToken(request, detail.tokens);
  const done = request.state !== 'produced' || lost;
  const isKept = detail.holderLeft && !done;
  const look = done || isKept ? {} : { ...follow(`/remise/${request.number}/etat`), 'data-plugged': isPlugged };
  return (
    <section id="handover" aria-label={t('handover.title', { number: request.number })} {...look}>
      <Facts>
        <Fact term={t('label.holder')}>{request.holderName}</Fact>
        <Fact term={t('label.service')}>{request.service}</Fact>
        <Fact term={t('label.workstation')}>{request.assetNumber}</Fact>
        <Fact term={t('label.deliverySite')}>{request.deliverySite}</Fact>
        <Fact term={t('label.serial')}>{token && <span class="jeton-mono">{grouped(token.id)}</span>}</Fact>
        <Fact term={t('handover.replaces')}>{toTakeBack(request, t)}</Fact>
      </Facts>
      <IdentityAnew detail={detail} mayCheck={checks} />
      {lost ? (
        <>
          <LostToken reader="workshop" />
          <RepeatForm action={`/remise/${request.number}/recommencer`} />
        </>
      ) : isKept ? null : done ? (
        <Done detail={detail} letter={letter} notMine={notMine} checks={checks} />
      ) : (
        <div class="fr-grid-row fr-grid-row--gutters fr-mt-2w">
          <div class="fr-col-12 fr-col-lg-7">
            <h2 class="fr-h4">{t('handover.desk')}</h2>
            <ol class="fr-raw-list jeton-steps">
              <Challenge
                detail={detail}
                slot={slot}
                others={others}
                wanted={token?.id ?? ''}
                done={challenged}
                hasLetter={hasLetter}
              />
              <Acceptance detail={detail} open={challenged} done={accepted} checks={checks} />
              <Letter number={request.number} letter={letter} open={accepted} notMine={notMine} />
              <Given number={request.number} open={accepted} waits={waitsToGive(detail, me, hasLetter)} />
            </ol>
          </div>
          <div class="fr-col-12 fr-col-lg-5">
            <Shipment number={request.number} slot={slot} />
            <RepeatForm action={`/remise/${request.number}/recommencer`} />
          </div>
        </div>
      )}
    </section>
  );
}

/** The token that its holder gives back for this one; null: none, or it is lost. A Nomade credential is no thing. */
const toTakeBack = ({ kind, reason, replacesTokenId }: RequestDetail['request'], t: Translate): string | null =>
  replacesTokenId === null || kind === 'nomade' || isLoss(reason)
    ? null
    : t('handover.replaces.value', { serial: grouped(replacesTokenId) });

/** The flow refuses the same (flow/handover/handover.ts): nobody is offered what is refused. */
function waitsToGive(
  { handover, identity }: RequestDetail,
  me: string | undefined,
  hasLetter: boolean,
): GiveWaits | undefined {
  if (hasLetter) return 'handover.give.letter';
  if (handover?.operatorId !== me) return 'handover.give.otherHand';
  return identity === 'missing' ? 'handover.give.identity' : undefined;
}

/** Dispatch: the same challenge, then the carrier's number; the letter follows another way after the receipt. */
function Shipment({ number, slot }: { number: string; slot: SlotStatus | undefined }) {
  const { t } = useVisit();
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('ship.title')}</h2>
      <p class="fr-text--sm">{t('ship.text')}</p>
      {slot ? (
        <Form action={`/remise/${number}/expedier`} name="ship">
          <input type="hidden" name="slot" value={slot.slot} />
          <ScanField label={t('label.trackingNumber')} most={60} aside />
          <Submit secondary>{t('ship.send')}</Submit>
        </Form>
      ) : (
        <p>{t('handover.plug')}</p>
      )}
    </section>
  );
}

/** Recalled, revoked or expired, and not back in the workshop: whoever scanned its label has it in hand. */
function EndedTokens({ detail: { tokens } }: { detail: RequestDetail }) {
  const { t } = useVisit();
  const ended = tokens.filter(({ state }) => TOKEN_ENDED.includes(state));
  return (
    <>
      {ended.map(({ id }) => (
        <Alert key={id} kind="warning" small title={t('handover.nothing.ended', { serial: grouped(id) })} />
      ))}
    </>
  );
}

function doneText({ request, handover }: RequestDetail) {
  if (request.state === 'closed') return handover?.receiptProof ? 'history.receipt' : 'history.closedByRule';
  return handover?.mode === 'shipment' ? 'handover.done.shipment' : 'handover.done.desk';
}

function Done({ detail, letter, notMine, checks }: Omit<HandoverProps, 'token' | 'slot' | 'isPlugged' | 'others'>) {
  const { t } = useVisit();
  const { request, handover } = detail;
  const given = REQUEST_HANDED_OVER.includes(request.state);
  const mayPrint = given && letter !== undefined;
  const prints = mayPrint && letter.state === 'waiting' && letter.waitsFor === null && !notMine;
  return (
    <>
      <section class="jeton-panel fr-mt-2w">
        <h2 class="fr-h5">{t(given ? 'handover.done' : 'handover.nothing')}</h2>
        {given && <p>{t(doneText(detail))}</p>}
        {!given && <EndedTokens detail={detail} />}
        {request.state === 'handed_over' && handover?.mode === 'desk' && (
          <Proofs detail={detail} path="/remise" purpose="receipt" code main={!prints} identity={checks} />
        )}
        {mayPrint && <LetterActions back={`/remise/${request.number}`} letter={letter} notMine={notMine} />}
      </section>
      <section class="jeton-narrow fr-mt-4w">
        <h2 class="fr-h4">{t('handover.next')}</h2>
        <ScanForm secondary />
      </section>
    </>
  );
}

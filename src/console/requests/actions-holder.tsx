import { awaitsItsToken } from '../../book/rules/handover/handovers.ts';
import { hasLostItsToken } from '../../book/rules/request/asking.ts';
import { CURRENT_TERMS } from '../../book/rules/request/nomade-terms.ts';
import { REQUEST_ON_ITS_WAY } from '../../book/tables/states.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { AppointmentCard } from '../appointments/card.tsx';
import { Checkbox, Radios } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit, useField } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { single } from '../frame/forms/forms.ts';
import { hasFailed } from '../frame/shell/failures.ts';
import { NewCode, ParcelReceived, Proofs, ShowPinForm } from '../handover/proofs.tsx';
import { InstallNotes } from '../nomade/install-notes.tsx';
import { Terms } from '../nomade/terms.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import { LostToken } from './losses/lost-token.tsx';
import type { Possible } from './possible.ts';

interface ActionsProps {
  detail: RequestDetail;
  possible: Possible;
  /** The reader is the one who will hold the token. */
  mine: boolean;
}
/** The token proved its key, and its holder did not accept the certificate yet. */
export const isToAccept = ({ request, handover, tokens }: RequestDetail): boolean =>
  handover?.challengedAt != null && handover.acceptedAt === null && !hasLostItsToken(request, tokens);

/** What waits for its holder or asker, or for people who are with them: the next thing, above all else. */
export function HolderNext({ detail, possible, mine, secondFactor }: ActionsProps & { secondFactor: boolean }) {
  const { request, handover } = detail;
  if (hasLostItsToken(request, detail.tokens)) {
    const reader = mine ? 'holder' : possible('handover.repeat', 'repeat') ? 'workshop' : 'other';
    return <LostToken reader={reader} />;
  }
  const accepted = handover?.acceptedAt != null;
  const toDownload = possible('credential.download', 'download');
  return (
    <>
      {isToAccept(detail) && possible('handover.accept') && <AcceptCertificate detail={detail} />}
      {possible('handover.confirmReceipt', 'close') && <ConfirmReceipt detail={detail} waiting={!accepted} />}
      {mine && detail.pinToShow && <ShowPinForm number={request.number} secondFactor={secondFactor} />}
      <AppointmentCard detail={detail} possible={possible} />
      {mine && awaitsItsToken(request) && possible('pickupCode.ask') && <NewCode number={request.number} />}
      {!mine && <WithHolder detail={detail} possible={possible} accepted={accepted} />}
      {mine && request.kind === 'nomade' && <Credential detail={detail} toDownload={toDownload} />}
      {amendFormOf(request) === 'answer' && possible('request.amend', 'amend') && <Answer detail={detail} />}
    </>
  );
}

/** What somebody does who is with the holder: confirms the parcel, takes the pick-up code, checks who the holder is. */
function WithHolder({ detail, possible, accepted }: Omit<ActionsProps, 'mine'> & { accepted: boolean }) {
  const { t } = useVisit();
  const { request, handover } = detail;
  if (handover?.challengedAt == null || !REQUEST_ON_ITS_WAY.includes(request.state)) return null;
  const parcel = handover.mode === 'shipment' && handover.parcelAt === null;
  const code = handover.mode === 'shipment' && !parcel && possible('handover.takeCode');
  const identity = possible('handover.checkIdentity');
  const purpose = accepted ? 'receipt' : 'acceptance';
  const certificate = detail.certificates.find((c) => c.state === 'good');
  if (parcel && possible('handover.receiveParcel')) return <ParcelReceived number={request.number} />;
  if ((!code && !identity) || (accepted && request.state !== 'handed_over')) return null;
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t(accepted ? 'receipt.title' : 'handover.accept')}</h2>
      {!accepted && <p>{t('handover.accept.text')}</p>}
      {!accepted && certificate && <CertificateFacts certificate={certificate} />}
      <Proofs detail={detail} path="/demandes" purpose={purpose} code={code} identity={identity} />
    </section>
  );
}

/** What they may do besides: amend, withdraw. */
export function HolderOther({ detail, possible, mine }: ActionsProps) {
  const { t } = useVisit();
  const { request } = detail;
  return (
    <>
      {amendFormOf(request) === 'amend' && possible('request.amend', 'amend') && <Amend detail={detail} />}
      {possible('request.withdraw', 'withdraw') && (
        <div class="fr-mb-3w">
          <PostButton action={`/demandes/${request.number}/retirer`} class="fr-btn fr-btn--tertiary">
            {t(mine ? 'request.withdraw.mine' : 'request.withdraw')}
          </PostButton>
        </div>
      )}
    </>
  );
}

function AcceptCertificate({ detail }: { detail: RequestDetail }) {
  const { t } = useVisit();
  const certificate = detail.certificates.find((c) => c.state === 'good');
  if (!certificate) return null;
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('accept.title')}</h2>
      <p>{t('accept.text')}</p>
      <CertificateFacts certificate={certificate} />
      <PostButton action={`/demandes/${detail.request.number}/accepter`}>{t('accept.send')}</PostButton>
    </section>
  );
}

function ConfirmReceipt({
  detail: { request, identity },
  waiting,
}: Pick<ActionsProps, 'detail'> & { waiting: boolean }) {
  const { t } = useVisit();
  const isUnknown = identity === 'missing';
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('receipt.title')}</h2>
      <p>{t(waiting ? 'receipt.acceptFirst' : isUnknown ? 'receipt.identity' : 'receipt.text')}</p>
      {!waiting && !isUnknown && (
        <PostButton action={`/demandes/${request.number}/recu`}>{t('receipt.send')}</PostButton>
      )}
    </section>
  );
}

/** The download, and after it how the credential is installed, for as long as it is good. */
function Credential({ detail, toDownload }: Pick<ActionsProps, 'detail'> & { toDownload: boolean }) {
  if (toDownload) return <Download detail={detail} />;
  const { request, device, certificates } = detail;
  const isThere = request.state === 'closed' && certificates.some(({ state }) => state === 'good');
  return device && isThere ? <InstallNotes kind={device.kind} open /> : null;
}

/** The credential leaves once, to whoever agrees to the conditions; the older container only for systems that read no other. */
function Download({ detail: { request, device } }: Pick<ActionsProps, 'detail'>) {
  const { t } = useVisit();
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('download.title')}</h2>
      <p>{t('download.text')}</p>
      {device && <InstallNotes kind={device.kind} open />}
      <Terms heading="h3" />
      <Form action={`/demandes/${request.number}/telecharger`} name="download">
        <div class="fr-mb-3w">
          <Checkbox name="terms" value={String(CURRENT_TERMS.version)} label={t('nomade.agree')} required />
        </div>
        <Radios
          name="form"
          label={t('download.form')}
          initial="modern"
          options={(['modern', 'compatible'] as const).map((value) => ({ value, label: t(`download.${value}`) }))}
        />
        <Submit>{t('download.send')}</Submit>
      </Form>
    </section>
  );
}

/** The form by which a request in this state is amended: an answer, where an approver asks. */
export const amendFormOf = ({ state }: Pick<RequestDetail['request'], 'state'>): 'answer' | 'amend' =>
  state === 'needs_information' ? 'answer' : 'amend';

/**
 * What whoever amends the request has read of it. A form that comes back for another mistake keeps what it was drawn with: only where
 * the refusal says that the request changed was that read.
 */
function SeenContent({ detail: { request } }: { detail: RequestDetail }) {
  const { visit } = useVisit();
  const { value, typed } = useField('contentHash', request.contentHash);
  const kept = typed && visit.failure?.code !== 'changed_since' && value !== '';
  return <input type="hidden" name="contentHash" value={kept ? value : request.contentHash} />;
}

/** What the request says now in the place of what was typed, where somebody else amended it meanwhile. */
function useStands({ request }: RequestDetail) {
  const { t, visit } = useVisit();
  const isChanged = visit.failure?.code === 'changed_since' && hasFailed(visit, amendFormOf(request));
  return (name: 'workstation' | 'deliverySite' | 'comment'): { hint?: string } => {
    const stands = (name === 'workstation' ? request.assetNumber : request[name]) ?? '';
    if (!isChanged || single(visit.values, name) === stands) return {};
    return { hint: stands === '' ? t('amend.stands.nothing') : t('amend.stands', { text: stands }) };
  };
}

/** For which workstation, and where it is given. */
function PlaceFields({ detail }: { detail: RequestDetail }) {
  const { t } = useVisit();
  const { request } = detail;
  const stands = useStands(detail);
  return (
    <>
      {request.kind !== 'nomade' && (
        <TextField
          name="workstation"
          label={t('label.workstation')}
          initial={request.assetNumber ?? ''}
          maxlength={40}
          scan
          {...stands('workstation')}
        />
      )}
      <TextField
        name="deliverySite"
        label={t('label.deliverySite')}
        initial={request.deliverySite}
        maxlength={100}
        {...stands('deliverySite')}
      />
    </>
  );
}

/** The answer is what is asked for; the workstation and the place stand below, to be corrected where the question is about them. */
function Answer({ detail }: { detail: RequestDetail }) {
  const { t } = useVisit();
  const { number, comment } = detail.request;
  const stands = useStands(detail);
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('amend.answer')}</h2>
      <Form action={`/demandes/${number}/modifier`} name="answer">
        <SeenContent detail={detail} />
        {comment === null ? (
          <TextArea name="comment" label={t('amend.yours')} {...stands('comment')} />
        ) : (
          // what is sent takes the place of the comment, which the approver may still need
          <TextArea
            name="comment"
            label={t('amend.yours')}
            hint={t('amend.yours.hint')}
            initial={comment}
            {...stands('comment')}
          />
        )}
        <PlaceFields detail={detail} />
        <Submit>{t('amend.answer.send')}</Submit>
      </Form>
    </section>
  );
}

function Amend({ detail }: { detail: RequestDetail }) {
  const { t, visit } = useVisit();
  const { request } = detail;
  const stands = useStands(detail);
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path.endsWith('/modifier')}>
      <summary>{t('amend.title')}</summary>
      <p class="fr-text--sm">{t('amend.warning')}</p>
      <Form action={`/demandes/${request.number}/modifier`} name="amend">
        <SeenContent detail={detail} />
        <PlaceFields detail={detail} />
        <TextArea
          name="comment"
          label={t('label.comment')}
          initial={request.comment ?? ''}
          optional
          {...stands('comment')}
        />
        <Submit secondary>{t('amend.send')}</Submit>
      </Form>
    </details>
  );
}

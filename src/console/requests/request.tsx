import type { ComponentChildren } from 'preact';
import type { Right } from '../../book/rights/sentences.ts';
import { REPEATED_FOR } from '../../book/tables/codes.ts';
import { isOneOf } from '../../book/tables/one-of.ts';
import { isOpenRequest, REQUEST_IN_WORKSHOP, REQUEST_REFUSED, TOKEN_WITH_HOLDER } from '../../book/tables/states.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import type { Exchanged } from '../../flow/reading/request/request-exchange.ts';
import { NOMADE_NOTES } from '../../words/nomade-notes.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { PriorityBadge, StateBadge } from '../frame/components/badges.tsx';
import { HolderLeft } from '../frame/components/holder-left.tsx';
import { profileText } from '../frame/components/labels.ts';
import { MissingPeople } from '../frame/components/missing-people.tsx';
import { grouped } from '../frame/components/names.ts';
import { type Opens, PersonLink } from '../frame/components/person-link.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { moment } from '../frame/dates.ts';
import { motifOf } from '../frame/forms/motif.ts';
import { Rebinding } from '../handover/rebinding.tsx';
import { HolderText } from '../workstations/record.tsx';
import { Anomalies, ApproverActions } from './actions-approver.tsx';
import { HolderNext, HolderOther, isToAccept } from './actions-holder.tsx';
import { TechnicianActions } from './actions-technician.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import { possibleOn } from './possible.ts';
import { PriorityChange, PriorityFact, PriorityTurn } from './priority.tsx';
import { RequestSteps } from './request-steps.tsx';
import { WaitsFor } from './waits-for.tsx';

/** Why a token is revoked that is made again for its request. */
const MADE_AGAIN_FOR = [...REPEATED_FOR, 'recalled'] as const;

interface RequestProps {
  detail: RequestDetail;
  exchange: readonly Exchanged[];
  acts: readonly Right[];
  personId: string;
  /** The reader's session was opened by more than a password. */
  secondFactor: boolean;
  /** Roles beyond the agent's: approvers see anomalies, technicians their work. */
  roles: readonly string[];
  /** Certificate profiles that a request may name. */
  profiles: readonly string[];
  opens: Opens;
  /** All that was done, for whoever works here. */
  children: ComponentChildren;
}

/** « Suivi DEM-… »: where a request stands, what it asks, and what the reader may do now. */
export function RequestPage({
  detail,
  exchange,
  acts,
  personId,
  secondFactor,
  roles,
  profiles,
  opens,
  children,
}: RequestProps) {
  const { t } = useVisit();
  const { request } = detail;
  const mine = request.holderId === personId;
  const own = mine || request.askerId === personId;
  const possible = possibleOn(request.state, acts);
  return (
    <>
      <div class="jeton-head">
        <h1>
          <Whole text={t('request.title', { number: request.number })} />
        </h1>
        <span class="jeton-badges">
          <PriorityBadge of={request} />
          <StateBadge of={{ kind: 'request', state: request.state, mode: detail.handover?.mode }} large />
        </span>
      </div>
      <RequestSteps detail={detail} />
      <Ended detail={detail} own={own} />
      <MadeAgain detail={detail} />
      <WaitsFor detail={detail} mine={mine} />
      {request.state !== 'needs_information' && <PriorityTurn detail={detail} />}
      <HolderLeft detail={detail} />
      <MissingPeople detail={detail} />
      {roles.includes('approver') && !own && request.state === 'submitted' && <Anomalies detail={detail} />}
      <div class="fr-grid-row fr-grid-row--gutters">
        <div class="fr-col-12 fr-col-lg-6">
          <HolderNext detail={detail} possible={possible} mine={mine} secondFactor={secondFactor} />
          <RequestFacts detail={detail} profiles={profiles} opens={opens} />
          <Tokens
            detail={detail}
            reportable={acts.includes('token.reportLoss')}
            isRead={isToAccept(detail) && possible('handover.accept')}
          />
          {roles.includes('approver') && <ToAnotherMachine detail={detail} />}
        </div>
        <div class="fr-col-12 fr-col-lg-6">
          {roles.includes('approver') && <ApproverActions detail={detail} possible={possible} own={own} />}
          {!(own || possible('request.approve', 'approve')) && <PriorityChange detail={detail} possible={possible} />}
          {roles.includes('technician') && <TechnicianActions detail={detail} possible={possible} />}
          <HolderOther detail={detail} possible={possible} mine={mine} />
          <History detail={detail} exchange={exchange} />
        </div>
      </div>
      {children}
    </>
  );
}

/** An approver has no page of a token: they look at a document here, and a technician binds it on the token's page. */
function ToAnotherMachine({ detail }: { detail: RequestDetail }) {
  if (detail.rebinding === null) return null;
  return (
    <Rebinding
      rebinding={detail.rebinding}
      page={`/demandes/${detail.request.number}`}
      checkAt={`/demandes/${detail.request.number}/controle`}
      bindAt={undefined}
      heading="h2"
    />
  );
}

/** `own`: the reader is asked, or would be. */
function Ended({ detail: { request }, own }: { detail: RequestDetail; own: boolean }) {
  const { t } = useVisit();
  if (request.state === 'rejected') {
    return (
      <Alert kind="error" title={t('request.rejected')}>
        <p>{request.answer}</p>
      </Alert>
    );
  }
  if (request.endReason !== null) {
    return (
      <Alert kind="info" title={t(`request.ended.${request.endReason}`)}>
        <p>{t('request.ended.do')}</p>
      </Alert>
    );
  }
  if (request.state === 'withdrawn') return <Alert kind="info" title={t('request.withdrawn')} />;
  if (request.state !== 'needs_information') return null;
  return (
    <Alert kind="warning" title={t(own ? 'request.question' : 'request.question.other')}>
      <p>{request.answer}</p>
    </Alert>
  );
}

/** Else nothing says why a request that was ready waits once more. */
function MadeAgain({ detail: { request, certificates } }: { detail: RequestDetail }) {
  const { t } = useVisit();
  if (!REQUEST_IN_WORKSHOP.includes(request.state)) return null;
  const [last] = certificates
    .filter(({ revocationReason }) => isOneOf(MADE_AGAIN_FOR, revocationReason))
    .sort((a, b) => (b.revokedAt ?? 0) - (a.revokedAt ?? 0));
  if (!last?.revocationReason) return null;
  return (
    <Alert kind="info" title={t('request.again')}>
      <p>{t('request.again.text', { reason: t(`revocation.${last.revocationReason}`).toLowerCase() })}</p>
    </Alert>
  );
}

/** Whether an approver's question was answered, and matters still. */
const isAnswered = ({ state, answer }: RequestDetail['request']): boolean =>
  answer !== null && state !== 'needs_information' && isOpenRequest(state);

function RequestFacts({
  detail: { request, asker, machine, device, handover },
  profiles,
  opens,
}: Pick<RequestProps, 'detail' | 'profiles' | 'opens'>) {
  const { t } = useVisit();
  return (
    <section class="fr-mb-4w">
      <h2 class="fr-h5">{t('request.facts')}</h2>
      <Facts>
        <Fact term={t('label.holder')}>
          <PersonLink id={request.holderId} opens={opens}>
            {request.holderName}
          </PersonLink>
        </Fact>
        <Fact term={t('label.service')}>{request.service}</Fact>
        <Fact term={t('request.asker')}>
          {asker && (
            <PersonLink id={asker.id} opens={opens}>
              {asker.name ?? t('request.asker.hidden')}
            </PersonLink>
          )}
        </Fact>
        <Fact term={t('label.motif')}>{t(`motif.${motifOf(request)}`)}</Fact>
        {profiles.length > 1 && request.kind !== 'nomade' && request.profile && (
          <Fact term={t('label.profile')}>{profileText(t, request.profile)}</Fact>
        )}
        <Fact term={t('label.workstation')}>{request.assetNumber}</Fact>
        <Fact term={t('request.machine.holder')}>
          {machine && <HolderText {...machine} opens={opens} hidden="request.machine.holder.hidden" />}
        </Fact>
        <Fact term={t('nomade.device')}>
          {device && `${device.name ?? t('nomade.device.unnamed')} (${NOMADE_NOTES[device.kind].system})`}
        </Fact>
        <Fact term={t('label.deliverySite')}>{request.deliverySite}</Fact>
        <PriorityFact detail={{ request }} />
        {/* one that waits for its answer stands above all else; the answer took the place of the comment */}
        <Fact term={t('request.asked')}>{isAnswered(request) ? request.answer : null}</Fact>
        <Fact term={t('label.comment')}>{request.comment}</Fact>
        <Fact term={t('handover.mode')}>{handover && t(`handover.mode.${handover.mode}`)}</Fact>
        <Fact term={t('label.trackingNumber')}>{handover?.trackingNumber}</Fact>
      </Facts>
    </section>
  );
}

interface TokensProps {
  detail: RequestDetail;
  reportable: boolean;
  /** Its holder reads the certificate above, before they accept it. */
  isRead: boolean;
}
function Tokens({ detail, reportable, isRead }: TokensProps) {
  const { t } = useVisit();
  const certificateOf = (id: string | null) => detail.certificates.find((c) => c.id === id);
  return (
    <>
      {detail.tokens.map((token) => {
        const certificate = certificateOf(token.certificateId);
        const live = TOKEN_WITH_HOLDER.includes(token.state);
        return (
          <section key={token.id} class="fr-mb-4w">
            <h2 class="fr-h5">
              {t('request.token')} <span class="jeton-mono">{grouped(token.id)}</span>{' '}
              <StateBadge of={{ kind: 'token', state: token.state, mode: detail.handover?.mode }} />
            </h2>
            {certificate &&
              (isRead ? <p>{t('request.token.read')}</p> : <CertificateFacts certificate={certificate} />)}
            {live && reportable && (
              <a class="fr-btn fr-btn--secondary jeton-btn--alarm" href={`/jetons/${token.id}/perte`}>
                {t('loss.report')}
              </a>
            )}
          </section>
        );
      })}
    </>
  );
}

type Step = [number | null | undefined, string];
/** The dates of the way so far, oldest first. */
function History({
  detail: { request, approvals, handover },
  exchange,
}: {
  detail: RequestDetail;
  exchange: readonly Exchanged[];
}) {
  const { t, language } = useVisit();
  const said = exchange.flatMap(({ at, what, by }): Step[] =>
    what === 'taken-back' ? [] : [[at, by === null ? t(`history.${what}.asker`) : t(`history.${what}`, { name: by })]],
  );
  const ended = approvals.map(({ id, withdrawnAt, approverName: name }): Step => {
    const by = exchange.find(({ approvalIds }) => approvalIds.includes(id));
    return [withdrawnAt, t(by ? `history.approval.${by.what}` : 'history.approval.ended', { name })];
  });
  const wayOfToken: Step[] = [
    [request.producedAt, t('history.produced')],
    [handover?.challengedAt, t('history.challenged')],
    [handover?.acceptedAt, t('history.accepted')],
    [request.handedOverAt, t(handover?.mode === 'shipment' ? 'history.sent' : 'history.handedOver')],
    [handover?.parcelAt, t('history.parcel')],
    [handover?.receiptAt, t(handover?.receiptProof ? 'history.receipt' : 'history.closedByRule')],
  ];
  // no token was made and nothing was handed over: agreeing and downloading is one act
  const download: Step[] = [
    [request.producedAt, t('history.produced.nomade')],
    [request.handedOverAt, t('history.downloaded')],
  ];
  const steps: Step[] = [
    [request.submittedAt, t('history.submitted')],
    ...approvals.map((a): [number, string] => [a.approvedAt, t('history.approved', { name: a.approverName })]),
    ...said,
    ...ended,
    ...(request.kind === 'nomade' ? download : wayOfToken),
    [REQUEST_REFUSED.includes(request.state) ? request.closedAt : null, t(`state.request.${request.state}`)],
  ];
  const known = steps.filter((s): s is [number, string] => typeof s[0] === 'number').sort(([a], [b]) => a - b);
  return (
    <section>
      <h2 class="fr-h5">{t('history.title')}</h2>
      <ol class="fr-raw-list jeton-history">
        {known.map(([at, text]) => (
          <li key={`${at}${text}`}>
            <span class="jeton-small jeton-muted">{moment(language, at)}</span>
            <br />
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}

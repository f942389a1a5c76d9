import type { ComponentChildren } from 'preact';
import { priorityNow } from '../../book/rules/waiting/priority.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { TextArea } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { useCertified } from './certified.tsx';
import type { Possible } from './possible.ts';
import { PriorityChoice } from './priority.tsx';

/** What to look at twice before approving. */
export function Anomalies({ detail }: { detail: Pick<RequestDetail, 'anomalies'> }) {
  const { t } = useVisit();
  if (detail.anomalies.length === 0) return null;
  return (
    <div id="anomalies">
      <Alert kind="warning" title={t.count('anomaly.count', detail.anomalies.length)}>
        <ul>
          {detail.anomalies.map((anomaly) => (
            <li key={anomaly}>{t(`anomaly.${anomaly}`)}</li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}

/** The approver's decision on one request: what is approved is the content shown here, and no other. */
export function ApproverActions({
  detail,
  possible,
  own,
}: {
  detail: RequestDetail;
  possible: Possible;
  own: boolean;
}) {
  const { t } = useVisit();
  const certified = useCertified();
  const { request } = detail;
  const path = `/demandes/${request.number}`;
  if (own && request.state === 'submitted') return <p class="jeton-empty">{t('approve.own')}</p>;
  const mayApprove = possible('request.approve', 'approve');
  return (
    <>
      {mayApprove && (
        <section class="jeton-panel fr-mb-3w">
          <h2 class="fr-h5">{t('approve.title')}</h2>
          {detail.certified ? (
            <>
              <Facts>
                {certified(detail.certified).map(({ term, value }) => (
                  <Fact key={term} term={term}>
                    <span class="jeton-break">{value}</span>
                  </Fact>
                ))}
              </Facts>
              <Form action={`${path}/approuver`} name="approve">
                <input type="hidden" name="contentHash" value={request.contentHash} />
                <input type="hidden" name="seenPriority" value={priorityNow(request)} />
                <PriorityChoice detail={detail} />
                <Submit>{t('approve.send')}</Submit>
              </Form>
            </>
          ) : (
            <p class="jeton-empty">{t('certified.none')}</p>
          )}
        </section>
      )}
      {possible('request.takeBackApproval', 'takeBackApproval') && (
        <section class="jeton-panel fr-mb-3w">
          <h2 class="fr-h5">{t('takeBack.title')}</h2>
          <p>{t('takeBack.text')}</p>
          <PostButton action={`${path}/reprendre`} class="fr-btn fr-btn--secondary">
            {t('takeBack.send')}
          </PostButton>
        </section>
      )}
      {possible('request.askInformation', 'askInformation') && (
        <Answer action={`${path}/demander-precision`} title={t('ask.title')}>
          <Form action={`${path}/demander-precision`} name="ask">
            <input type="hidden" name="contentHash" value={request.contentHash} />
            <TextArea name="text" label={t('label.question')} />
            <Submit secondary>{t('ask.send')}</Submit>
          </Form>
        </Answer>
      )}
      {possible('request.reject', 'reject') && (
        <Answer action={`${path}/refuser`} title={t('reject.title')}>
          <Form action={`${path}/refuser`} name="reject">
            <input type="hidden" name="contentHash" value={request.contentHash} />
            <TextArea name="text" label={t('label.rejection')} />
            <Submit secondary>{t('reject.send')}</Submit>
          </Form>
        </Answer>
      )}
    </>
  );
}

/** A form that opens by a click, and stands open where it comes back with something to correct. */
function Answer({ action, title, children }: { action: string; title: string; children: ComponentChildren }) {
  const { visit } = useVisit();
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path === action}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

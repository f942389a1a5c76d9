import { rolesWith } from '../../book/rights/authorise.ts';
import { ROLE_WORDS } from '../../book/rights/role-words.ts';
import { CHECKS_WITHIN_MS } from '../../book/rules/handover/handovers.ts';
import type { CheckPurpose } from '../../book/tables/codes.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { timeOfDay } from '../frame/dates.ts';
import { DocumentField } from './document-field.tsx';

interface ProofProps {
  detail: RequestDetail;
  /** The page on which the form stands: `/remise` or `/demandes`. */
  path: '/remise' | '/demandes';
  purpose: CheckPurpose;
  /** The code is what the panel waits for. */
  main?: boolean;
}

/** The holder, who is there, gives the code that only they have. */
function CodeForm({ detail, path, purpose, main = false }: ProofProps) {
  const { t } = useVisit();
  const { pickupCode, request, identity } = detail;
  if (pickupCode === null) return <p>{t('code.none')}</p>;
  if (pickupCode.state !== 'open') return <p>{t('code.locked')}</p>;
  return (
    <Form action={`${path}/${request.number}/code`} name={`code-${purpose}`}>
      <input type="hidden" name="purpose" value={purpose} />
      <TextField
        name="code"
        label={t('code.label')}
        hint={t('code.hint')}
        type="password"
        maxlength={20}
        autocomplete="off"
        autofocus={purpose === 'acceptance'} // afterwards the next label is scanned
      />
      {purpose === 'receipt' && identity === 'missing' && <DocumentField />}
      <Submit secondary={!main}>{t(`code.send.${purpose}`)}</Submit>
    </Form>
  );
}

/** An operator checked who the holder is; the second one's check makes it a proof. */
function IdentityForm({ detail, path, purpose }: ProofProps) {
  const { t } = useVisit();
  return (
    <Form action={`${path}/${detail.request.number}/identite`} name={`identity-${purpose}`}>
      <input type="hidden" name="purpose" value={purpose} />
      <DocumentField />
      <Submit secondary>{t(`identity.send.${purpose}`)}</Submit>
    </Form>
  );
}

/** A second renewal in a row: an operator looks at a document of the holder's, whatever else shows that it is them. */
export function IdentityAnew({ detail, mayCheck }: { detail: RequestDetail; mayCheck: boolean }) {
  const { t } = useVisit();
  if (detail.identity === 'not-asked') return null;
  if (detail.identity === 'checked') return <Alert kind="success" title={t('identity.renewal.done')} small />;
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('identity.renewal')}</h2>
      <p>{t('identity.renewal.text')}</p>
      {mayCheck && detail.handover !== null && (
        <Form action={`/remise/${detail.request.number}/identite`} name="identity-renewal">
          <input type="hidden" name="purpose" value="renewal" />
          <DocumentField />
          <Submit secondary>{t('identity.send.renewal')}</Submit>
        </Form>
      )}
    </section>
  );
}

/** What one of the two operators checked lately, by which the other's check is the proof; undefined where nobody did. */
function lastCheck({ checks }: RequestDetail, purpose: CheckPurpose, now: number) {
  const lately = checks.filter((one) => one.purpose === purpose && one.checkedAt >= now - CHECKS_WITHIN_MS);
  return lately.sort((a, b) => b.checkedAt - a.checkedAt)[0];
}

/** Whoever checked waits for another operator, who reads by whom and until when. */
function TwoChecks(props: ProofProps) {
  const { t, language, now, visit } = useVisit();
  const check = lastCheck(props.detail, props.purpose, now);
  const time = (at: number): string => timeOfDay(language, at);
  const facts = check && {
    name: check.checkerName,
    at: time(check.checkedAt),
    until: time(check.checkedAt + CHECKS_WITHIN_MS),
  };
  if (check?.checkedBy === visit.me?.person.id && facts)
    return <p class="fr-mt-3w">{t('identity.first.own', facts)}</p>;
  return (
    <>
      {facts && <p class="fr-mt-3w">{t('identity.first.other', facts)}</p>}
      <details class="jeton-details fr-mt-3w" open={facts !== undefined}>
        <summary>{t('identity.title')}</summary>
        <p class="fr-text--sm">{t('identity.text')}</p>
        <IdentityForm {...props} />
      </details>
    </>
  );
}

/** At the desk the reader may not check who the holder is: who comes instead, and what they do meanwhile. */
function OthersCheck({ detail, purpose }: ProofProps) {
  const { t, language, now, visit } = useVisit();
  const { request } = detail;
  const check = lastCheck(detail, purpose, now);
  const list = new Intl.ListFormat(language === 'fr' ? 'fr' : 'en-GB', { type: 'disjunction' });
  const roles = list.format(rolesWith('handover.checkIdentity').map((role) => ROLE_WORDS[role][language]));
  const facts = { roles, number: request.number };
  const why = request.producerId === visit.me?.person.id ? 'produced' : 'own';
  return (
    <div class="fr-mt-3w">
      <p>
        {t(`identity.others.${why}`)}{' '}
        {check
          ? t('identity.others.one', {
              ...facts,
              name: check.checkerName,
              at: timeOfDay(language, check.checkedAt),
              until: timeOfDay(language, check.checkedAt + CHECKS_WITHIN_MS),
            })
          : t('identity.others.two', facts)}
      </p>
      {purpose === 'acceptance' && <p>{t('identity.others.meanwhile')}</p>}
    </div>
  );
}

/** The two ways in which a holder who is not signed in shows that it is them, each where the reader may take it. */
export function Proofs({ code, identity, ...props }: ProofProps & { code: boolean; identity: boolean }) {
  if (!code && !identity) return null;
  return (
    <>
      {code && <CodeForm {...props} />}
      {identity && <TwoChecks {...props} />}
      {!identity && props.path === '/remise' && <OthersCheck {...props} />}
    </>
  );
}

/** A correspondent has the parcel: that, and nothing else. */
export function ParcelReceived({ number }: { number: string }) {
  const { t } = useVisit();
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('parcel.title')}</h2>
      <p>{t('parcel.text')}</p>
      <PostButton action={`/demandes/${number}/colis`}>{t('parcel.send')}</PostButton>
    </section>
  );
}

/** The holder's own page: another code in place of the one in the mail. */
export function NewCode({ number }: { number: string }) {
  const { t } = useVisit();
  return (
    <details class="jeton-details fr-mb-3w">
      <summary>{t('code.new')}</summary>
      <p class="fr-text--sm">{t('code.new.text')}</p>
      <PostButton action={`/demandes/${number}/nouveau-code`} class="fr-btn fr-btn--secondary">
        {t('code.new.send')}
      </PostButton>
    </details>
  );
}

/** The holder's own page: their PIN, once, after a second factor or by the code of their mail. */
export function ShowPinForm({ number, secondFactor }: { number: string; secondFactor: boolean }) {
  const { t } = useVisit();
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('pin.title')}</h2>
      <p>{t('pin.text')}</p>
      <Form action={`/demandes/${number}/pin`} name="pin">
        {!secondFactor && (
          <TextField
            name="code"
            label={t('pin.code')}
            hint={t('pin.code.hint')}
            type="password"
            maxlength={20}
            autocomplete="off"
          />
        )}
        <Submit secondary>{t('pin.send')}</Submit>
      </Form>
    </section>
  );
}

/** The PIN and the code for the telephone, shown once. */
export function PinPage({ number, pin, revocationCode }: { number: string; pin: string; revocationCode: string }) {
  const { t } = useVisit();
  return (
    <>
      <h1>
        <Whole text={t('pin.page', { number })} />
      </h1>
      <p class="fr-text--lead">{t('pin.page.text')}</p>
      <p class="jeton-secret jeton-secret--typed">{pin}</p>
      <p>{t('pin.revocation')}</p>
      <p class="jeton-secret jeton-secret--typed">{revocationCode}</p>
      <p>
        <a href={`/demandes/${number}`}>{t('code.back')}</a>
      </p>
    </>
  );
}

/** The new code, shown once. */
export function CodePage({ number, code }: { number: string; code: string }) {
  const { t } = useVisit();
  return (
    <>
      <h1>
        <Whole text={t('code.page', { number })} />
      </h1>
      <p class="fr-text--lead">{t('code.page.text')}</p>
      <p class="jeton-secret jeton-secret--typed">{`${code.slice(0, 4)} ${code.slice(4)}`}</p>
      <p>
        <a href={`/demandes/${number}`}>{t('code.back')}</a>
      </p>
    </>
  );
}

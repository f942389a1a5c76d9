import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { KEY_LOSSES } from '../../book/rules/decision-args.ts';
import { ROLES } from '../../book/tables/codes.ts';
import type { GrantRow, PersonRow } from '../../book/tables/rows/people.ts';
import type { AccountState } from '../../book/tables/states.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { StateBadge } from '../frame/components/badges.tsx';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { nameOf } from '../frame/components/names.ts';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { VouchCode } from '../frame/components/vouch-code.tsx';
import { lastDay, moment } from '../frame/dates.ts';

export interface PersonProps {
  person: PersonRow;
  state: AccountState;
  /** By one person alone: an operator role closes it. */
  openedAlone: boolean;
  /** An operator's account, open or disabled: no link of one person opens it. */
  reopenedByTwo: boolean;
  grants: readonly GrantRow[];
  /** The only security officer who can come in. */
  soleOfficer: boolean;
  /** The reader's own page: nothing to change there. */
  self: boolean;
  /** A link made just now: shown this once. */
  link?: { url: string; expiresAt: number; needsCode: boolean } | undefined;
  /** A second person's code, made just now. */
  code?: { code: string; expiresAt: number } | undefined;
}

/** One person: account, roles, invitation. Operator roles are proposed here and confirmed by a second person. */
export function PersonPage(props: PersonProps) {
  const { person, state, grants, self, link, code } = props;
  const { t } = useVisit();
  return (
    <>
      <div class="jeton-head">
        <h1>{nameOf(person)}</h1>
        <StateBadge of={{ kind: 'account', state }} large />
      </div>
      {link && <Link {...link} />}
      {code && <VouchCode {...code} who={nameOf(person)} />}
      <Facts>
        <Fact term={t('label.directoryId')}>{person.directoryId}</Fact>
        <Fact term={t('label.email')}>{person.email}</Fact>
        <Fact term={t('label.service')}>{person.service}</Fact>
        <Fact term={t('label.site')}>{person.site}</Fact>
      </Facts>
      <section class="fr-mt-4w">
        <h2 class="fr-h4">{t('account.roles')}</h2>
        <Grants grants={grants} personId={person.id} self={self} />
      </section>
      {self ? <Alert kind="info" small title={t('person.self')} /> : <Changes {...props} />}
    </>
  );
}

function Link({ url, expiresAt, needsCode }: NonNullable<PersonProps['link']>) {
  const { t, language } = useVisit();
  return (
    <div class="fr-callout" role="status">
      <h2 class="fr-callout__title fr-h5">{t('invite.made')}</h2>
      <p class="fr-callout__text">{t('invite.once', { until: moment(language, expiresAt) })}</p>
      <p class="jeton-secret" id="link">
        {url}
      </p>
      <p class="fr-callout__text">{t(needsCode ? 'invite.code' : 'invite.alone')}</p>
    </div>
  );
}

function Grants({ grants, personId, self }: { grants: readonly GrantRow[]; personId: string; self: boolean }) {
  const { t, language } = useVisit();
  const head = [t('label.role'), t('label.scope'), t('label.validUntil'), ...(self ? [] : [t('label.action')])];
  return (
    <Table caption={t('account.roles')} silentCaption stacks head={head} empty={t('grants.none')}>
      {grants.map((grant) => (
        <tr key={grant.id}>
          <th scope="row">{t(`role.${grant.role}`)}</th>
          <td>
            <span class="jeton-stacked">{t('label.scope')} </span>
            {grant.scope === '*' ? t('scope.all') : grant.scope}
          </td>
          <td>
            <span class="jeton-stacked">{t('label.validUntil')} </span>
            {grant.validUntil === null ? '—' : lastDay(language, grant.validUntil)}
          </td>
          {!self && (
            <td>
              <PostButton
                action={`/administration/personnes/${personId}/retirer`}
                values={{ grantId: grant.id }}
                class="fr-btn fr-btn--sm fr-btn--tertiary"
              >
                {t('grant.end')}
                <span class="fr-sr-only"> {t(`role.${grant.role}`)}</span>
              </PostButton>
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}

/** The only security officer is brought back by two administrators: nobody else is left who could be one of the two. */
function BringBack({ path }: { path: string }) {
  const { t } = useVisit();
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('dual.act.officer.bringBack')}</h2>
      <p class="fr-text--sm">{t('officer.bringBack.text')}</p>
      <Form action={`${path}/ramener`} name="bring-back">
        <Select
          name="reason"
          label={t('label.reason')}
          placeholder={t('choose')}
          options={KEY_LOSSES.map((reason) => ({ value: reason, label: t(`officer.reason.${reason}`) }))}
        />
        <Submit secondary>{t('dual.propose')}</Submit>
      </Form>
    </section>
  );
}

/** What the link does to an account, by its state. */
const INVITING = {
  invited: { title: 'invite.title', text: 'invite.text' },
  active: { title: 'invite.new', text: 'invite.again' },
  disabled: { title: 'invite.reopen', text: 'invite.reopen.text' },
} as const satisfies Record<AccountState, unknown>;

type ChangesProps = Pick<PersonProps, 'person' | 'state' | 'openedAlone' | 'reopenedByTwo' | 'soleOfficer'>;
function Changes({ person, state, openedAlone, reopenedByTwo, soleOfficer }: ChangesProps) {
  const { t } = useVisit();
  const path = `/administration/personnes/${person.id}`;
  return (
    <div class="fr-grid-row fr-grid-row--gutters fr-mt-2w">
      <div class="fr-col-12 fr-col-lg-6">
        <NewGrant path={path} service={person.service} openedAlone={openedAlone} />
      </div>
      <div class="fr-col-12 fr-col-lg-6">
        {!reopenedByTwo && (
          <section class="jeton-panel fr-mb-3w">
            <h2 class="fr-h5">{t(INVITING[state].title)}</h2>
            <p class="fr-text--sm">{t(INVITING[state].text)}</p>
            <PostButton action={`${path}/inviter`} class="fr-btn fr-btn--secondary">
              {t('invite.send')}
            </PostButton>
          </section>
        )}
        {state === 'invited' && (
          <section class="jeton-panel fr-mb-3w">
            <h2 class="fr-h5">{t('vouch.title')}</h2>
            <p class="fr-text--sm">{t('vouch.text')}</p>
            <PostButton action={`${path}/code`} class="fr-btn fr-btn--secondary">
              {t('vouch.send')}
            </PostButton>
          </section>
        )}
        {soleOfficer && <BringBack path={path} />}
        {state !== 'invited' && !soleOfficer && (
          <section class="jeton-panel fr-mb-3w">
            <h2 class="fr-h5">{t('access.recover')}</h2>
            <p class="fr-text--sm">{t('access.recover.text')}</p>
            <PostButton action={`${path}/retablir`} class="fr-btn fr-btn--secondary">
              {t('dual.propose')}
            </PostButton>
          </section>
        )}
        {state === 'active' && (
          <section class="jeton-panel fr-mb-3w">
            <h2 class="fr-h5">{t('endSessions.title')}</h2>
            <p class="fr-text--sm">{t('endSessions.text')}</p>
            <PostButton action={`${path}/sessions`} class="fr-btn fr-btn--secondary">
              {t('endSessions.send')}
            </PostButton>
          </section>
        )}
        {state !== 'disabled' && (
          <section class="jeton-panel">
            <h2 class="fr-h5">{t('disable.title')}</h2>
            <p class="fr-text--sm">{t('disable.text')}</p>
            <PostButton action={`${path}/desactiver`} class="fr-btn jeton-btn--danger">
              {t('disable.send')}
            </PostButton>
          </section>
        )}
      </div>
    </div>
  );
}

function NewGrant({ path, service, openedAlone }: { path: string; service: string; openedAlone: boolean }) {
  const { t } = useVisit();
  const options = ROLES.map((role) => ({
    value: role,
    label: t(`role.${role}`) + (OPERATOR_ROLES.includes(role) ? ` – ${t('grant.dual')}` : ''),
  }));
  return (
    <section class="jeton-panel jeton-fill">
      <h2 class="fr-h5">{t('grant.title')}</h2>
      {openedAlone && <Alert kind="info" small title={t('grant.closes')} />}
      <Form action={`${path}/accorder`} name="grant">
        <Select name="role" label={t('label.role')} placeholder={t('choose')} options={options} />
        <TextField
          name="scope"
          label={t('label.scope')}
          hint={t('grant.scope.hint')}
          initial={service || '*'}
          maxlength={60}
          scan
        />
        <TextField name="validFrom" type="date" label={t('label.validFrom')} optional />
        <TextField name="validUntil" type="date" label={t('label.validUntil')} hint={t('grant.until.hint')} optional />
        <p class="fr-hint-text">{t('grant.send.text')}</p>
        <Submit secondary>{t('grant.send')}</Submit>
      </Form>
    </section>
  );
}

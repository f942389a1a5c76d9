import type { Role } from '../../book/tables/codes.ts';
import type { ApiTokenRow } from '../../book/tables/rows/people.ts';
import type { OwnNotices as Own } from '../../flow/reading/people/own-notices.ts';
import { Checkbox } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { nameOf } from '../frame/components/names.ts';
import { Verbatim } from '../frame/components/scrollable.tsx';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { type Member, waitingRoles } from '../frame/visit.ts';
import { OwnNotices } from './own-notices.tsx';

interface AccountProps {
  me: Member['me'];
  roles: readonly Role[];
  tokens: readonly ApiTokenRow[];
  /** What others did about the reader. */
  notices: Own;
  /** Whether a token may be made without a certificate: in a throw-away data folder. */
  plain: boolean;
  /** The secret of a token made just now: this once. */
  made?: MadeToken | undefined;
}
/** A new token, and whether only a machine's certificate opens anything with it. */
export interface MadeToken {
  name: string;
  secret: string;
  isBound: boolean;
}

/** Who calls the service by a program: whoever works here. An agent only asks for tokens, and a page does that. */
const usesApi = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'agent');

/** « Mon compte »: who I am here, my sessions, my API tokens. */
export function AccountPage({ me, roles, tokens, notices, plain, made }: AccountProps) {
  const { visit, t } = useVisit();
  const callsUs = usesApi([...roles, ...me.withheld]);
  return (
    <>
      <h1>{t('account.title')}</h1>
      {made && <NewToken {...made} />}
      <Facts>
        <Fact term={t('label.name')}>{nameOf(me.person)}</Fact>
        <Fact term={t('label.directoryId')}>{me.person.directoryId}</Fact>
        <Fact term={t('label.email')}>{me.person.email}</Fact>
        <Fact term={t('label.service')}>{me.person.service}</Fact>
        <Fact term={t('label.site')}>{me.person.site}</Fact>
        <Fact term={t('account.roles')}>{roles.map((role) => t(`role.${role}`)).join(', ')}</Fact>
        <Fact term={t('account.roles.withheld')}>
          {waitingRoles(visit)
            .map((role) => t(`role.${role}`))
            .join(', ')}
        </Fact>
      </Facts>
      <p>
        <a class="fr-link" href="/compte/donnees">
          {t('ownData.open')}
        </a>
      </p>
      <OwnNotices {...notices} />
      {roles.includes('agent') && <AddressForm address={me.person.postalAddress} />}
      <section class="fr-mt-6w">
        <h2 class="fr-h4">{t('account.sessions')}</h2>
        <p>
          <a class="fr-link" href="/compte/acces">
            {t('access.open')}
          </a>
        </p>
        <p>{t('account.sessions.text')}</p>
        <PostButton action="/compte/sessions" class="fr-btn fr-btn--secondary">
          {t('account.sessions.end')}
        </PostButton>
      </section>
      {(tokens.length > 0 || callsUs) && (
        <section class="fr-mt-6w">
          <h2 class="fr-h4">{t('account.tokens')}</h2>
          <p>{t(plain ? 'account.tokens.text.plain' : 'account.tokens.text')}</p>
          <TokenTable tokens={tokens} />
          {callsUs && <NewTokenForm roles={roles} plain={plain} />}
        </section>
      )}
    </>
  );
}

/** Where the PIN's letter goes to somebody whose site is where their parcels go. */
function AddressForm({ address }: { address: string | null }) {
  const { t } = useVisit();
  return (
    <section class="fr-mt-6w">
      <h2 class="fr-h4">{t('account.address')}</h2>
      <p>{t('account.address.text')}</p>
      <Form action="/compte/adresse" name="address">
        <TextField
          name="postalAddress"
          label={t('label.postalAddress')}
          hint={t('account.address.hint')}
          initial={address ?? ''}
          maxlength={200}
          optional
        />
        <Submit secondary>{t('account.address.send')}</Submit>
      </Form>
    </section>
  );
}

function NewToken({ name, secret, isBound }: MadeToken) {
  const { t } = useVisit();
  return (
    <div class="fr-callout" role="status">
      <h2 class="fr-callout__title fr-h5">{t('account.token.made', { name })}</h2>
      <p class="fr-callout__text">{t('account.token.once')}</p>
      <p class="jeton-secret" id="secret">
        {secret}
      </p>
      <FirstCall isBound={isBound} />
    </div>
  );
}

/** A first call, ready to be copied; the token is typed into a variable, so that no history of a shell keeps it. */
function FirstCall({ isBound }: Pick<MadeToken, 'isBound'>) {
  const { t, site } = useVisit();
  const origin = isBound ? site.machinesUrl() : site.url();
  if (origin === null) return <p class="fr-text--sm fr-mt-2w">{t('account.token.use.closed')}</p>;
  const certificate = isBound ? '--cert machine.pem --key machine.key ' : '';
  return (
    <>
      <p class="fr-text--sm fr-mt-2w fr-mb-1w">{t(isBound ? 'account.token.use.bound' : 'account.token.use')}</p>
      <Verbatim>
        {`read -rs JETON_TOKEN\ncurl ${certificate}-H "Authorization: Bearer $JETON_TOKEN" ${origin}/api/v1/me`}
      </Verbatim>
      <p class="fr-text--sm">
        <a class="fr-link fr-link--sm" href="/api/openapi.json">
          {t('account.token.use.all')}
        </a>
      </p>
    </>
  );
}

function TokenTable({ tokens }: { tokens: readonly ApiTokenRow[] }) {
  const { t, language, now } = useVisit();
  const head = [t('label.tokenName'), t('label.scopes'), t('label.expires'), t('label.action')];
  return (
    <Table caption={t('account.tokens')} silentCaption head={head} empty={t('account.tokens.none')}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row">
            {token.name ?? '–'}
            {token.thumbprint !== null && (
              <p class="fr-text--xs fr-mb-0">
                {t('account.token.bound')} <code class="jeton-mono">{token.thumbprint}</code>
              </p>
            )}
          </th>
          <td>
            {token.scopes
              .split(',')
              .map((role) => t(`role.${role as Role}`))
              .join(', ')}
          </td>
          <td>{moment(language, token.expiresAt)}</td>
          <td>
            {token.revokedAt === null && token.expiresAt > now ? (
              <PostButton action={`/compte/jetons-api/${token.id}/revoquer`} class="fr-btn fr-btn--tertiary fr-btn--sm">
                {t('action.revoke')}
              </PostButton>
            ) : (
              t('account.token.ended')
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function NewTokenForm({ roles, plain }: Pick<AccountProps, 'roles' | 'plain'>) {
  const { t } = useVisit();
  return (
    <div class="jeton-panel jeton-narrow">
      <h3 class="fr-h6">{t('account.token.new')}</h3>
      <Form action="/compte/jetons-api" name="api-token">
        <TextField name="name" label={t('label.tokenName')} hint={t('account.token.name.hint')} maxlength={40} />
        <fieldset class="fr-fieldset" aria-labelledby="scopes-legend">
          <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id="scopes-legend">
            {t('label.scopes')}
          </legend>
          {roles.map((role) => (
            <div key={role} class="fr-fieldset__element">
              <Checkbox name="scopes" value={role} label={t(`role.${role}`)} checked={roles.length === 1} />
            </div>
          ))}
        </fieldset>
        <TextField name="days" type="number" label={t('label.days')} initial="30" min={1} max={90} />
        <TextArea
          name="certificate"
          label={t('account.token.certificate')}
          hint={t('account.token.certificate.hint')}
          optional={plain}
          rows={6}
          mono
        />
        <Submit secondary>{t('account.token.create')}</Submit>
      </Form>
    </div>
  );
}

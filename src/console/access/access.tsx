import type { OwnPasskey, OwnSession } from '../../identity/identity.ts';
import { TextField } from '../frame/components/fields.tsx';
import { Form, PostButton, Submit } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { hasText, type Translate } from '../frame/translate.ts';

interface AccessProps {
  passkeys: readonly OwnPasskey[];
  sessions: readonly OwnSession[];
  /** The id of the session that reads the page. */
  current: string;
  /** Browsers reach the console by a name that passkeys can be bound to. */
  usable: boolean;
}

/** « Mes moyens d'accès »: passkeys, and the sessions that are open. */
export function AccessPage({ passkeys, sessions, current, usable }: AccessProps) {
  const { t, site } = useVisit();
  return (
    <>
      <h1>{t('access.title')}</h1>
      <section>
        <h2 class="fr-h4">{t('access.passkeys')}</h2>
        <PasskeyTable passkeys={passkeys} />
        {usable ? (
          <PostButton action="/compte/acces/cles/nouvelle">{t('access.passkeys.add')}</PostButton>
        ) : (
          <p>{t('access.passkeys.address')}</p>
        )}
      </section>
      {site.provider && (
        <section class="fr-mt-6w">
          <h2 class="fr-h4">{site.provider}</h2>
          <p>{t('access.link.text', { name: site.provider })}</p>
          <PostButton action="/compte/acces/fournisseur" class="fr-btn fr-btn--secondary">
            {t('access.link', { name: site.provider })}
          </PostButton>
        </section>
      )}
      <section class="fr-mt-6w">
        <h2 class="fr-h4">{t('access.password')}</h2>
        <p>{t('access.password.text')}</p>
        <Form action="/compte/acces/mot-de-passe" name="password" class="jeton-narrow">
          <TextField
            name="current"
            type="password"
            label={t('access.password.current')}
            autocomplete="current-password"
          />
          <TextField name="password" type="password" label={t('access.password.new')} autocomplete="new-password" />
          <TextField name="again" type="password" label={t('access.password.again')} autocomplete="new-password" />
          <Submit secondary>{t('access.password.send')}</Submit>
        </Form>
      </section>
      <section class="fr-mt-6w">
        <h2 class="fr-h4">{t('access.sessions')}</h2>
        <SessionTable sessions={sessions} current={current} />
        <a class="fr-link" href="/connexion/code">
          {t('access.code.title')}
        </a>
      </section>
    </>
  );
}

function PasskeyTable({ passkeys }: { passkeys: readonly OwnPasskey[] }) {
  const { t, language } = useVisit();
  const head = [t('access.passkeys.name'), t('access.since'), t('access.passkeys.used'), t('label.action')];
  return (
    <Table caption={t('access.passkeys')} silentCaption stacks head={head} empty={t('access.passkeys.none')}>
      {passkeys.map(({ id, name, createdAt, usedAt, elsewhere }) => (
        <tr key={id}>
          <th scope="row">
            {name}
            {elsewhere !== null && (
              <p class="fr-mb-0 fr-text--sm">{t('access.passkeys.elsewhere', { name: elsewhere })}</p>
            )}
          </th>
          <td>
            <span class="jeton-stacked">{t('access.since')} </span>
            {moment(language, createdAt)}
          </td>
          <td>
            <span class="jeton-stacked">{t('access.passkeys.used')} </span>
            {usedAt === null ? t('access.passkeys.never') : moment(language, usedAt)}
          </td>
          <td>
            <PostButton action={`/compte/acces/cles/${id}/retirer`} class="fr-btn fr-btn--tertiary fr-btn--sm">
              {t('access.passkeys.remove')}
            </PostButton>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** How somebody signed in, in words. */
export function methodText(t: Translate, method: string): string {
  const key = `access.method.${method}`;
  return hasText(key) ? t(key) : method;
}

function SessionTable({ sessions, current }: Pick<AccessProps, 'sessions' | 'current'>) {
  const { t, language } = useVisit();
  const head = [t('access.since'), t('access.seen'), t('access.how'), t('access.from'), t('label.action')];
  return (
    <Table caption={t('access.sessions')} silentCaption stacks head={head}>
      {sessions.map(({ id, createdAt, seenAt, method, address }) => (
        <tr key={id}>
          <th scope="row">
            <span class="jeton-stacked">{t('access.since')} </span>
            {moment(language, createdAt)}
            {id === current && <span class="jeton-nowrap"> {t('access.sessions.this')}</span>}
          </th>
          <td>
            <span class="jeton-stacked">{t('access.seen')} </span>
            {moment(language, seenAt)}
          </td>
          <td>
            <span class="jeton-stacked">{t('access.how')} </span>
            {methodText(t, method)}
          </td>
          <td>
            <span class="jeton-stacked">{t('access.from')} </span>
            {address}
          </td>
          <td>
            <PostButton action={`/compte/acces/sessions/${id}/fin`} class="fr-btn fr-btn--tertiary fr-btn--sm">
              {t('access.sessions.end')}
            </PostButton>
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The command line's code, and who asks with it. */
export function DeviceCodePage({
  waiting,
}: {
  waiting?: { code: string; address: string; createdAt: number } | undefined;
}) {
  const { t, language } = useVisit();
  return (
    <div class="jeton-panel jeton-narrow">
      <h1 class="fr-h3">{t('access.code.title')}</h1>
      {waiting ? (
        <Form action="/connexion/code/confirmer" name="let-in">
          <input type="hidden" name="userCode" value={waiting.code} />
          <p>{t('access.code.question', { address: waiting.address, at: moment(language, waiting.createdAt) })}</p>
          <p>{t('access.code.warning')}</p>
          <Submit>{t('access.code.confirm')}</Submit>
        </Form>
      ) : (
        <Form action="/connexion/code" name="device-code">
          <p>{t('access.code.text')}</p>
          <TextField name="userCode" label={t('access.code.label')} maxlength={20} autocomplete="off" autofocus />
          <Submit>{t('access.code.next')}</Submit>
        </Form>
      )}
    </div>
  );
}

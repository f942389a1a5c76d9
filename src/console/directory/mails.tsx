import { warns } from '../../flow/notifications/templates.ts';
import type { Undelivered } from '../../flow/notifications/undelivered.ts';
import { PostButton } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';

/** E-mails that did not leave: what they tell of, whom they are for, why they failed. */
export function MailsPage({ mails }: { mails: readonly Undelivered[] }) {
  const { t, language } = useVisit();
  const head = [
    ...[t('mails.what'), t('mails.to'), t('mails.since'), t('mails.failure'), t('label.state')],
    t('label.action'),
  ];
  return (
    <>
      <h1>{t('menu.mails')}</h1>
      <p class="fr-text--lead">{t('mails.lead')}</p>
      <Table caption={t('menu.mails')} silentCaption stacks head={head} empty={t('mails.none')}>
        {mails.map((mail) => (
          <tr key={mail.id}>
            <th scope="row" class="jeton-wraps">
              {t(`mail.${mail.template}`)}
              <span class="jeton-small jeton-muted jeton-nowrap"> {mail.number}</span>
            </th>
            <td>{mail.name ?? '—'}</td>
            <td>{moment(language, mail.queuedAt)}</td>
            <td>
              <span class="jeton-mono">{mail.failure ?? '—'}</span> <span class="jeton-small">× {mail.tries}</span>
            </td>
            <td>
              {mail.state === 'dead' ? (
                <span class="fr-badge fr-badge--sm fr-badge--error">{t('mails.dead')}</span>
              ) : (
                t('mails.waiting', { at: moment(language, mail.at) })
              )}
            </td>
            <td>
              <Acts mail={mail} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Acts({ mail }: { mail: Undelivered }) {
  const { t } = useVisit();
  const about = <span class="fr-sr-only"> {`${t(`mail.${mail.template}`)} ${mail.number ?? ''}`}</span>;
  return (
    <div class="jeton-actions">
      {mail.state === 'dead' && (
        <PostButton action={`/courriels/${mail.id}/renvoyer`} class="fr-btn fr-btn--sm">
          {t('mails.again')}
          {about}
        </PostButton>
      )}
      {(mail.state === 'dead' || !warns(mail.template)) && (
        <PostButton action={`/courriels/${mail.id}/abandonner`} class="fr-btn fr-btn--sm fr-btn--tertiary">
          {t('mails.giveUp')}
          {about}
        </PostButton>
      )}
    </div>
  );
}

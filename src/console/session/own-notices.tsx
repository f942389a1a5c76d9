import type { OwnNotices as Own, OwnNotice } from '../../flow/reading/people/own-notices.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day, moment } from '../frame/dates.ts';

/** What somebody else did about the reader, the newest first: to be read and nothing else. */
export function OwnNotices({ notices, more, decidedSince }: Own) {
  const { t, language } = useVisit();
  const head = [t('notices.when'), t('notices.what'), t('notices.by')];
  return (
    <section class="fr-mt-6w" id="avis">
      <h2 class="fr-h4">{t('notices.title')}</h2>
      <p>{t('notices.text')}</p>
      {more && <p>{t('notices.more', { n: notices.length })}</p>}
      {decidedSince !== null && <p>{t('notices.since', { day: day(language, decidedSince) })}</p>}
      <Table caption={t('notices.title')} silentCaption stacks head={head} small empty={t('notices.none')}>
        {notices.map((notice) => (
          <tr key={`${notice.seq}-${notice.kind}-${notice.role}-${notice.scope}`}>
            <td class="jeton-nowrap">{moment(language, notice.at)}</td>
            <td>
              {t(`notices.kind.${notice.kind}`)}
              <About {...notice} />
            </td>
            <td>
              {notice.by === 'system' || notice.by === 'two-persons'
                ? t(`notices.by.${notice.by}`)
                : t(`role.${notice.by}`)}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** The role that it is about, with the services that it covers. */
function About({ role, scope }: Pick<OwnNotice, 'role' | 'scope'>) {
  const { t } = useVisit();
  if (role === null) return null;
  const over = scope === null || scope === '*' ? t('scope.all') : scope;
  return (
    <p class="jeton-small jeton-muted fr-mb-0">
      {t(`role.${role}`)} – {over}
    </p>
  );
}

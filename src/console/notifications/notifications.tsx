import { beginOf } from '../../book/rules/calendar/working-days.ts';
import type { PersonalNotice } from '../../flow/reading/people/personal-notices.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { dayInWords, moment } from '../frame/dates.ts';
import { hasText } from '../frame/translate.ts';
import { placeOf, wordOf } from './places.ts';

/** « Avis »: what the reader was told, the newest first; what they see for the first time is marked. */
export function NotificationsPage({ notices }: { notices: readonly PersonalNotice[] }) {
  const { t, language } = useVisit();
  return (
    <>
      <h1>{t('menu.told')}</h1>
      <p class="fr-text--lead">{t('told.lead')}</p>
      <Table
        caption={t('menu.told')}
        silentCaption
        stacks
        head={[t('told.what'), t('told.where'), t('told.when')]}
        empty={t('told.none')}
      >
        {notices.map((notice) => (
          <tr key={notice.id}>
            <th scope="row" class="jeton-wraps">
              {t(wordOf(notice.template))} {notice.machine && <Machine {...notice.machine} />}
              {notice.act !== null && <Act act={notice.act} />}
              {notice.fresh && <span class="fr-badge fr-badge--sm fr-badge--new">{t('told.fresh')}</span>}
            </th>
            <td>
              <Place notice={notice} />
            </td>
            <td>{moment(language, notice.at)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** Which machine it is about, and when they are to come with it: as it stands now, whatever was told then. */
function Machine({ assetNumber, day }: NonNullable<PersonalNotice['machine']>) {
  const { t, language } = useVisit();
  return (
    <span class="jeton-small">
      · {assetNumber}
      {day !== null && ` · ${t('told.comesOn', { day: dayInWords(language, beginOf(day)) })}`}{' '}
    </span>
  );
}

/** Of several proposals, which one it is. */
function Act({ act }: { act: string }) {
  const { t } = useVisit();
  const word = `dual.act.${act}`;
  return hasText(word) ? <span class="jeton-small">· {t(word)} </span> : null;
}

/** Two rows may lead to one page: whoever hears the links alone hears which notice each is of. */
function Place({ notice }: { notice: PersonalNotice }) {
  const { t } = useVisit();
  const { href, name } = placeOf(notice);
  const isNamed = typeof name === 'string';
  return (
    <a class="fr-link" href={href}>
      {isNamed ? name : t(name.key)}
      {!isNamed && <span class="fr-sr-only"> {t(wordOf(notice.template))}</span>}
    </a>
  );
}

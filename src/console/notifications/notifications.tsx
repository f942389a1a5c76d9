import { beginOf } from '../../book/rules/calendar/working-days.ts';
import { type AnyTemplate, isMailed } from '../../flow/notifications/templates.ts';
import type { PersonalNotice } from '../../flow/reading/people/personal-notices.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { dayInWords, moment } from '../frame/dates.ts';
import { hasText, type Key } from '../frame/translate.ts';

/** Where what is about no request is done or read. */
const PLACES: Partial<Record<AnyTemplate, string>> = {
  'proposal-waiting': '/double-controle',
  'officer-return-proposed': '/double-controle',
  'proposal-confirmed': '/double-controle',
  'proposal-refused': '/double-controle',
  'proposal-failed': '/double-controle',
  'proposal-expired': '/double-controle',
  'approvals-waiting': '/approbations',
  'access-review-coming': '/revue-des-roles',
  'access-review-due': '/revue-des-roles',
  'letters-late': '/courriers',
  'health-bad': '/sante',
  'stock-low': '/stock',
  'stock-ends': '/pilotage/previsions',
  'machine-ends': '/postes/echeances',
  'dates-late': '/pilotage/previsions',
  // its holder may not open the page of a token
  'token-returned': '/mes-jetons',
  'token-rebound': '/mes-jetons',
  'migration-day': '/mes-jetons',
  'migration-moved': '/mes-jetons',
  'migration-off': '/mes-jetons',
  'exchange-day': '/mes-jetons',
  'exchange-moved': '/mes-jetons',
  'exchange-off': '/mes-jetons',
  'workstation-lost': '/mes-jetons',
};

/** Its words: those of its mail, or its own where the console alone tells it. */
const wordOf = (template: AnyTemplate): Key => (isMailed(template) ? `mail.${template}` : `told.${template}`);

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
        head={[t('told.what'), t('told.go'), t('told.when')]}
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
              <Place {...notice} />
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

function Place({
  number,
  serial,
  machine,
  template,
  recallId,
  transferId,
}: Pick<PersonalNotice, 'number' | 'serial' | 'machine' | 'template' | 'recallId' | 'transferId'>) {
  const { t } = useVisit();
  const named = number ?? serial;
  const of = serial === null ? `/demandes/${number}` : (PLACES[template] ?? `/stock/${encodeURIComponent(serial)}`);
  const machinePage = machine === null ? '/compte#avis' : `/postes/${encodeURIComponent(machine.assetNumber)}`;
  const opened = recallId === null ? undefined : `/rappels/${recallId}`;
  const transfer = transferId === null ? undefined : `/transferts/${transferId}`;
  const place = named === null ? (opened ?? transfer ?? PLACES[template] ?? machinePage) : of;
  return (
    <a class="fr-link" href={place}>
      {named ?? t('told.go')}
      {named === null && <span class="fr-sr-only"> {t(wordOf(template))}</span>}
    </a>
  );
}

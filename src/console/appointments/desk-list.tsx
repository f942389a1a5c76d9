import { beginOf, type Day, dateOf } from '../../book/rules/calendar/working-days.ts';
import type { DeskDay } from '../../flow/reading/request/appointments.ts';
import { grouped } from '../frame/components/names.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { dayInWords, timeOfDay } from '../frame/dates.ts';

interface DeskProps {
  of: DeskDay;
  day: Day;
  /** Of which site alone; all where it is left out. */
  site?: string | undefined;
}

/** Who comes when, for which token; where not all are shown, what to do for the others. */
export function DeskAppointments({
  of: { items, more },
  site = '',
  caption,
}: Pick<DeskProps, 'of' | 'site'> & { caption: string }) {
  const { t, language } = useVisit();
  const cut = site === '' ? 'appointment.list.most' : 'appointment.list.most.site';
  const head = [
    t('appointment.when'),
    t('label.holder'),
    t('label.number'),
    t('label.serial'),
    t('label.deliverySite'),
    t('appointment.state'),
  ];
  return (
    <>
      {more && <p>{t(cut, { n: items.length })}</p>}
      <Table caption={caption} silentCaption head={head} empty={t('appointment.list.none')}>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row" class="jeton-nowrap">
              {timeOfDay(language, item.startsAt)}
            </th>
            <td>{item.holderName}</td>
            <td class="jeton-nowrap">
              <a href={item.state === 'booked' ? `/remise/${item.number}` : `/demandes/${item.number}`}>
                {item.number}
              </a>
            </td>
            <td class="jeton-mono">{item.tokenId === null ? '—' : grouped(item.tokenId)}</td>
            <td>{item.site}</td>
            <td>{t(`state.appointment.${item.state}`)}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** The appointments of any day. */
export function DeskDayPage({ of, day, site = '' }: DeskProps) {
  const { t, language } = useVisit();
  const caption = t('appointment.list.of', { day: dayInWords(language, beginOf(day)) });
  return (
    <>
      <h1>{t('appointment.list')}</h1>
      <form method="get" action="/remise/rendez-vous" class="jeton-narrow fr-mb-4w">
        <div class="fr-input-group">
          <label class="fr-label" for="jour">
            {t('appointment.day')}
          </label>
          <input class="fr-input" type="date" id="jour" name="jour" value={dateOf(day)} />
        </div>
        <div class="fr-input-group">
          <label class="fr-label" for="site">
            {t('appointment.site')}
          </label>
          <input class="fr-input" type="text" id="site" name="site" value={site} maxlength={100} />
        </div>
        <button type="submit" class="fr-btn fr-btn--secondary">
          {t('appointment.day.show')}
        </button>
      </form>
      <h2 class="fr-h4">{caption}</h2>
      <DeskAppointments of={of} site={site} caption={caption} />
    </>
  );
}

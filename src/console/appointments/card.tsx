import type { AppointmentRow } from '../../book/tables/rows/requests.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { PostButton } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { dayInWords, timeOfDay } from '../frame/dates.ts';
import type { Possible } from '../requests/possible.ts';

/** The words that say when an appointment is. */
export function useAppointmentTime() {
  const { language } = useVisit();
  return ({ startsAt }: Pick<AppointmentRow, 'startsAt'>) => ({
    day: dayInWords(language, startsAt),
    time: timeOfDay(language, startsAt),
  });
}

/** On the page of a ready token: when its holder comes, or where they choose it. */
export function AppointmentCard({ detail, possible }: { detail: RequestDetail; possible: Possible }) {
  const { t } = useVisit();
  const when = useAppointmentTime();
  const { request, appointment } = detail;
  if (appointment === null) return null;
  const { standing, ended, offered } = appointment;
  const page = `/demandes/${request.number}/rendez-vous`;
  return (
    <section class="jeton-panel fr-mb-3w">
      <h2 class="fr-h5">{t('appointment.card')}</h2>
      {standing && <p>{t('appointment.at', { ...when(standing), site: standing.site })}</p>}
      {ended && (
        <p>{t(ended.state === 'missed' ? 'appointment.missed' : 'appointment.called_off', { ...when(ended) })}</p>
      )}
      {!standing && offered && <p>{t('appointment.none', { site: request.deliverySite })}</p>}
      <div class="jeton-buttons">
        {offered && possible('appointment.book') && (
          <a class={standing ? 'fr-btn fr-btn--secondary' : 'fr-btn'} href={page}>
            {t(standing ? 'appointment.another' : 'appointment.pick')}
          </a>
        )}
        {standing && possible('appointment.cancel') && (
          <PostButton action={`${page}/annuler`} class="fr-btn fr-btn--tertiary">
            {t('appointment.cancel')}
          </PostButton>
        )}
      </div>
    </section>
  );
}

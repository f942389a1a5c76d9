import { beginOf, dateOf } from '../../book/rules/calendar/working-days.ts';
import type { OfferedSlots } from '../../flow/reading/request/appointments.ts';
import { Radios } from '../frame/components/choices.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { dayInWords, timeOfDay } from '../frame/dates.ts';
import { useAppointmentTime } from './card.tsx';

/** The slots that the desk offers, a day at a time. */
export function PickingPage({ request, standing, days, day, slots }: OfferedSlots) {
  const { t } = useVisit();
  const when = useAppointmentTime();
  const page = `/demandes/${request.number}/rendez-vous`;
  return (
    <>
      <h1>{t('appointment.title', { number: request.number })}</h1>
      {standing ? (
        <p>
          {t('appointment.at', { ...when(standing), site: standing.site })} {t('appointment.moves')}
        </p>
      ) : (
        day !== null && <p>{t('appointment.none', { site: request.deliverySite })}</p>
      )}
      {day === null ? (
        <p>{t('appointment.closed')}</p>
      ) : (
        <>
          <Days days={days} day={day} page={page} />
          <Slots day={day} slots={slots} page={page} />
        </>
      )}
      <p class="fr-mt-4w">
        <a class="fr-link" href={`/demandes/${request.number}`}>
          {t('appointment.back', { number: request.number })}
        </a>
      </p>
    </>
  );
}

function Days({ days, day, page }: { days: OfferedSlots['days']; day: number; page: string }) {
  const { t, language } = useVisit();
  return (
    <form method="get" action={page} class="jeton-narrow fr-mb-4w">
      <div class="fr-select-group">
        <label class="fr-label" for="jour">
          {t('appointment.days')}
        </label>
        <select class="fr-select" id="jour" name="jour">
          {days.map((one) => (
            <option key={one} value={dateOf(one)} selected={one === day}>
              {dayInWords(language, beginOf(one))}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" class="fr-btn fr-btn--secondary">
        {t('appointment.day.show')}
      </button>
    </form>
  );
}

function Slots({ day, slots, page }: { day: number; slots: OfferedSlots['slots']; page: string }) {
  const { t, language } = useVisit();
  const free = slots.filter(({ left }) => left > 0);
  if (free.length === 0) return <p>{t('appointment.full')}</p>;
  const time = (at: number): string => timeOfDay(language, at);
  return (
    <Form action={page} name="appointment" class="jeton-narrow">
      <Radios
        name="startsAt"
        label={t('appointment.slot', { day: dayInWords(language, beginOf(day)) })}
        options={free.map(({ startsAt, endsAt }) => ({
          value: String(startsAt),
          label: t('appointment.slot.time', { from: time(startsAt), to: time(endsAt) }),
        }))}
      />
      <Submit>{t('appointment.send')}</Submit>
    </Form>
  );
}

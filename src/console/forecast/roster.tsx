import { ROSTER_REASONS } from '../../book/tables/codes.ts';
import { DAY_MS } from '../../durations.ts';
import type { ReadPlan } from '../../flow/reading/forecast.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { hasFailed } from '../frame/shell/failures.ts';

/** The days of a plan, in words. */
export function useRosterDays(): (plan: Pick<ReadPlan, 'firstDay' | 'lastDay'>) => string {
  const { t, language } = useVisit();
  return ({ firstDay, lastDay }) => {
    const [first, last] = [day(language, firstDay * DAY_MS), day(language, lastDay * DAY_MS)];
    return firstDay === lastDay ? t('roster.one', { first }) : t('roster.span', { first, last });
  };
}

/** Who is to work on the days to come, and the form that plans them. */
export function Roster({ plans, mayPlan }: { plans: readonly ReadPlan[]; mayPlan: boolean }) {
  const { t, visit } = useVisit();
  const said = useRosterDays();
  const head = [t('roster.days'), t('roster.technicians'), t('roster.reason'), t('roster.by')];
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('roster.title')}</h2>
      <p>{t('roster.text')}</p>
      <Table caption={t('roster.title')} silentCaption head={head} empty={t('roster.none')}>
        {plans.map(({ id, firstDay, lastDay, technicians, reason, plannerName }) => (
          <tr key={id}>
            <th scope="row">{said({ firstDay, lastDay })}</th>
            <td>{technicians}</td>
            <td>{t(`roster.reason.${reason}`)}</td>
            <td>{plannerName}</td>
          </tr>
        ))}
      </Table>
      {mayPlan && (
        <details class="jeton-details" open={hasFailed(visit, 'roster')}>
          <summary>{t('roster.plan')}</summary>
          <Form action="/pilotage/previsions" name="roster" class="jeton-narrow">
            <TextField name="from" type="date" label={t('roster.from')} />
            <TextField name="to" type="date" label={t('roster.to')} hint={t('roster.to.hint')} optional />
            <TextField
              name="technicians"
              type="number"
              min={0}
              label={t('roster.technicians')}
              hint={t('roster.technicians.hint')}
            />
            <Select
              name="reason"
              label={t('roster.reason')}
              placeholder={t('choose')}
              options={ROSTER_REASONS.map((reason) => ({ value: reason, label: t(`roster.reason.${reason}`) }))}
            />
            <Submit secondary>{t('roster.send')}</Submit>
          </Form>
        </details>
      )}
    </section>
  );
}

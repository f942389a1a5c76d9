import type { ComponentChildren } from 'preact';
import { ROSTER_REASONS } from '../../book/tables/codes.ts';
import { DAY_MS } from '../../durations.ts';
import type { Tried } from '../../reports/forecast.ts';
import { Select } from '../frame/components/choices.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { withQuery } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { isoDay } from '../frame/dates.ts';
import { useRosterDays } from './roster.tsx';
import { SurgeWay } from './surge-way.tsx';

interface DecideProps {
  tried: Tried;
  mayPlan: boolean;
  maySurge: boolean;
}
/** What was tried, and the act by which each of it comes about: nothing is decided by trying it. */
export function Decide({ tried, mayPlan, maySurge }: DecideProps) {
  const { t } = useVisit();
  const { plan, technicians, surge, delivery, campaign } = tried;
  const ways: ComponentChildren[] = [
    ...(technicians !== 0 ? [t('forecast.decide.technicians')] : []),
    ...(surge ? [<SurgeWay key="surge" maySurge={maySurge} />] : []),
    ...(delivery ? [<a href="/livraisons">{t('forecast.decide.delivery')}</a>] : []),
    ...(campaign > 0 ? [<a href="/campagnes">{t('forecast.decide.campaign')}</a>] : []),
  ];
  if (!mayPlan || (plan === null && ways.length === 0)) return null;
  return (
    <section class="fr-mt-4w jeton-panel jeton-narrow">
      <h2 class="fr-h4">{t('forecast.decide')}</h2>
      {plan && <PlanTried plan={plan} />}
      {ways.length > 0 && (
        <ul>
          {ways.map((way, place) => (
            <li key={place}>{way}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Plans the very days and technicians that were tried; a page that refuses still shows the trial. */
function PlanTried({ plan }: { plan: NonNullable<Tried['plan']> }) {
  const { t, visit } = useVisit();
  const said = useRosterDays();
  const { firstDay, lastDay, technicians } = plan;
  // a day without technicians is a closure, and no other one is
  const reasons = ROSTER_REASONS.filter((reason) => (reason === 'closure') === (technicians === 0));
  return (
    <Form action={withQuery('/pilotage/previsions', visit.query, {})} name="tried">
      <p>{t.count('forecast.decide.plan', technicians, { days: said(plan) })}</p>
      <input type="hidden" name="from" value={isoDay(firstDay * DAY_MS)} />
      <input type="hidden" name="to" value={isoDay(lastDay * DAY_MS)} />
      <input type="hidden" name="technicians" value={technicians} />
      <Select
        name="reason"
        label={t('roster.reason')}
        {...(reasons.length > 1 ? { placeholder: t('choose') } : { initial: reasons[0] })}
        options={reasons.map((reason) => ({ value: reason, label: t(`roster.reason.${reason}`) }))}
      />
      <Submit>{t('forecast.decide.send')}</Submit>
    </Form>
  );
}

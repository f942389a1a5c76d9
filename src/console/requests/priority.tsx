import { PRIORITIES, priorityNow } from '../../book/rules/waiting/priority.ts';
import { LOWERED_FOR, RAISED_FOR } from '../../book/tables/codes.ts';
import { REQUEST_WAITING } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { Select } from '../frame/components/choices.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { Fact } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import type { Translate } from '../frame/translate.ts';
import type { Possible } from './possible.ts';

type Asked = Pick<RequestDetail, 'request' | 'queueDays'>;
const isPriority = (n: number | null): n is 0 | 1 | 2 => n === 0 || n === 1 || n === 2;
/** What a priority is called. */
export const priorityWord = (t: Translate, n: number): string => (isPriority(n) ? t(`priority.${n}`) : String(n));

/** What is confirmed, with what follows from it, and why it is another than what stands. */
export function PriorityChoice({ detail: { request, queueDays } }: { detail: Asked }) {
  const { t } = useVisit();
  const label = (n: 0 | 1 | 2): string => {
    const days = queueDays[n] ?? 0;
    return days === 0 ? t('priority.option.none') : t.count('priority.option', days, { priority: priorityWord(t, n) });
  };
  const reasons = [
    ...RAISED_FOR.map((one) => ({ value: one, label: t('priority.raise', { why: t(`priority.reason.${one}`) }) })),
    ...LOWERED_FOR.map((one) => ({ value: one, label: t('priority.lower', { why: t(`priority.reason.${one}`) }) })),
  ];
  return (
    <>
      <Select
        name="priority"
        label={t('label.confirmedPriority')}
        hint={t('priority.choice.hint', { asked: priorityWord(t, request.priority) })}
        initial={String(priorityNow(request))}
        options={PRIORITIES.map((n) => ({ value: String(n), label: label(n) }))}
      />
      <Select
        name="priorityReason"
        label={t('label.priorityReason')}
        hint={t('priority.reason.hint')}
        placeholder={t('priority.reason.same')}
        optional
        options={reasons}
      />
    </>
  );
}

/** Confirms or changes what counts, also once it is approved. */
export function PriorityChange({ detail, possible }: { detail: Asked; possible: Possible }) {
  const { t, visit } = useVisit();
  const { request } = detail;
  const action = `/demandes/${request.number}/priorite`;
  if (!possible('request.prioritise') || !REQUEST_WAITING.includes(request.state)) return null;
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.path === action}>
      <summary>{t('priority.change')}</summary>
      <Form action={action} name="priority">
        <input type="hidden" name="seenPriority" value={priorityNow(request)} />
        <PriorityChoice detail={detail} />
        <Submit secondary>{t('priority.change.send')}</Submit>
      </Form>
    </details>
  );
}

/** What was asked, what was confirmed, and why. */
export function PriorityFact({ detail: { request } }: { detail: Pick<Asked, 'request'> }) {
  const { t } = useVisit();
  const { priority, confirmedPriority, priorityReason } = request;
  const asked = priorityWord(t, priority);
  if (confirmedPriority === null) {
    return <Fact term={t('label.priority')}>{priority === 0 ? asked : t('priority.fact.asked', { asked })}</Fact>;
  }
  const confirmed = priorityWord(t, confirmedPriority);
  const why = priorityReason === null ? '' : t(`priority.reason.${priorityReason}`);
  const same = confirmedPriority === priority;
  return (
    <Fact term={t('label.priority')}>
      {same ? t('priority.fact.same', { confirmed, why }) : t('priority.fact', { confirmed, why, asked })}
    </Fact>
  );
}

/** The one sentence that says where a request stands, for people who wait. */
export function PriorityTurn({ detail: { request, queueDays } }: { detail: Asked }) {
  const { t } = useVisit();
  if (!REQUEST_WAITING.includes(request.state)) return null;
  const { priority, confirmedPriority, priorityReason, submittedAt, rank } = request;
  if (confirmedPriority === null && priority > 0)
    return <p>{t('priority.turn.asked', { asked: priorityWord(t, priority) })}</p>;
  const why = priorityReason === null ? '' : t(`priority.reason.${priorityReason}`);
  if (confirmedPriority !== null && confirmedPriority > 0) {
    const days = Math.round((submittedAt - rank) / DAY_MS);
    return <p>{t.count('priority.turn', days, { confirmed: priorityWord(t, confirmedPriority), why })}</p>;
  }
  if (priorityReason !== null && priorityReason !== 'as-asked') return <p>{t('priority.turn.normal', { why })}</p>;
  const [, continuity = 0, crisis = 0] = queueDays;
  return <p>{t('priority.turn.rule', { continuity, crisis })}</p>;
}

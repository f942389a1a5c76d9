import { REQUEST_OPEN } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import type { Open, OpenRequests } from '../open-requests.ts';
import { AGES, type DailyReport } from '../shape.ts';

/** What is open at a moment, by state and age. */
export function backlogAt(open: OpenRequests, at: number) {
  const all = [...open.values()];
  const of = (state: Open['state']) => all.filter((one) => one.state === state);
  const age = ({ submittedAt }: Open): number => {
    const days = submittedAt === null ? Number.POSITIVE_INFINITY : (at - submittedAt) / DAY_MS;
    const group = AGES.findIndex((most) => days < most);
    return group < 0 ? AGES.length : group;
  };
  const oldest = (some: readonly Open[]) => {
    const [first] = some.flatMap(({ number, submittedAt }) => (submittedAt === null ? [] : [{ number, submittedAt }]));
    return some.reduce(
      (found, { number, submittedAt }) =>
        found && submittedAt !== null && submittedAt < found.submittedAt ? { number, submittedAt } : found,
      first ?? null,
    );
  };
  const counts = Object.fromEntries(REQUEST_OPEN.map((state) => [state, of(state).length]));
  return {
    backlog: open.size,
    backlogByState: counts as DailyReport['backlogByState'],
    backlogByAge: REQUEST_OPEN.map((state) => {
      const some = of(state);
      const groups = Array.from({ length: AGES.length + 1 }, (_, group) => some.filter((one) => age(one) === group));
      return { state, counts: groups.map(({ length }) => length), oldest: oldest(some) };
    }),
  };
}

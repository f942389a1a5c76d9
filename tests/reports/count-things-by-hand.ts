import type { DailyReport } from '../../src/reports/shape.ts';
import { type Line, movesOf } from './count-by-hand.ts';

/** What became of tokens on a day, by the model in the row by which each came in. */
export function modelsByHand(lines: readonly Line[], day: string): DailyReport['models'] {
  const moves = movesOf(lines.filter((line) => line.day <= day));
  const tokens = moves.filter(({ table }) => table === 'token');
  const modelOf = (id: string): string =>
    String(tokens.find((one) => one.id === id && one.from === undefined)!.set['model']);
  const became = (to: string) => tokens.filter((one) => one.day === day && one.to === to && one.from !== undefined);
  /** Whether the request of the same line was made before. */
  const isAgain = ({ at, subject }: (typeof moves)[number]): boolean =>
    moves.some((one) => one.table === 'request' && one.to === 'produced' && one.at < at && one.subject === subject);
  const sealed = became('produced');
  const models = {
    produced: sealed.filter((one) => !isAgain(one)),
    repeat: sealed.filter(isAgain),
    scrapped: became('scrapped'),
    setAside: became('to_check'),
  };
  const names = Object.values(models).flatMap((some) => some.map(({ id }) => modelOf(id)));
  return [...new Set(names)].sort().map((name) => {
    const many = (some: typeof moves): number => some.filter(({ id }) => modelOf(id) === name).length;
    return {
      name,
      produced: many(models.produced),
      repeat: many(models.repeat),
      scrapped: many(models.scrapped),
      setAside: many(models.setAside),
    };
  });
}

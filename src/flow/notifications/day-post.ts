import { MAILED, PRINTED } from '../../book/rules/service-settings.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { DayTold } from '../ports/paper.ts';
import { setting } from '../two-persons/limits.ts';

export interface DayPostOptions {
  /** Addresses that are told of each day. */
  to: readonly string[];
  /** Each day is printed too. */
  print: boolean;
  /** The day that ended last, `YYYY-MM-DD`, where the service stands. */
  yesterday(now: number): string;
  /** Signs a checkpoint over everything committed so far; answers its size. */
  checkpoint(): Promise<{ size: number }>;
  /** What is said of a day, with the checkpoint of this size. */
  told(date: string, size: number): Promise<DayTold>;
}

/**
 * Each day's report and signed checkpoint leave the house, by e-mail and on paper: whoever holds the key cannot rewrite what
 * a copy elsewhere covers (docs/journal.md). A day is queued and printed once; what fails is tried again with the next round.
 */
export function createDayPost(
  deps: Pick<Deps, 'store' | 'clock' | 'printer'>,
  { to, print, yesterday, checkpoint, told }: DayPostOptions,
) {
  const { reads } = deps.store;
  const isDone = async (last: string, date: string): Promise<boolean> =>
    ((await reads.get('setting', last))?.value ?? '') >= date;

  const mail = async (date: string): Promise<void> => {
    const entry = { ...SYSTEM, action: 'report.mail', subject: `day:${date}`, outcome: 'done' } as const;
    if (to.length === 0 || (await isDone(MAILED, date))) return;
    const { size } = await checkpoint();
    await deps.store.transact(async (unit) => {
      const changes = [await setting(unit, MAILED, date)];
      await unit.record({ ...entry, detail: { size, copies: to.length }, changes });
      const about = `day:${date}:${size}`;
      const copies = to.map((address) => ({ address, once: `day ${date} ${address}` }));
      await unit.queueMail(...copies.map((copy) => ({ template: 'day-report' as const, about, ...copy })));
    });
  };

  const paper = async (date: string): Promise<void> => {
    const entry = { ...SYSTEM, action: 'report.print', subject: `day:${date}`, outcome: 'done' } as const;
    if (!print || (await isDone(PRINTED, date))) return;
    const { size } = await checkpoint();
    await deps.printer.print({ kind: 'day-report', ...(await told(date, size)) });
    await deps.store.transact(async (unit) =>
      unit.record({ ...entry, detail: { size }, changes: [await setting(unit, PRINTED, date)] }),
    );
  };

  return {
    /** Queues and prints the day that ended last, unless that was done. */
    send: async (): Promise<void> => {
      const date = yesterday(deps.clock.now());
      await mail(date);
      await paper(date);
    },
  };
}

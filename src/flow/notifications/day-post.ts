import { dateOf, dayOfDate } from '../../book/rules/calendar/working-days.ts';
import { DAYS_SENT, MAILED, PRINTED } from '../../book/rules/service/service-settings.ts';
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
 * a copy elsewhere covers (docs/journal.md). Every day that is over is queued and printed once, also those that ended while the
 * service was down; what fails is tried again with the next round.
 */
export function createDayPost(
  deps: Pick<Deps, 'store' | 'clock' | 'printer'>,
  { to, print, yesterday, checkpoint, told }: DayPostOptions,
) {
  const { reads } = deps.store;
  /** Days that are over and have not left, the oldest first: since the last that did, and of a new site the day that ended last. */
  const due = async (last: string): Promise<string[]> => {
    const newest = dayOfDate(yesterday(deps.clock.now()));
    const sent = (await reads.get('setting', last))?.value ?? '';
    const first = sent === '' ? newest : Math.max(dayOfDate(sent) + 1, newest - DAYS_SENT + 1);
    return Array.from({ length: Math.max(0, newest - first + 1) }, (_, day) => dateOf(first + day));
  };

  const mail = async (date: string): Promise<void> => {
    const entry = { ...SYSTEM, action: 'report.mail', subject: `day:${date}`, outcome: 'done' } as const;
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
    const { size } = await checkpoint();
    await deps.printer.print({ kind: 'day-report', ...(await told(date, size)) });
    await deps.store.transact(async (unit) =>
      unit.record({ ...entry, detail: { size }, changes: [await setting(unit, PRINTED, date)] }),
    );
  };

  return {
    /** Queues and prints what is due, one day after another; a printer that fails keeps no mail waiting. */
    send: async (): Promise<void> => {
      if (to.length > 0) for (const date of await due(MAILED)) await mail(date);
      if (print) for (const date of await due(PRINTED)) await paper(date);
    },
  };
}

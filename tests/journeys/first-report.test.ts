import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../src/demo/client.ts';
import { isAppError } from '../../src/errors.ts';
import { dateAt } from '../../src/reports/day.ts';
import { openStore } from '../../src/store/store.ts';
import { rowKeyOf } from '../../src/vault/row-key.ts';
import { seededChance, settableClock } from '../support/clock.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { entry } from '../support/records/rows.ts';
import { counts } from '../support/runs/long.ts';
import { childrenThatRun, slowly } from './processes.ts';
import { siteOfFile } from './site.ts';

const DAY = 86_400;
const DAYS = 40;
/** Entries of each day. */
const EACH = counts(3_000, 10_000);
const A_UNIT = 500;

interface Count {
  date: string;
  done: number;
  total: number | null;
}

describe('the first report of a journal of which no day was counted', () => {
  const day = siteOfFile({ people: ['thomas'] });

  /** What was written while nobody counted: the program's own records, by its own key. */
  const lived = async (): Promise<void> => {
    const { stage, now } = day.site;
    const { dataDir, kekFile = '' } = stage.config;
    const kek = Buffer.from(readFileSync(kekFile, 'utf8'), 'base64');
    const clock = settableClock(now());
    const path = join(dataDir, 'jeton.db');
    const opened = await openStore({
      judge: noJudge,
      path,
      clock,
      chance: seededChance('lived'),
      rowKey: rowKeyOf(kek),
    });
    for (let nth = 0; nth < DAYS; nth++) {
      for (let from = 0; from < EACH; from += A_UNIT) {
        await opened.store.transact(async (unit) => {
          for (let i = 0; i < A_UNIT; i++) await unit.record(entry('x.note', `person:p${nth}-${from + i}`, []));
        });
      }
      clock.pass(DAY * 1000);
    }
    await opened.close();
  };
  const countOf = async (aurore: Client) => (await aurore.get<{ count: Count | null }>('/reports/count')).count;
  /** The count, once it is as far as that. */
  const counting = (aurore: Client, isSo: (count: Count) => boolean): Promise<Count> =>
    day.site.until(async () => {
      const count = await countOf(aurore);
      return count && isSo(count) ? count : undefined;
    });
  /** So many days after the first. */
  const dateOf = (begun: number, nth: number): string => dateAt(begun + nth * DAY * 1000, 'Europe/Paris');

  it('says how far it is, goes on after a restart where it was, and has each day as soon as it is counted', async () => {
    const { site } = day;
    const begun = site.now();
    await site.startsAfter(DAYS * DAY + DAY, lived);
    await slowly(
      () => childrenThatRun(site.pid(), 'readings'),
      async () => {
        const told = await site.as('aurore');
        const asked = told.get('/reports/daily').catch((error: unknown) => error);
        const second = told.get('/reports/weekly').catch((error: unknown) => error);
        const first = await counting(told, ({ done }) => done > 0);
        expect(first.total).toBeGreaterThan(EACH * (DAYS - 1));
        // an old day that is asked for meanwhile comes before the end of the count: by somebody else, for one report is made for a
        // person at a time, and the first waits for the end of a count that is nearly there
        const other = await site.as('thomas');
        const early = () =>
          other.get<object>(`/reports/daily?date=${dateOf(begun, 1)}`).catch((error: unknown) => {
            if (isAppError(error, 'conflict')) return undefined; // it says how far it is: whoever asks again gets the report
            throw error;
          });
        expect(await site.until(early)).toMatchObject({ complete: true });
        const further = await counting(told, ({ done }) => done > first.done);
        expect(further.total).toBe(first.total);
        await site.crashes();
        await Promise.all([asked, second]); // what they waited for was broken off

        const again = await site.as('aurore');
        void again.get('/reports/daily').catch(() => undefined);
        const after = await counting(again, ({ total }) => total !== null);
        expect(after.date >= further.date).toBe(true);
        expect(after.total).toBeLessThan(first.total ?? 0);
      },
    );

    const aurore = await site.as('aurore');
    const window = await day.comeIn('aurore');
    await window.signIn();
    await window.page.goto(`${site.url}/pilotage`);
    await window.sees('Pilotage du'); // the page of the count opens itself anew
    expect(await countOf(aurore)).toBeNull();
    for (const nth of [1, DAYS / 2, DAYS])
      expect(await aurore.get(`/reports/daily?date=${dateOf(begun, nth)}`)).toMatchObject({ complete: true });
    await window.page.goto(`${site.url}/journal`);
    await window.sees('Journal');
    await window.leave();
  }, 300_000);
});

import { flowRounds, longWorkRounds, watchRounds } from '../../../src/app/scheduler.ts';
import { ZONE } from '../../../src/book/rules/calendar/working-days.ts';
import { computePromises } from '../../../src/reports/compute-promises.ts';
import { openReadOnlyRecords } from '../../../src/store/read-only-records.ts';
import { reportsHere } from '../../support/world/reading-here.ts';
import type { Workshop } from './workshop.ts';

/** Dates are announced as the service does: reckoned from the days that were kept, on a connection that only reads. */
async function announceDates({ flow, house }: Workshop): Promise<void> {
  const { clock, service } = house;
  await reportsHere(service.opened, { keeper: service.keeper, clock, flow }).keepDayEnds();
  const records = openReadOnlyRecords(house.place);
  try {
    const task = { now: clock.now(), timeZone: ZONE, ...(await flow.roster.decided()) };
    await flow.promises.announce(await computePromises(task, records));
  } finally {
    await records.close();
  }
}

/** What the service does by itself, once: its own lists of rounds, and what it begins is waited for. */
export async function rounds(w: Workshop): Promise<void> {
  const { flow, house } = w;
  await house.service.upkeep();
  await announceDates(w);
  for (const { run } of [...flowRounds(flow), ...watchRounds(flow), ...longWorkRounds(flow)]) await run();
  await flow.recall.ended();
  await flow.campaign.ended();
}

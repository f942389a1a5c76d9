import { type Command, InvalidArgumentError } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { dateOf, dayOfDate, momentOf, ZONE } from '../../../book/rules/calendar/working-days.ts';
import type { Shell } from '../../shell.ts';

/** The desk goes by the clock in Paris, whatever the machine of whoever asks goes by. */
const CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' });
const inParis = (at: number): string => CLOCK.format(at);

function momentTyped(text: string): number {
  const [, date = '', hour, minute] = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d)$/.exec(text) ?? [];
  const day = dayOfDate(date);
  if (!Number.isFinite(day) || dateOf(day) !== date || Number(hour) > 23 || Number(minute) > 59)
    throw new InvalidArgumentError('give day and hour as 2026-12-01T09:15');
  return momentOf(day, Number(hour) * 60 + Number(minute));
}

/** Adds `appointment`: who comes to the hand-over desk, and when. */
export function addAppointments(program: Command, shell: Shell): void {
  const group = program.command('appointment').description('slots at the hand-over desk');
  group
    .command('slots')
    .description('the slots of a day that are offered for a ready token; left out: of the first day with a place')
    .argument('<request>')
    .option('--day <date>')
    .action(async (requestId: string, { day }: { day?: string }) => {
      const found = await shell.call(OPERATIONS.appointmentSlots, { requestId, ...(day === undefined ? {} : { day }) });
      const rows = found.slots.map(({ startsAt, endsAt, left }) => [inParis(startsAt), inParis(endsAt), left]);
      const facts = { site: found.site, days: found.days.join(' ') || '–' };
      shell.show(found, shell.facts(facts) + shell.table(['from', 'to', 'places left'], rows));
    });
  group
    .command('book')
    .description('book a slot; an appointment of before is cancelled')
    .argument('<request>')
    .requiredOption('--at <moment>', 'day and hour in Paris, such as 2026-12-01T09:15', momentTyped)
    .action(async (requestId: string, { at }: { at: number }) => {
      const done = await shell.call(OPERATIONS.bookAppointment, { requestId, startsAt: at });
      const { startsAt, site } = done.appointment;
      shell.show(done, shell.t`appointment booked: ${inParis(startsAt)}, ${site}\n`);
    });
  group
    .command('cancel')
    .description('cancel the appointment')
    .argument('<request>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.cancelAppointment, { requestId });
      shell.show({ requestId }, shell.t`the appointment of ${requestId} is cancelled\n`);
    });
  group
    .command('list')
    .description('who comes to the desk on a day, who came and who did not; left out: today')
    .option('--day <date>')
    .option('--site <site>', 'of one site')
    .action(async (of: { day?: string; site?: string }) => {
      const { items, more } = await shell.call(OPERATIONS.listAppointments, of);
      const rows = items.map((one) => [
        ...[inParis(one.startsAt), one.site, one.number, one.holderName, one.tokenId ?? ''],
        shell.word('state.appointment', one.state),
      ]);
      const table = shell.table(['from', 'site', 'request', 'holder', 'token', 'state'], rows);
      const cut = more ? shell.t`only the first ${items.length} are shown: choose a site with --site\n` : '';
      shell.show({ items, more }, table + cut);
    });
}

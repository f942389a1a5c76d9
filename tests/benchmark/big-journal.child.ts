/**
 * Lives the quarter and tells it, apart: what that takes of memory is none of the service that is measured. The first message says what
 * to tell, each later one up to which size; answered by the moment of the last entry.
 */
import { createTeller, liveQuarter } from './big-journal.ts';

export interface Wish {
  path: string;
  first: number;
  agents: number;
  entries: number;
  years: number;
}
const say = (message: object): void => void process.send?.(message);
let teller: ReturnType<typeof createTeller> | undefined;

async function begin({ path, first, agents, entries, years }: Wish): Promise<void> {
  const quarter = await liveQuarter(agents);
  const copied = quarter.templates.filter((one) => one.isCopied && !quarter.stillOpen.has(one)).length;
  const copies = Math.max(1, Math.round((entries * quarter.days) / (years * 365.25) / copied));
  teller = createTeller(path, { quarter, first, copies });
  say({ lived: quarter.templates.length, copied, copies });
}
process.on('message', (message: Wish | { until: number }) => {
  if ('until' in message) say({ last: teller?.until(message.until) });
  else void begin(message);
});
process.on('disconnect', () => process.exit(0));

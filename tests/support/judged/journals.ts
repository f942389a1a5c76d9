import { appointments } from './journals/appointments.ts';
import { ceremonies } from './journals/ceremonies.ts';
import { dates } from './journals/dates.ts';
import { desk } from './journals/desk.ts';
import { directory } from './journals/directory.ts';
import { holder } from './journals/holder.ts';
import { type Journal, type Journey, journalOf } from './journals/journal.ts';
import { locations } from './journals/locations.ts';
import { campaigns } from './journals/machines/campaign.ts';
import { checklists } from './journals/machines/checklists.ts';
import { exchanges } from './journals/machines/exchange.ts';
import { incident } from './journals/machines/incident.ts';
import { loss } from './journals/machines/loss.ts';
import { workstations } from './journals/machines/workstations.ts';
import { nodes } from './journals/nodes.ts';
import { nomade } from './journals/nomade.ts';
import { officer } from './journals/officer.ts';
import { once } from './journals/once.ts';
import { operators } from './journals/operators.ts';
import { people } from './journals/people.ts';
import { purge } from './journals/purge.ts';
import { rebinding } from './journals/rebinding.ts';
import { recalls } from './journals/recall.ts';
import { refusals } from './journals/refusals.ts';
import { renewal } from './journals/renewal.ts';
import { restore } from './journals/restore.ts';
import { service } from './journals/service.ts';
import { shipment } from './journals/shipment.ts';
import { stock } from './journals/stock.ts';
import { troubles } from './journals/troubles.ts';
import { twoPersons } from './journals/two-persons.ts';

export type { Journal } from './journals/journal.ts';

/** Every step of the process, by the book; together they hold every act that the service records. */
export const JOURNEYS: readonly Journey[] = [
  ...[
    desk,
    holder,
    shipment,
    renewal,
    loss,
    incident,
    recalls,
    campaigns,
    exchanges,
    nomade,
    troubles,
    nodes,
    operators,
    workstations,
    checklists,
    rebinding,
    stock,
    locations,
    appointments,
    dates,
  ],
  ...[twoPersons, officer, people, directory, refusals, service, ceremonies, restore, purge],
];

const played = new Map<Journey, Promise<Journal>>();

/** A journey's journal: played once in a run, and the same for whoever asks. Nobody changes what it answers. */
export function honest(journey: Journey): Promise<Journal> {
  const journal = played.get(journey) ?? once(journey.name, () => journalOf(journey));
  played.set(journey, journal);
  return journal;
}

/** The journals of all journeys, one after another: each lives by a clock of its own. */
export async function honestJournals(): Promise<Journal[]> {
  // each of jest's three workers begins at another place, so that they do not play the same
  const from = Math.floor(((Number(process.env['JEST_WORKER_ID'] ?? 1) % 3) * JOURNEYS.length) / 3);
  for (const journey of [...JOURNEYS.slice(from), ...JOURNEYS.slice(0, from)]) await honest(journey);
  return Promise.all(JOURNEYS.map(honest));
}

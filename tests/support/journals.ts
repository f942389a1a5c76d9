import { ceremonies } from './journals/ceremonies.ts';
import { desk } from './journals/desk.ts';
import { directory } from './journals/directory.ts';
import { holder } from './journals/holder.ts';
import { type Journal, type Journey, journalOf } from './journals/journal.ts';
import { loss } from './journals/loss.ts';
import { nomade } from './journals/nomade.ts';
import { operators } from './journals/operators.ts';
import { people } from './journals/people.ts';
import { purge } from './journals/purge.ts';
import { refusals } from './journals/refusals.ts';
import { renewal } from './journals/renewal.ts';
import { restore } from './journals/restore.ts';
import { service } from './journals/service.ts';
import { shipment } from './journals/shipment.ts';
import { stock } from './journals/stock.ts';
import { troubles } from './journals/troubles.ts';
import { twoPersons } from './journals/two-persons.ts';
import { workstations } from './journals/workstations.ts';

export type { Journal } from './journals/journal.ts';

/** Every step of the process, by the book; together they hold every act that the service records. */
export const JOURNEYS: readonly Journey[] = [
  ...[desk, holder, shipment, renewal, loss, nomade, troubles, operators, workstations, stock],
  ...[twoPersons, people, directory, refusals, service, ceremonies, restore, purge],
];

const played = new Map<Journey, Promise<Journal>>();

/** A journey's journal: played once in a process, and the same for whoever asks. Nobody changes what it answers. */
export function honest(journey: Journey): Promise<Journal> {
  const journal = played.get(journey) ?? journalOf(journey);
  played.set(journey, journal);
  return journal;
}

/** The journals of all journeys, one after another: each lives by a clock of its own. */
export async function honestJournals(): Promise<Journal[]> {
  const journals: Journal[] = [];
  for (const journey of JOURNEYS) journals.push(await honest(journey));
  return journals;
}

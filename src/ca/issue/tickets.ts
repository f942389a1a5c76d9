import { AppError } from '../../errors.ts';
import type { Chance } from '../../flow/ports/chance.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Authority } from '../keys/authority.ts';

/** Milliseconds that a ticket is good: far longer than the commit between prepare and issue takes. */
const TICKET_MS = 10 * 60_000;
/** Tickets that nobody redeems must not fill the memory. */
const MOST_TICKETS = 10_000;

/** What is to be signed, once. */
interface Ticket {
  tbs: Uint8Array;
  authority: Authority;
  expiresAt: number;
}

/**
 * Single-use tickets, in memory alone: after a restart their intents are undone by the flow. Throw `overloaded`,
 * `already_done`, `expired`.
 */
export function createTickets({ clock, chance }: { clock: Clock; chance: Pick<Chance, 'id'> }) {
  const tickets = new Map<string, Ticket>();
  const sweep = (): void => {
    // in order of their end: a Map keeps the order of insertion, and all live equally long
    for (const [id, { expiresAt }] of tickets) {
      if (expiresAt > clock.now()) return;
      tickets.delete(id);
    }
  };
  return {
    give(ticket: Omit<Ticket, 'expiresAt'>): string {
      sweep();
      if (tickets.size >= MOST_TICKETS)
        throw new AppError('overloaded', 'too many certificates wait for their signature');
      const id = chance.id();
      tickets.set(id, { ...ticket, expiresAt: clock.now() + TICKET_MS });
      return id;
    },
    /** Takes the ticket away before anything is awaited: a second call with it finds nothing. */
    redeem(id: string): Ticket {
      const ticket = tickets.get(id);
      tickets.delete(id);
      if (!ticket)
        throw new AppError('already_done', 'this ticket was used or never given: prepare the certificate again');
      if (ticket.expiresAt <= clock.now())
        throw new AppError('expired', 'this ticket has expired: prepare the certificate again');
      return ticket;
    },
  };
}

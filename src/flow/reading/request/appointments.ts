import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { type Day, dayOf } from '../../../book/rules/calendar/working-days.ts';
import type { AppointmentRow, RequestRow } from '../../../book/tables/rows/requests.ts';
import { APPOINTMENT_ENDED_BY_SERVICE, APPOINTMENT_SEEN } from '../../../book/tables/states.ts';
import { AppError } from '../../../errors.ts';
import type { Deps } from '../../act.ts';
import { deskNow, hasDesk, mayPickSlot, offeredDays, type SlotLeft, slotsLeft } from '../../appointment/desk.ts';
import { appointmentOf } from '../../appointment/standing.ts';
import type { Reads } from '../../ports/store.ts';
import { findRequest } from '../../request/request.ts';
import { notThere } from '../../visibility.ts';
import { guard } from '../guard.ts';
import { createRequestItems } from './request-items.ts';

/** What the holder of a request is told of appointments. */
export interface RequestAppointment {
  /** The one that stands. */
  standing: AppointmentRow | null;
  /** The one that ended last, where the service ended it: nobody came, or the desk is closed. */
  ended: AppointmentRow | null;
  /** Slots may be picked now. */
  offered: boolean;
}
/** The slots that are offered for a request's token. */
export interface OfferedSlots {
  request: Pick<RequestRow, 'id' | 'number' | 'deliverySite'>;
  standing: AppointmentRow | null;
  /** Days that are offered; none while the desk takes no appointments. */
  days: Day[];
  /** The one whose slots these are; null where none is offered. */
  day: Day | null;
  slots: SlotLeft[];
}
/** An appointment as the desk sees it. */
export interface DeskAppointment extends AppointmentRow {
  number: string;
  holderName: string;
  assetNumber: string | null;
  /** The token that waits, by its serial number; null once it does not. */
  tokenId: string | null;
}

/** Appointments of a day that are shown at most. */
const DESK_MOST = 500;
/** Who comes to the desk on a day, the first ones; `more`: others come after them. */
export interface DeskDay {
  items: DeskAppointment[];
  more: boolean;
}

/** What a request's page says of appointments; null where there is nothing to say. */
export async function appointmentsOfRequest(
  reads: Pick<Reads, 'find' | 'count'>,
  { id, kind, state, deliverySite }: RequestRow,
): Promise<RequestAppointment | null> {
  if (kind === 'nomade' || state !== 'produced') return null;
  const [last] = await reads.find('appointment', { requestId: id }, { orderBy: 'nth', descending: true, limit: 1 });
  const [token] = await reads.find('token', { requestId: id, state: 'produced' });
  const offered = token !== undefined && (await mayPickSlot(reads, { deliverySite }));
  const standing = last?.state === 'booked' ? last : null;
  const ended = last && APPOINTMENT_ENDED_BY_SERVICE.includes(last.state) ? last : null;
  return offered || standing || ended ? { standing, ended, offered } : null;
}

/** Slots and appointments, for whom they concern. */
export function createAppointmentReading(deps: Deps) {
  const { reads } = deps.store;
  const check = guard(deps);
  const { items } = createRequestItems(reads);

  return {
    /**
     * The slots of a day that are offered for a request's token: of `day`, of `wished` where it is offered, or of the first one with a place. A stranger's request is
     * refused like one that does not exist is.
     */
    offeredSlots: async (
      caller: Caller,
      ref: string,
      { day, wished }: { day?: Day | undefined; wished?: Day | undefined } = {},
    ): Promise<OfferedSlots> => {
      const now = deps.clock.now();
      const request = await findRequest(reads, ref);
      if (!may(caller, 'request.read', request, now)) throw notThere('request');
      check(caller, 'appointment.book', request);
      const standing = (await appointmentOf(reads, request.id)) ?? null;
      const desk = await deskNow(reads);
      const isReady =
        (await hasDesk(reads, request.deliverySite)) &&
        (await reads.count('token', { requestId: request.id, state: 'produced' })) > 0;
      const days = desk.open && isReady ? await offeredDays(reads, desk, now) : [];
      if (day !== undefined && !days.includes(day))
        throw new AppError('wrong_state', 'the desk does not offer this day: pick one of those that it offers', {
          detail: { why: 'appointment-slot' },
        });
      const slotsOn = async (one: Day): Promise<SlotLeft[]> => {
        const others = await reads.bookedSlots(request.deliverySite, one, request.id);
        return slotsLeft(desk, one, others, now).filter(({ startsAt }) => startsAt !== standing?.startsAt);
      };
      const shown = { request, standing, days };
      const asked = day ?? (wished !== undefined && days.includes(wished) ? wished : undefined);
      if (asked !== undefined) return { ...shown, day: asked, slots: await slotsOn(asked) };
      for (const one of days) {
        const slots = await slotsOn(one);
        if (slots.some(({ left }) => left > 0)) return { ...shown, day: one, slots };
      }
      return { ...shown, day: days[0] ?? null, slots: [] };
    },

    /** Whether the desk takes appointments. */
    takesAppointments: async (): Promise<boolean> => (await deskNow(reads)).open,

    /** Who comes to the desk on a day, who came and who did not, in the order of their slots; `DESK_MOST` at most. */
    appointments: async (
      caller: Caller,
      { day = dayOf(deps.clock.now()), site }: { day?: Day; site?: string | undefined },
    ): Promise<DeskDay> => {
      check(caller, 'appointment.read');
      const found = await reads.find(
        'appointment',
        { day, state: APPOINTMENT_SEEN, ...(site ? { site } : {}) },
        BY_SLOT,
      );
      const rows = found.slice(0, DESK_MOST);
      if (rows.length === 0) return { items: [], more: false };
      const requestId = rows.map((row) => row.requestId);
      const [requests, tokens] = await Promise.all([
        reads.find('request', { id: requestId }),
        reads.find('token', { requestId, state: 'produced' }),
      ]);
      const shown = new Map((await items(requests)).map((item) => [item.id, item]));
      const listed = rows.flatMap((row) => {
        const item = shown.get(row.requestId);
        if (!item) return [];
        const { number, holderName, assetNumber } = item;
        const tokenId = tokens.find((token) => token.requestId === row.requestId)?.id ?? null;
        return [{ ...row, number, holderName, assetNumber, tokenId }];
      });
      return { items: listed, more: found.length > DESK_MOST };
    },
  };
}
const BY_SLOT = { orderBy: 'startsAt', limit: DESK_MOST + 1 } as const;

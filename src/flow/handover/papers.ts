import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { priorityNow } from '../../book/rules/waiting/priority.ts';
import type { HandoverRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { REQUEST_IN_WORKSHOP } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import { fullName } from '../people/person-name.ts';
import type { Paper } from '../ports/paper.ts';
import type { Reads } from '../ports/store.ts';
import { findRequest } from '../request/request.ts';

/** Papers without a secret: they may be printed as often as somebody needs them. */
export const PLAIN_PAPERS = ['work-order', 'transport-note', 'handover-sheet'] as const;
type PlainPaper = (typeof PLAIN_PAPERS)[number];
export const PrintPaper = z.strictObject({ requestId: Ref, paper: z.enum(PLAIN_PAPERS) });

const NOT_YET: Readonly<Record<PlainPaper, string>> = {
  'work-order': 'a work order is printed for an approved request that asks for a token',
  'transport-note': 'a transport note is printed once the token was given to the carrier',
  'handover-sheet': 'a hand-over sheet is printed once the token was handed over at the desk',
};

/** The papers that accompany a request and hold no secret: work order, transport note, hand-over sheet (PV de remise). */
export function createPapers(deps: Pick<Deps, 'store' | 'clock' | 'printer' | 'warn'>) {
  const nameOf = async (reads: Reads, personId: string | null): Promise<string> =>
    fullName(personId === null ? undefined : await reads.get('person', personId));

  /** The hand-over on which a paper rests, if it went that way. */
  const handoverOf = async (
    reads: Reads,
    request: RequestRow,
    mode: HandoverRow['mode'],
  ): Promise<HandoverRow | undefined> => {
    const all = await reads.find('handover', { requestId: request.id, failedAt: null, mode });
    return all.find(({ handedOverAt }) => handedOverAt !== null);
  };

  const workOrder = async (reads: Reads, request: RequestRow): Promise<Paper | undefined> => {
    if (request.kind === 'nomade' || !REQUEST_IN_WORKSHOP.includes(request.state)) return undefined;
    const workstation = request.workstationId ? await reads.get('workstation', request.workstationId) : undefined;
    return {
      kind: 'work-order',
      requestNumber: request.number,
      request: request.kind,
      name: await nameOf(reads, request.holderId),
      service: request.service,
      workstation: workstation?.assetNumber ?? '',
      priority: priorityNow(request),
      destination: request.deliverySite,
      submittedAt: request.submittedAt,
    };
  };

  const transportNote = async (reads: Reads, request: RequestRow): Promise<Paper | undefined> => {
    const shipped = await handoverOf(reads, request, 'shipment');
    return (
      shipped && {
        kind: 'transport-note',
        requestNumber: request.number,
        serial: shipped.tokenId ?? '',
        destination: request.deliverySite,
        trackingNumber: shipped.trackingNumber ?? '',
      }
    );
  };

  const handoverSheet = async (reads: Reads, request: RequestRow): Promise<Paper | undefined> => {
    const done = await handoverOf(reads, request, 'desk');
    if (!done || done.tokenId === null) return undefined;
    const [certificate] = await reads.find(
      'certificate',
      { requestId: request.id, tokenId: done.tokenId },
      { orderBy: 'intendedAt', descending: true },
    );
    return {
      kind: 'handover-sheet',
      requestNumber: request.number,
      serial: done.tokenId,
      name: await nameOf(reads, request.holderId),
      certificateSerial: certificate?.id ?? '',
      handedOverAt: done.handedOverAt ?? 0,
      operator: await nameOf(reads, done.operatorId),
    };
  };

  const DRAWN = { 'work-order': workOrder, 'transport-note': transportNote, 'handover-sheet': handoverSheet } as const;

  return {
    /** Prints one of these papers; recorded first, printed after. Throws `wrong_state` before there is anything to say on it. */
    print: async (caller: Caller, { requestId, paper }: z.output<typeof PrintPaper>): Promise<void> => {
      const drawn = await act(deps, caller, 'paper.print', `request:${requestId}`, async (a) => {
        const request = await findRequest(a.unit, requestId);
        a.allow(request);
        const found = await DRAWN[paper](a.unit, request);
        if (!found) throw new AppError('wrong_state', NOT_YET[paper], { detail: { from: request.state } });
        await a.done([], { subject: `request:${request.id}`, detail: { kind: paper } });
        return found;
      });
      await deps.printer.print(drawn);
    },

    /** Prints a paper after an act. When printing fails the act stays done, and the paper can be printed again. */
    accompany: async (requestId: string, paper: PlainPaper): Promise<void> => {
      const { reads } = deps.store;
      const drawn = await DRAWN[paper](reads, await need(reads.get('request', requestId), 'request'));
      if (drawn) await deps.printer.print(drawn).catch((error: unknown) => deps.warn(`${paper} not printed`, error));
    },
  };
}

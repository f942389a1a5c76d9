import { z } from 'zod';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { oneLine } from '../../flow/inputs.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { createRepeats } from '../frame/forms/repeats.ts';
import { isLineNumber, readNumber, readTracking } from '../frame/forms/scan.ts';
import type { Answer, Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { ParcelsPage } from './parcels.tsx';

const PARCELS = '/remise/envois';
const Scan = z.strictObject({ scan: oneLine(64) });

/** « Envois »: many parcels, one after another. What was scanned last is a label, or the carrier's number of its parcel. */
export function parcelRoutes({ door: { flow, clock }, on }: Pick<RouteParts, 'door' | 'on'>): void {
  const repeats = createRepeats(clock);
  /** The request of a label, and where its token is plugged in. */
  const parcelOf = async ({ me: { caller } }: Member, number: string) => {
    const { request, tokens } = await flow.reading.request(caller, number);
    const token = tokens.find(({ state }) => TOKEN_IN_USE.includes(state));
    const slots = await flow.reading.slots(caller);
    return { request, slot: slots.find((slot) => token !== undefined && slot.token?.serial === token.id) };
  };

  const show: Handler<Member> = async (member) => {
    const number = single(member.values, 'number') || readNumber(single(member.query, 'demande'));
    const found = isLineNumber(number) ? await parcelOf(member, number) : undefined;
    return { title: member.t('parcels.title'), page: <ParcelsPage chosen={found?.request} slot={found?.slot} /> };
  };
  on.get(PARCELS, show);

  const scanned = async (member: Member, scan: string): Promise<Answer> => {
    const read = readNumber(scan);
    if (isLineNumber(read)) {
      const { request } = await parcelOf(member, read);
      return { to: `${PARCELS}?demande=${encodeURIComponent(request.number)}` };
    }
    const number = single(member.values, 'number');
    if (!isLineNumber(number)) {
      throw new AppError('invalid_input', `"${scan}" is no label: scan the label of a token first`, {
        detail: { why: 'scan', read: scan },
      });
    }
    const { request, slot } = await parcelOf(member, number);
    if (!slot) {
      throw new AppError('token_wrong', `the token of ${number} is in no slot: plug it in, then scan again`, {
        detail: { why: 'not-plugged', serial: number },
      });
    }
    const carrier = readTracking(scan);
    const parcel = { requestId: request.id, slot: slot.slot, trackingNumber: carrier };
    await flow.handover.ship(member.me.caller, parcel);
    return { to: PARCELS, notice: { kind: 'success', text: 'parcels.sent', params: { number, carrier } } };
  };
  on.post(
    PARCELS,
    async (member): Promise<Answer> => {
      const { scan } = parseForm(Scan, { scan: single(member.values, 'scan') });
      const { personId } = member.me.caller;
      const go = () => scanned(member, scan);
      // a label read twice leads to its parcel twice; a carrier's number read twice is that of the parcel which has left
      const again = (): Answer | Promise<Answer> => (isLineNumber(readNumber(scan)) ? go() : { to: PARCELS });
      return repeats.once({ personId, read: scan }, again, go);
    },
    { show, act: 'handover.ship', back: () => PARCELS },
  );
}

import type { Caller } from '../../../../src/book/rights/roles.ts';
import type { RequestRow } from '../../../../src/book/tables/rows/requests.ts';
import { found, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, plug, printLetter } from './steps.ts';

/** The mail leaves that tells the holder; answers the code in it. */
const mailed = async (house: House, { id }: Pick<RequestRow, 'id'>): Promise<string> =>
  (await house.flow.pickupCodes.issueForMail(id)) ?? '';
const other = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
/** Gives a code, right or wrong, or is refused. */
const attempt = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

/** How it shows that the holder is there: by a code at the desk, before two persons, and beside a parcel. */
export const holder: Journey = {
  name: 'holder',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'valerie', 'vera', 'odile', 'corinne', 'alice', 'bruno', 'aurore'] as const;
    const who = await welcome(house, founders, ...names);
    const { thomas, theo, valerie, vera, odile, corinne, alice, bruno, aurore } = who;
    await deliver(house, theo, 'BL-30', ['H-0001', 'H-0002', 'H-0003', 'H-0004', 'H-0005', 'H-0006']);
    await commission(
      house,
      { registers: theo, commissions: thomas },
      ...['PN-80', 'PN-81', 'PN-82', 'PN-83', 'PN-84', 'PN-85'],
    );
    const { handover, letters, pickupCodes } = house.flow;
    const made = async (asker: Caller, serial: string, wish: { workstation: string; holder?: string }) => {
      const asked = await house.flow.request.submit(asker, { ...wish, kind: 'first-issue', priority: 0 });
      await approve(house, vera, asked);
      plug(house, '1', serial);
      await house.flow.production.produce(thomas, { requestId: asked.id, slot: '1' });
      return { asked, requestId: asked.id };
    };

    // at the desk, by the code of the mail; the third technician takes the hand-over over
    const atDesk = await made(alice, 'H-0001', { workstation: 'PN-80' });
    const code = await mailed(house, atDesk.asked);
    const given = { requestId: atDesk.requestId, purpose: 'acceptance' } as const;
    await handover.challenge(theo, { requestId: atDesk.requestId, slot: '1' });
    await handover.challenge(thomas, { requestId: atDesk.requestId, slot: '1' });
    await attempt(handover.takeCode(thomas, { ...given, code: other(code) }));
    await handover.takeCode(thomas, { ...given, code });
    await printLetter(house, valerie, atDesk.asked);
    await handover.handOver(thomas, { requestId: atDesk.requestId });
    await handover.takeCode(thomas, { ...given, purpose: 'receipt', code });

    // the code is locked after five wrong ones, and another one shown to its holder
    const locked = await made(bruno, 'H-0002', { workstation: 'PN-81' });
    const first = await mailed(house, locked.asked);
    await handover.challenge(theo, { requestId: locked.requestId, slot: '1' });
    const wrong = { requestId: locked.requestId, purpose: 'acceptance', code: other(first) } as const;
    for (let tries = 0; tries < 6; tries++) await attempt(handover.takeCode(theo, wrong));
    const { code: second } = await pickupCodes.ask(bruno, { requestId: locked.requestId });
    await handover.takeCode(theo, { ...wrong, code: second });
    await handover.handOver(theo, { requestId: locked.requestId });
    await printLetter(house, odile, locked.asked);
    await handover.confirmReceipt(bruno, { requestId: locked.requestId });

    // neither signed in nor with a code: two persons check who she is, at the desk and again for the receipt
    const checked = await made(corinne, 'H-0003', { workstation: 'PN-82', holder: 'M-ALICE' });
    const check = { requestId: checked.requestId, purpose: 'acceptance', document: 'identity-card' } as const;
    await handover.challenge(theo, { requestId: checked.requestId, slot: '1' });
    await handover.checkIdentity(valerie, check);
    house.clock.pass(31 * 60_000);
    await handover.checkIdentity(vera, check);
    await handover.checkIdentity(odile, { ...check, document: 'passport' });
    await handover.handOver(theo, { requestId: checked.requestId });
    await printLetter(house, valerie, checked.asked);
    await handover.checkIdentity(theo, { ...check, purpose: 'receipt' });
    await handover.checkIdentity(vera, { ...check, purpose: 'receipt' });

    // a parcel, whose holder gives the code to the correspondent on the spot
    const parcel = await made(corinne, 'H-0004', { workstation: 'PN-83', holder: 'M-BRUNO' });
    await mailed(house, parcel.asked);
    await handover.ship(theo, { requestId: parcel.requestId, slot: '1', trackingNumber: '8R00112233449' });
    const there = await mailed(house, parcel.asked);
    house.clock.pass(86_400_000);
    await handover.receiveParcel(corinne, { requestId: parcel.requestId });
    await handover.takeCode(corinne, { requestId: parcel.requestId, purpose: 'acceptance', code: there });
    await handover.takeCode(corinne, { requestId: parcel.requestId, purpose: 'receipt', code: there });
    await printLetter(house, vera, parcel.asked);

    // a PIN that is shown to its holder: by the code of the mail, and by a second factor
    const byCode = await made(alice, 'H-0005', { workstation: 'PN-84' });
    const mail = await mailed(house, byCode.asked);
    await handover.challenge(theo, { requestId: byCode.requestId, slot: '1' });
    await handover.accept(alice, { requestId: byCode.requestId });
    await attempt(letters.show(alice, { requestId: byCode.requestId, code: other(mail) }));
    await letters.show(alice, { requestId: byCode.requestId, code: mail });
    await handover.handOver(theo, { requestId: byCode.requestId });
    await handover.confirmReceipt(alice, { requestId: byCode.requestId });
    await house.flow.people.setAddress(bruno, { postalAddress: '2 quai des Chartrons, 33000 Bordeaux' });
    const byFactor = await made(bruno, 'H-0006', { workstation: 'PN-85' });
    await handover.ship(theo, { requestId: byFactor.requestId, slot: '1', trackingNumber: '8R00112233450' });
    await handover.accept(bruno, { requestId: byFactor.requestId });
    await handover.confirmReceipt(bruno, { requestId: byFactor.requestId });
    await letters.show({ ...bruno, secondFactor: true }, { requestId: byFactor.requestId });
    return aurore;
  },
};

import type { SecretHasher } from '../../../src/flow/ports/secret-hasher.ts';
import { createWorld, type World } from '../../support/world/world.ts';

let w: World;
beforeEach(async () => {
  w = await createWorld();
});
/** Alice's token, which has signed its challenge before Théo. */
async function atDesk(): Promise<string> {
  const { id: requestId } = await w.produced(w.alice, 'PN-1');
  await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
  return requestId;
}
/** Alice's token on its way, sent by Théo. */
async function shipped(): Promise<string> {
  const { id: requestId } = await w.produced(w.alice, 'PN-1');
  await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
  return requestId;
}
const mailed = async (requestId: string): Promise<string> => (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
const wrong = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
const handover = async (requestId: string) => (await w.reads.find('handover', { requestId, failedAt: null }))[0];
const takes = (requestId: string, code: string, by = w.theo, purpose: 'acceptance' | 'receipt' = 'acceptance') =>
  w.flow.handover.takeCode(by, { requestId, purpose, code });
const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;

describe('the holder is there, and it shows', () => {
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  describe('own factor: the holder, signed in', () => {
    it('accepts the certificate and confirms the receipt, and the journal names the proof', async () => {
      const requestId = await atDesk();
      await w.flow.handover.accept(w.alice, { requestId });
      expect(await newest()).toMatchObject({ action: 'handover.accept', detail: { proof: 'own-factor' } });
      expect(await handover(requestId)).toMatchObject({ acceptedBy: w.alice.personId, acceptanceProof: 'own-factor' });
      await w.flow.handover.handOver(w.theo, { requestId });
      await w.flow.handover.confirmReceipt(w.alice, { requestId });
      expect(await handover(requestId)).toMatchObject({ receiptBy: w.alice.personId, receiptProof: 'own-factor' });
    });

    it('is a factor given moments ago: no machine accepts or receives in its name', async () => {
      const requestId = await atDesk();
      const stale = { ...w.alice, freshUntil: 0 };
      await w.refuses('fresh_factor_needed', w.flow.handover.accept(stale, { requestId }));
      await w.accept(requestId);
      await w.flow.handover.handOver(w.theo, { requestId });
      await w.refuses('fresh_factor_needed', w.flow.handover.confirmReceipt(stale, { requestId }));
    });

    it('is nobody else: technician, correspondent, approver and officer are refused', async () => {
      const requestId = await atDesk();
      for (const by of [w.theo, w.corinne, w.valerie, w.odile, w.bruno])
        await w.refuses('forbidden', w.flow.handover.accept(by, { requestId }));
      await w.flow.handover.accept(w.alice, { requestId });
      await w.flow.handover.handOver(w.theo, { requestId });
      for (const by of [w.theo, w.corinne, w.valerie, w.odile])
        await w.refuses('forbidden', w.flow.handover.confirmReceipt(by, { requestId }));
    });
  });

  describe('the pick-up code', () => {
    it('is compared in another line than revocation codes, which wait for no parcel', async () => {
      await w.close();
      const used: string[] = [];
      const line = (name: string): SecretHasher => ({
        hash: async (secret) => {
          used.push(`${name} hashes`);
          return `plain:${secret}`;
        },
        verify: async (hash, secret) => {
          used.push(`${name} compares`);
          return hash === `plain:${secret}`;
        },
      });
      w = await createWorld({ hasher: line('known'), codes: line('codes') });
      const requestId = await atDesk();
      used.length = 0; // what a wrong revocation code is compared with was made at the start
      await takes(requestId, await mailed(requestId));
      expect(new Set(used)).toEqual(new Set(['known hashes', 'known compares']));
      used.length = 0;
      const byCode = w.flow.revocation.revokeByCode(w.thomas, { serial: 'NONE', code: 'AAAA-BBBB-CCCC' });
      await expect(byCode).rejects.toMatchObject({ code: 'forbidden' });
      expect(used).toEqual(['codes compares']);
    });

    it('is eight digits, kept as a hash, and proves at the desk that the holder is there', async () => {
      const requestId = await atDesk();
      const code = await mailed(requestId);
      expect(code).toMatch(/^\d{8}$/);
      const [row] = await w.reads.find('pickupCode', { requestId });
      expect(await w.store.pickupHash(row!.id)).toBe(`plain:${code}`); // the world's hasher
      expect(row).toMatchObject({ state: 'open', way: 'mail', wrongTries: 0 });
      expect(JSON.stringify((await w.opened.lists.entries({}, { limit: 200 })).items)).not.toContain(code);
      await takes(requestId, code);
      expect(await newest()).toMatchObject({
        action: 'handover.accept',
        actor: w.theo.personId,
        role: 'technician',
        detail: { proof: 'pickup-code' },
      });
      expect(await handover(requestId)).toMatchObject({ acceptedBy: w.alice.personId, acceptanceProof: 'pickup-code' });
      await w.flow.handover.handOver(w.theo, { requestId });
      await takes(requestId, code, w.theo, 'receipt');
      expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'closed' });
      expect(await handover(requestId)).toMatchObject({ receiptBy: w.alice.personId, receiptProof: 'pickup-code' });
    });

    it('is locked by five wrong ones, each of them an entry; then the right one is refused too', async () => {
      const requestId = await atDesk();
      const code = await mailed(requestId);
      for (let left = 4; left >= 0; left -= 1) {
        await expect(takes(requestId, wrong(code))).rejects.toMatchObject({ code: 'forbidden', detail: { left } });
        expect(await newest()).toMatchObject({ action: 'pickupCode.wrongTry', outcome: 'done' });
      }
      expect(await w.reads.find('pickupCode', { requestId })).toMatchObject([{ state: 'locked', wrongTries: 5 }]);
      await w.refuses('limit_reached', takes(requestId, code));
      // its holder asks for another one, on their own page
      const { code: second } = await w.flow.pickupCodes.ask(w.alice, { requestId });
      await w.refuses('forbidden', w.flow.pickupCodes.ask(w.theo, { requestId }));
      await takes(requestId, second);
    });

    it('lets no more than five tries through, however many come at once', async () => {
      const requestId = await atDesk();
      const code = await mailed(requestId);
      const tries = Array.from({ length: 12 }, () => takes(requestId, wrong(code)));
      const outcomes = await Promise.allSettled([...tries, takes(requestId, code)]);
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      expect(await w.reads.find('pickupCode', { requestId })).toMatchObject([{ state: 'locked', wrongTries: 5 }]);
    });

    it('ends when its holder gets a newer one, and with a token that was received', async () => {
      const requestId = await atDesk();
      const first = await mailed(requestId);
      const second = await mailed(requestId);
      await expect(takes(requestId, first)).rejects.toMatchObject({ code: 'forbidden' });
      await takes(requestId, second);
      await w.flow.handover.handOver(w.theo, { requestId });
      await w.flow.handover.confirmReceipt(w.alice, { requestId });
      expect(await w.flow.pickupCodes.issueForMail(requestId)).toBeUndefined();
      await w.refuses('wrong_state', w.flow.pickupCodes.ask(w.alice, { requestId }));
    });

    it('is given where the token is: by a correspondent only beside the parcel that they confirmed', async () => {
      const requestId = await shipped();
      const code = await mailed(requestId);
      await w.refuses('wrong_state', takes(requestId, code, w.corinne));
      await w.refuses('wrong_state', takes(requestId, code, w.theo)); // no token at his desk
      await w.flow.handover.receiveParcel(w.corinne, { requestId });
      await w.refuses('already_done', w.flow.handover.receiveParcel(w.corinne, { requestId }));
      expect(await handover(requestId)).toMatchObject({
        parcelBy: w.corinne.personId,
        acceptedAt: null,
        receiptAt: null,
      });
      await takes(requestId, code, w.corinne);
      await takes(requestId, code, w.corinne, 'receipt');
      expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'closed' });
    });

    it('is taken by nobody from themselves, and by no correspondent of another service', async () => {
      const requestId = await shipped();
      const code = await mailed(requestId);
      await w.refuses('forbidden', takes(requestId, code, w.alice));
      await w.refuses('forbidden', takes(requestId, code, w.valerie));
    });
  });

  describe('two persons who check who the holder is', () => {
    const check = (requestId: string, by = w.valerie, purpose: 'acceptance' | 'receipt' = 'acceptance') =>
      w.flow.handover.checkIdentity(by, { requestId, purpose, document: 'identity-card' });

    it('are two entries; with the second the certificate is accepted', async () => {
      const requestId = await atDesk();
      expect(await check(requestId)).toEqual({ done: false });
      expect(await newest()).toMatchObject({
        action: 'handover.checkIdentity',
        actor: w.valerie.personId,
        detail: { kind: 'acceptance', document: 'identity-card' },
      });
      expect(await handover(requestId)).toMatchObject({ acceptedAt: null });
      expect(await check(requestId, w.odile)).toEqual({ done: true });
      expect(await newest()).toMatchObject({
        action: 'handover.accept',
        actor: w.odile.personId,
        detail: { proof: 'two-persons', document: 'identity-card' },
      });
      expect(await handover(requestId)).toMatchObject({ acceptedBy: w.alice.personId, acceptanceProof: 'two-persons' });
      await w.flow.handover.handOver(w.theo, { requestId });
      await check(requestId, w.theo, 'receipt');
      await check(requestId, w.vera, 'receipt');
      expect(await handover(requestId)).toMatchObject({ receiptProof: 'two-persons' });
      expect(await w.reads.find('identityCheck', {})).toHaveLength(4);
    });

    it('are two persons, neither the producer nor asker or holder, and no correspondent', async () => {
      const requestId = await atDesk();
      await w.refuses('same_person', check(requestId, w.thomas)); // he produced it
      await w.refuses('forbidden', check(requestId, w.corinne));
      await w.refuses('forbidden', check(requestId, w.alice));
      await check(requestId, w.valerie);
      await w.refuses('same_person', check(requestId, w.valerie));
      const own = await w.produced(w.vincent, 'PN-2');
      await w.flow.handover.challenge(w.theo, { requestId: own.id, slot: '1' });
      await w.refuses('own_request', check(own.id, w.vincent));
    });

    it('check while the holder is there: after half an hour the first one counts no more', async () => {
      const requestId = await atDesk();
      await check(requestId, w.valerie);
      w.clock.advance(30 * 60_000 + 1000);
      expect(await check(requestId, w.odile)).toEqual({ done: false });
      expect(await check(requestId, w.valerie)).toEqual({ done: true });
    });

    it('check for one thing at a time, and for the hand-over that is under way', async () => {
      const requestId = await atDesk();
      await check(requestId, w.valerie);
      await w.refuses('wrong_state', check(requestId, w.odile, 'receipt'));
      await w.flow.handover.challenge(w.vincent, { requestId, slot: '1' });
      expect(await check(requestId, w.odile)).toEqual({ done: false });
    });
  });

  describe('whoever has the token in hand', () => {
    it('hands it over themselves: another technician has it sign first, and it is accepted anew', async () => {
      const requestId = await atDesk();
      await w.accept(requestId);
      await w.refuses('same_person', w.flow.handover.handOver(w.vincent, { requestId }));
      await w.flow.handover.challenge(w.vincent, { requestId, slot: '1' });
      await w.refuses('wrong_state', w.flow.handover.handOver(w.vincent, { requestId }));
      await w.accept(requestId);
      const { id: letterId } = await w.pinLetter(requestId);
      for (const by of [w.thomas, w.theo, w.vincent])
        await w.refuses('same_person', w.flow.letters.print(by, { letterId }));
      await w.flow.letters.print(w.valerie, { letterId });
      await w.flow.handover.handOver(w.vincent, { requestId });
    });

    it('lets an approver print a letter within their scope alone', async () => {
      const requestId = await atDesk();
      await w.accept(requestId);
      const { id: letterId } = await w.pinLetter(requestId);
      await w.refuses('out_of_scope', w.flow.letters.print(w.victor, { letterId }));
      expect(await w.flow.reading.letters(w.victor)).toEqual({
        letters: [],
        more: false,
        ready: { n: 0, more: false },
        early: { n: 0, more: false },
      });
      await w.flow.letters.print(w.vera, { letterId });
    });
  });
});

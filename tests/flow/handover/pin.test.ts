import { createWorld, type World } from '../../support/world/world.ts';

let w: World;
beforeEach(async () => {
  w = await createWorld();
});

/** A token of this holder's at Théo's desk, its certificate accepted. */
async function accepted(holder = w.alice, workstation = 'PN-1'): Promise<string> {
  const { id: requestId } = await w.produced(holder, workstation);
  await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
  await w.accept(requestId);
  return requestId;
}
async function received(holder = w.alice, workstation = 'PN-1', more?: { deliverySite: string }): Promise<string> {
  const { id: requestId } = await w.produced(holder, workstation, more);
  await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
  await w.accept(requestId);
  await w.flow.handover.confirmReceipt(await w.holderOf(requestId), { requestId });
  return requestId;
}
const strong = () => ({ ...w.alice, secondFactor: true as const });
const ways = (value: number) => w.dual('policy.set', { id: 'pin.ways', value });
const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;
const printedPin = () => w.printed.findLast((paper) => paper.kind === 'pin');

describe('the PIN reaches its holder and nobody else', () => {
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('shown once after the holder’s second factor, it is gone: no letter prints, and it is shown no more', async () => {
    const requestId = await accepted();
    const letter = await w.pinLetter(requestId);
    const { pin, revocationCode } = await w.flow.letters.show(strong(), { requestId });
    expect(pin).toBe(w.twin.tokens.get('1')!.pin);
    expect(await newest()).toMatchObject({ action: 'pin.show', detail: { proof: 'own-factor' } });
    expect(JSON.stringify((await w.opened.lists.entries({}, { limit: 200 })).items)).not.toContain(pin);
    expect(await w.store.secret(letter.secretId ?? '')).toBeUndefined();
    expect(await w.reads.get('letter', letter.id)).toMatchObject({
      state: 'shown',
      shownTo: w.alice.personId,
      secretId: null,
      printedBy: null,
    });
    await w.refuses('not_found', w.flow.letters.show(strong(), { requestId }));
    await w.refuses('wrong_state', w.flow.letters.print(w.valerie, { letterId: letter.id }));
    await w.flow.handover.handOver(w.theo, { requestId });
    const [token] = await w.reads.find('token', { requestId });
    await w.flow.revocation.revokeByCode(w.thomas, { serial: token!.id, code: revocationCode });
  });

  it('shown by the code of the mail to a session without a second factor, not by one of the page', async () => {
    const requestId = await accepted();
    const stale = { ...w.alice, freshUntil: 0 };
    await w.refuses('forbidden', w.flow.letters.show(w.alice, { requestId }));
    await w.refuses('fresh_factor_needed', w.flow.letters.show({ ...strong(), freshUntil: 0 }, { requestId }));
    const { code: ofPage } = await w.flow.pickupCodes.ask(w.alice, { requestId });
    await w.refuses('forbidden', w.flow.letters.show(stale, { requestId, code: ofPage }));
    const code = (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
    await expect(w.flow.letters.show(stale, { requestId, code: ofPage })).rejects.toMatchObject({
      code: 'forbidden',
      detail: { left: 4 },
    });
    expect((await w.flow.letters.show(stale, { requestId, code })).pin).toBe(w.twin.tokens.get('1')!.pin);
    expect(await newest()).toMatchObject({ action: 'pin.show', detail: { proof: 'pickup-code' } });
  });

  it('shown to nobody else, and not before the acceptance or the receipt', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.refuses('wrong_state', w.flow.letters.show(strong(), { requestId }));
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    await w.accept(requestId);
    await w.refuses('wrong_state', w.flow.letters.show(strong(), { requestId }));
    const code = (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
    for (const by of [w.theo, w.corinne, w.valerie, w.bruno]) {
      await w.refuses('forbidden', w.flow.letters.show({ ...by, secondFactor: true }, { requestId }));
      await w.refuses('forbidden', w.flow.letters.show(by, { requestId, code }));
    }
    await w.flow.letters.show(w.alice, { requestId, code });
  });

  it('by the ways that two persons left open', async () => {
    const requestId = await accepted();
    const { id: letterId } = await w.pinLetter(requestId);
    await ways(2);
    await w.refuses('wrong_state', w.flow.letters.print(w.valerie, { letterId }));
    expect((await w.flow.reading.request(w.alice, requestId)).pinToShow).toBe(true);
    await ways(1);
    await w.refuses('wrong_state', w.flow.letters.show(strong(), { requestId }));
    expect((await w.flow.reading.request(w.alice, requestId)).pinToShow).toBe(false);
    await w.flow.letters.print(w.valerie, { letterId });
  });
});

describe('a token is not shipped while its PIN would reach nobody', () => {
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const nowhere = async (requestId: string) => {
    const shipping = w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    const error = await shipping.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'wrong_state', detail: { why: 'pin-nowhere' } });
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'produced' });
  };

  it('by letter alone: until its holder has another address than the parcel’s', async () => {
    await ways(1);
    const { id: requestId } = await w.produced(w.corinne, 'PN-2');
    await nowhere(requestId);
    await w.flow.people.setAddress(w.corinne, { postalAddress: ' BORDEAUX ' });
    await nowhere(requestId);
    await w.flow.people.setAddress(w.corinne, { postalAddress: '1 cours du Médoc, 33300 Bordeaux' });
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
  });

  it('shown alone, or either way: where its holder has no open account to see it in', async () => {
    const { id: requestId } = await w.produced(w.corinne, 'PN-2');
    // with a new link, which they have not come in by yet
    await w.identity.invite(w.adele, w.corinne.personId);
    await nowhere(requestId);
    await ways(2);
    await nowhere(requestId);
  });
});

describe('the address of a letter', () => {
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('is never that of the parcel: the holder’s other address, which they gave themselves', async () => {
    const requestId = await received(w.corinne, 'PN-2'); // her parcel went to her site
    const { id: letterId } = await w.pinLetter(requestId);
    await w.refuses('wrong_state', w.flow.letters.print(w.valerie, { letterId }));
    await w.refuses('wrong_state', w.flow.letters.print(w.valerie, { letterId, to: 'address' }));
    await w.flow.people.setAddress(w.corinne, { postalAddress: ' BORDEAUX ' });
    await w.refuses('wrong_state', w.flow.letters.print(w.valerie, { letterId }));
    await w.flow.people.setAddress(w.corinne, { postalAddress: '1 cours du Médoc, 33300 Bordeaux' });
    await w.refuses('wrong_state', w.flow.letters.print(w.valerie, { letterId, to: 'site' }));
    await w.flow.letters.print(w.valerie, { letterId });
    expect(printedPin()).toMatchObject({ address: '1 cours du Médoc, 33300 Bordeaux' });
    expect(await newest()).toMatchObject({ action: 'letter.print', detail: { to: 'address' } });
    expect(JSON.stringify((await w.opened.lists.entries({}, { limit: 200 })).items)).not.toContain('Médoc');
  });

  it('is the site where the parcel went to the other address', async () => {
    await w.flow.people.setAddress(w.corinne, { postalAddress: 'Lille' });
    const requestId = await received(w.corinne, 'PN-2', { deliverySite: 'Lille' });
    await w.flow.letters.print(w.valerie, { letterId: (await w.pinLetter(requestId)).id });
    expect(printedPin()).toMatchObject({ address: 'Bordeaux' });
  });

  it('is the site where there was no parcel and no other address', async () => {
    const requestId = await accepted(w.corinne, 'PN-2');
    await w.printLetter(requestId);
    expect(printedPin()).toMatchObject({ address: 'Bordeaux' });
    expect(await w.reads.find('letter', { requestId, kind: 'pin' })).toMatchObject([{ sentTo: 'site' }]);
  });

  it('is changed by its owner alone, with a factor given moments ago, or by an import', async () => {
    await w.refuses(
      'fresh_factor_needed',
      w.flow.people.setAddress({ ...w.corinne, freshUntil: 0 }, { postalAddress: 'x' }),
    );
    await w.flow.people.setAddress(w.alice, { postalAddress: null });
    expect(await w.reads.get('person', w.alice.personId)).toMatchObject({ postalAddress: null });
    await w.refuses('already_done', w.flow.people.setAddress(w.alice, { postalAddress: null }));
  });
});

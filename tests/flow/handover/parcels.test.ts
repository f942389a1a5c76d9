import type { Lists } from '../../../src/flow/reading/lists.ts';
import { createParcelReading } from '../../../src/flow/reading/request/parcels.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('the parcels of a correspondent', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const shipped = async (name: 'alice' | 'bruno' | 'eve', workstation: string): Promise<string> => {
    const { id: requestId } = await w.produced(w[name], workstation);
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'LP-42' });
    return requestId;
  };
  const code = async (requestId: string) => (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
  const outcomes = (results: readonly { outcome: string; error?: { code: string } }[]) =>
    results.map((one) => one.error?.code ?? one.outcome);

  it('are those of their service, on their way or here', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    await shipped('eve', 'PN-3');
    const { parcels, more } = await w.flow.reading.parcels(w.corinne);
    expect(parcels.map(({ request }) => request.id).sort()).toEqual([alice, bruno].sort());
    expect(more).toBe(false);
    expect(parcels.find(({ request }) => request.id === alice)?.certificate).toMatchObject({
      holderId: w.alice.personId,
      state: 'good',
    });
    await expect(w.flow.reading.parcels(w.thomas)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are found behind whatever was handed over at a desk and waits for its holder’s word', async () => {
    const { id } = await w.produced(w.alice, 'PN-1');
    await w.handOver(id);
    w.clock.advance(60_000);
    const bruno = await shipped('bruno', 'PN-2');
    const { store, lists } = w.opened;
    const byOne = {
      ...lists,
      requests: (of, page) => lists.requests(of, { ...page, limit: 1 }),
    } satisfies Lists;
    const { parcels: inPages } = createParcelReading({ store, clock: w.clock }, byOne); // as if hundreds stood before them
    const { parcels, more } = await inPages(w.corinne);
    expect(parcels.map(({ request }) => request.id)).toEqual([bruno]);
    expect(more).toBe(false);
  });

  it('are taken in many at once, each with its result', async () => {
    const [alice, eve] = [await shipped('alice', 'PN-1'), await shipped('eve', 'PN-3')];
    const results = await w.flow.handover.receiveParcels(w.corinne, { requestIds: [alice, eve, 'none', alice] });
    expect(outcomes(results).sort()).toEqual(['already_done', 'done', 'not_found', 'not_found']);
  });

  it('are given by one code each: the holder accepts and receives, and the document shown is kept by its kind', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    await w.flow.handover.receiveParcels(w.corinne, { requestIds: [alice, bruno] });
    const parcels = [
      { requestId: alice, code: await code(alice), document: 'agent-card' as const },
      { requestId: bruno, code: '00000000', document: 'passport' as const },
    ];
    await code(bruno);
    expect(outcomes(await w.flow.handover.giveOnTheSpot(w.corinne, { parcels }))).toEqual(['done', 'forbidden']);
    expect(await w.reads.find('request', { id: alice })).toMatchObject([{ state: 'closed' }]);
    const [handover] = await w.reads.find('handover', { requestId: alice });
    expect(handover).toMatchObject({ acceptanceProof: 'pickup-code', receiptProof: 'pickup-code' });
    const [wrong] = await w.reads.find('pickupCode', { requestId: bruno, state: 'open' });
    expect(wrong?.wrongTries).toBe(1);
    const { items: entries } = await w.opened.lists.entries({ action: 'handover.accept' }, { limit: 1 });
    expect(entries[0]?.detail).toMatchObject({ proof: 'pickup-code', document: 'agent-card' });
  });

  it('are answered alike where there is none and where it is of another service, however many were refused before', async () => {
    const eve = await shipped('eve', 'PN-3');
    const { number } = (await w.reads.get('request', eve))!;
    const refused = async (requestId: string) => {
      const parcels = [{ requestId, code: '00000000', document: 'passport' as const }];
      return outcomes(await w.flow.handover.giveOnTheSpot(w.corinne, { parcels }));
    };
    const all = () => Promise.all([eve, number, 'none', 'DEM-2026-99999'].map(refused));
    const before = await w.opened.lists.entries({}, { limit: 1 });
    expect(await all()).toEqual(Array.from({ length: 4 }, () => ['not_found']));
    const { items } = await w.opened.lists.entries({ action: 'handover.takeCode' }, { limit: 9 });
    expect(items.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(before.items[0]?.seq).toBe(items.at(-1)!.seq - 1);
    w.spendRefusals(w.corinne);
    expect(await all()).toEqual(Array.from({ length: 4 }, () => ['too_many_requests']));
  });

  it('goes on where its holder accepted already', async () => {
    const alice = await shipped('alice', 'PN-1');
    await w.flow.handover.receiveParcel(w.corinne, { requestId: alice });
    await w.flow.handover.accept(w.alice, { requestId: alice });
    const parcels = [{ requestId: alice, code: await code(alice), document: 'passport' as const }];
    expect(outcomes(await w.flow.handover.giveOnTheSpot(w.corinne, { parcels }))).toEqual(['done']);
  });

  const told = async (): Promise<string[]> => {
    const templates: string[] = [];
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) templates.push(mail.template);
    return templates;
  };
  const dead = { code: 'wrong_state', detail: { why: 'parcel-dead' } };
  const lose = async (requestId: string): Promise<void> => {
    const [token] = await w.reads.find('token', { requestId });
    await w.flow.revocation.reportLoss(w.alice, { serial: token!.id, reason: 'lost' });
  };
  it('are not taken in once the token is reported lost: nobody is called for it', async () => {
    const requestId = await shipped('alice', 'PN-1');
    await lose(requestId);
    const called = () => told().then((mails) => mails.filter((template) => template === 'parcel-received'));
    await called();
    await expect(w.flow.handover.receiveParcel(w.corinne, { requestId })).rejects.toMatchObject(dead);
    expect(await w.reads.find('handover', { requestId })).toMatchObject([{ parcelAt: null, failedAt: null }]);
    expect(await called()).toEqual([]);
  });

  it('are not accepted or received once the token is reported lost, by any proof', async () => {
    const requestId = await shipped('alice', 'PN-1');
    await w.flow.handover.receiveParcel(w.corinne, { requestId });
    const given = { requestId, code: await code(requestId), document: 'passport' as const };
    await lose(requestId);
    await expect(w.flow.handover.accept(w.alice, { requestId })).rejects.toMatchObject(dead);
    await expect(w.flow.handover.confirmReceipt(w.alice, { requestId })).rejects.toMatchObject(dead);
    const [refused] = await w.flow.handover.giveOnTheSpot(w.corinne, { parcels: [given] });
    expect(refused).toMatchObject({ error: dead });
    for (const purpose of ['acceptance', 'receipt'] as const)
      await expect(
        w.flow.handover.checkIdentity(w.vincent, { requestId, purpose, document: 'passport' }),
      ).rejects.toMatchObject(dead);
    expect(await w.reads.find('handover', { requestId })).toMatchObject([{ acceptedAt: null, failedAt: null }]);
  });

  it('are accepted at a desk no more, once the token is revoked on the bench', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await lose(requestId);
    const gone = { code: 'wrong_state', detail: { why: 'token-dead' } };
    await expect(w.flow.handover.accept(w.alice, { requestId })).rejects.toMatchObject(gone);
  });

  it('are not given before they are here', async () => {
    const alice = await shipped('alice', 'PN-1');
    const parcels = [{ requestId: alice, code: await code(alice), document: 'passport' as const }];
    expect(outcomes(await w.flow.handover.giveOnTheSpot(w.corinne, { parcels }))).toEqual(['wrong_state']);
  });
});

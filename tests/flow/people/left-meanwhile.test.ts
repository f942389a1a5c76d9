import type { Caller } from '../../../src/book/rights/roles.ts';
import { createSoftwareCredentials } from '../../../src/ca/pkcs12/pkcs12.ts';
import { cast, createFake } from '../../support/world/directory.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Somebody leaves while a token is made for them, or waits: nothing that opens the network comes of it. */
describe('a token of somebody who leaves meanwhile', () => {
  let w: World;
  let beforePacking: () => Promise<unknown>;
  const fake = createFake();
  const software = {
    generate: createSoftwareCredentials().generate,
    pack: () => beforePacking().then(() => Buffer.from('a PKCS#12 file')),
  };
  beforeEach(async () => {
    beforePacking = async () => {};
    w = await createWorld({ mails: true, directory: fake.directory, software });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const disable = (who: Caller = w.alice) => w.flow.people.disable(w.adele, { personId: who.personId });
  /** The directory has everybody but her; her account here is open still. */
  const isGone = async () => {
    fake.holds(...cast());
    await w.flow.directory.read(w.adele, { manyLeft: false });
    fake.holds(...cast(['alice']));
    await w.flow.directory.read(w.adele, { manyLeft: false });
  };
  const left = (why: string) => ({ code: 'wrong_state', detail: { why, number: expect.any(String) } });
  const approved = async (): Promise<string> => {
    const asked = { kind: 'first-issue', workstation: 'PN-1', priority: 0 } as const;
    const { id } = await w.flow.request.submit(w.alice, asked);
    await w.approve(id);
    w.plugNext('1');
    return id;
  };
  const released = async () => {
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(id);
    return w.flow.software.release(w.thomas, { requestId: id });
  };
  const tokenOf = async (requestId: string) => (await w.reads.find('token', { requestId }))[0]!;
  const codeOf = async (requestId: string) => (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
  const toldApprovers = async () =>
    (await w.store.told(w.valerie.personId, 0, 200)).filter(({ template }) => template === 'holder-gone').length;

  it('is not begun where a technician took the request before', async () => {
    const requestId = await approved();
    await w.flow.production.take(w.thomas, { requestId });
    await disable();
    await expect(w.flow.production.produce(w.thomas, { requestId, slot: '1' })).rejects.toMatchObject(
      left('holder-gone'),
    );
  });

  for (const step of ['generateKey', 'writeCertificate'] as const)
    it(`is wiped and back in stock where its job is at ${step}, and its certificate never becomes good`, async () => {
      const requestId = await approved();
      w.twin.onStep(step, () => disable());
      await expect(w.flow.production.produce(w.thomas, { requestId, slot: '1' })).rejects.toMatchObject(
        left('holder-gone-making'),
      );
      const [job] = await w.reads.find('job', { requestId });
      expect(job).toMatchObject({ state: 'undone', failure: 'wrong_state' });
      expect(await w.reads.get('token', job!.tokenId!)).toMatchObject({ state: 'in_stock', requestId: null });
      expect(await w.reads.count('certificate', { requestId, state: 'good' })).toBe(0);
      expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'approved', producerId: null });
      // the approvers hear of it, since nobody else can end the request
      expect(await toldApprovers()).toBe(1);
      await w.flow.approval.reject(w.valerie, { ...(await w.seen(requestId)), text: 'parti' });
    });

  it('is neither challenged at the desk nor shipped once it is made, and comes back by a revocation', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1', { deliverySite: 'Lyon' });
    await disable();
    const kept = left('holder-gone-token');
    await expect(w.flow.handover.challenge(w.theo, { requestId, slot: '1' })).rejects.toMatchObject(kept);
    await expect(
      w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: '6A12345678901' }),
    ).rejects.toMatchObject(kept);
    const { id: serial } = await tokenOf(requestId);
    await w.flow.directory.revokeLeaver(w.odile, { personId: w.alice.personId });
    await w.flow.stock.change(w.theo, { serial, action: 'return' });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'returned' });
  });

  it('is not accepted or handed over once its hand-over began, whoever was identified', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    const code = await codeOf(requestId);
    await w.flow.handover.checkIdentity(w.vincent, { requestId, purpose: 'acceptance', document: 'passport' });
    await disable();
    const kept = left('holder-gone-token');
    const check = { requestId, purpose: 'acceptance', document: 'passport' } as const;
    await expect(w.flow.handover.checkIdentity(w.theo, check)).rejects.toMatchObject(kept);
    const given = { requestId, purpose: 'acceptance', code } as const;
    await expect(w.flow.handover.takeCode(w.theo, given)).rejects.toMatchObject(kept);
  });

  it('stays at the desk where its certificate was accepted, and its PIN letter is not printed', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    await disable();
    await expect(w.flow.handover.handOver(w.theo, { requestId })).rejects.toMatchObject(left('holder-gone-token'));
    const { id: letterId } = await w.pinLetter(requestId);
    await expect(w.flow.letters.print(w.vincent, { letterId })).rejects.toMatchObject(left('holder-gone-letter'));
    expect(w.printed.filter(({ kind }) => kind === 'pin')).toEqual([]);
  });

  it('is not taken in as a parcel, nor given to anybody beside it', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1', { deliverySite: 'Lyon' });
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: '6A12345678901' });
    await disable();
    const parcel = left('holder-gone-parcel');
    await expect(w.flow.handover.receiveParcel(w.corinne, { requestId })).rejects.toMatchObject(parcel);
    expect(await w.reads.find('handover', { requestId })).toMatchObject([{ parcelAt: null }]);
  });

  it('is not given by a code beside a parcel that was there before', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1', { deliverySite: 'Lyon' });
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: '6A12345678901' });
    await w.flow.handover.receiveParcel(w.corinne, { requestId });
    const given = { requestId, code: await codeOf(requestId), document: 'passport' } as const;
    await w.flow.handover.accept(w.alice, { requestId });
    await disable();
    const [refused] = await w.flow.handover.giveOnTheSpot(w.corinne, { parcels: [given] });
    expect(refused).toMatchObject({ error: left('holder-gone-parcel') });
    expect(await w.reads.find('handover', { requestId })).toMatchObject([{ receiptAt: null }]);
  });

  it('is no Nomade credential either: its making is undone', async () => {
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(requestId);
    w.beforeSignature(() => disable());
    await expect(w.flow.software.release(w.thomas, { requestId })).rejects.toMatchObject(left('holder-gone'));
    expect(await w.reads.count('certificate', { requestId, state: 'good' })).toBe(0);
  });

  it('is kept by the word of the directory too, while the account here is open', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await isGone();
    await expect(w.flow.handover.challenge(w.theo, { requestId, slot: '1' })).rejects.toMatchObject(
      left('holder-gone-token'),
    );
  });

  it('is not begun by the word of the directory, and its request keeps nobody waiting', async () => {
    const requestId = await approved();
    await isGone();
    await expect(w.flow.production.produce(w.thomas, { requestId, slot: '1' })).rejects.toMatchObject(
      left('holder-gone'),
    );
    expect(await w.flow.production.takeNext(w.thomas, { count: 3 })).toEqual([]);
  });

  it('has its PIN shown to nobody, in a session that is open still', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    const [code, strong] = [await codeOf(requestId), { ...w.alice, secondFactor: true } as const];
    await isGone();
    const kept = left('holder-gone-own');
    await expect(w.flow.handover.accept(w.alice, { requestId })).rejects.toMatchObject(kept);
    await expect(w.flow.letters.show(strong, { requestId })).rejects.toMatchObject(kept);
    await expect(w.flow.letters.show(w.alice, { requestId, code })).rejects.toMatchObject(kept);
    expect(await w.pinLetter(requestId)).toMatchObject({ state: 'waiting' });
  });

  it.each([
    ['the account that is closed', () => disable()],
    ['the directory', () => isGone()],
  ])('has its letter offered to no printer, by %s', async (_, leaves) => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    const once = { ready: { limit: 50 }, early: { limit: 50 } };
    const waits = async () => {
      const { ready, early } = await w.flow.reading.letterPages(w.vincent, { kind: 'pin' }, once);
      const whole = await w.flow.reading.letters(w.vincent);
      const sheet = (await w.flow.reading.request(w.vincent, requestId)).letters.find(({ kind }) => kind === 'pin');
      return [ready.total.n, early.total.n, whole.ready.n, early.letters[0]?.waitsFor, sheet?.waitsFor];
    };
    expect(await waits()).toEqual([1, 0, 1, undefined, null]);
    await leaves();
    expect(await waits()).toEqual([0, 1, 0, 'left', 'left']);
  });

  it('is downloaded by nobody as a Nomade credential that was made before', async () => {
    const { requestId } = await released();
    await isGone();
    const asked = { requestId, terms: 1, form: 'modern' } as const;
    await expect(w.flow.software.download(w.alice, asked)).rejects.toMatchObject(left('holder-gone-own'));
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'produced' });
  });

  it('is not downloaded where its holder left while the file was packed', async () => {
    const { requestId } = await released();
    beforePacking = () => disable();
    const asked = { requestId, terms: 1, form: 'modern' } as const;
    await expect(w.flow.software.download(w.alice, asked)).rejects.toMatchObject(left('holder-gone-own'));
    expect(await w.reads.count('handover', { requestId })).toBe(0);
  });

  it('is bound to no other machine', async () => {
    const { tokenId: serial } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.record.assign(w.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    const of = { serial, workstation: 'PN-2', document: 'passport' } as const;
    await w.flow.rebinding.check(w.vincent, of);
    await isGone();
    for (const attempt of [w.flow.rebinding.check(w.valerie, of), w.flow.rebinding.rebind(w.theo, of)])
      await expect(attempt).rejects.toMatchObject({ code: 'wrong_state', detail: { why: 'token-holder-gone' } });
  });

  it('is made and given once the directory has its holder again', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await isGone();
    const challenge = () => w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await expect(challenge()).rejects.toMatchObject(left('holder-gone-token'));
    fake.holds(...cast());
    await w.flow.directory.read(w.adele, { manyLeft: false });
    await challenge();
    await w.accept(requestId);
    await w.flow.handover.handOver(w.theo, { requestId });
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'handed_over' });
  });
});

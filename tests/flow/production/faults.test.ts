import { AppError } from '../../../src/errors.ts';
import { failingOnce } from '../../support/world/failing-once.ts';
import type { Step } from '../../support/world/twin.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Whatever fails in production: request back in its place, token wiped or scrapped, no good orphan. */
describe('production that fails', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ready = async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    return request;
  };
  const produce = (id: string) => w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
  const back = { state: 'approved', producerId: null };
  const undone = async (id: string, tokenState: string, request: object = back) => {
    expect(await w.reads.get('request', id)).toMatchObject(request);
    expect(await w.reads.get('token', 'B-0001')).toMatchObject({ state: tokenState });
    expect(await w.reads.find('certificate', { state: ['intended', 'issued', 'good'] })).toEqual([]);
    expect(await w.reads.find('job', { state: ['leased', 'certifying', 'certified'] })).toEqual([]);
  };

  it.each<Step>(['initialise', 'generateKey', 'writeCertificate', 'signChallenge'])(
    'undoes a failure of %s and wipes the token',
    async (step) => {
      const request = await ready();
      w.twin.fail(step);
      await expect(produce(request.id)).rejects.toMatchObject({ code: 'device_failed' });
      await undone(request.id, 'in_stock');
      await produce(request.id);
    },
  );

  it.each<Step>(['writeCertificate', 'signChallenge'])('does not believe a device that lies in %s', async (step) => {
    const request = await ready();
    w.twin.lie(step);
    await expect(produce(request.id)).rejects.toMatchObject({ code: 'device_failed' });
    await undone(request.id, 'in_stock');
    const [revoked] = await w.reads.find('certificate', { state: 'revoked' });
    expect(revoked).toMatchObject({ revocationReason: 'never-sealed', sealedAt: null });
  });

  it.each([
    { extractable: true },
    { sensitive: false },
    { local: false },
    { neverExtractable: false },
    { decrypt: true },
  ])('accepts no key that reads back as %j', async (attributes) => {
    const request = await ready();
    w.twin.claim(attributes);
    await expect(produce(request.id)).rejects.toMatchObject({
      code: 'device_failed',
      detail: { attribute: Object.keys(attributes)[0] },
    });
    await undone(request.id, 'in_stock');
    expect(await w.reads.count('certificate', {})).toBe(0);
  });

  it('scraps a token that cannot be wiped', async () => {
    const request = await ready();
    w.twin.fail('generateKey');
    w.twin.fail('initialise', 1); // the first is production's own
    await expect(produce(request.id)).rejects.toMatchObject({ code: 'device_failed' });
    await undone(request.id, 'scrapped');
  });

  it('seals nothing for a workstation that was lost in the meantime', async () => {
    const request = await ready();
    w.twin.onStep('signChallenge', () => w.flow.enrolment.reportLoss(w.theo, { workstation: 'PN-1' }));
    await expect(produce(request.id)).rejects.toMatchObject({ code: 'wrong_state' });
    await undone(request.id, 'in_stock', { state: 'withdrawn', endReason: 'workstation-lost' });
  });

  it('keeps the token when only the label printer fails', async () => {
    const request = await ready();
    w.failPrinter(new AppError('print_failed', 'out of paper'));
    expect(await produce(request.id)).toMatchObject({ labelPrinted: false });
    const [label] = await w.reads.find('letter', { requestId: request.id, kind: 'label' });
    expect(label).toMatchObject({ state: 'waiting' });
    await w.flow.letters.print(w.thomas, { letterId: label?.id ?? '' });
  });
});

describe('a crash in the middle of production', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it.each<Step>(['initialise', 'generateKey'])('at %s: the next start undoes the job', async (step) => {
    const request = await w.interrupted(step);
    expect(await w.flow.production.resume()).toEqual([{ jobId: expect.any(String), outcome: 'undone' }]);
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'approved' });
    expect(await w.reads.find('certificate', { state: ['intended', 'issued', 'good'] })).toEqual([]);
  });

  it.each<Step>(['writeCertificate', 'signChallenge'])(
    'at %s: the next start proves the token and seals it',
    async (step) => {
      const request = await w.interrupted(step);
      expect(await w.flow.production.resume()).toEqual([{ jobId: expect.any(String), outcome: 'sealed' }]);
      expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'produced' });
    },
  );

  it('with the token gone: the certificate is revoked, the request keeps its place, the token is to be checked', async () => {
    const request = await w.interrupted('writeCertificate');
    w.twin.unplug('1');
    expect(await w.flow.production.resume()).toEqual([{ jobId: expect.any(String), outcome: 'undone' }]);
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'approved' });
    expect(await w.reads.find('certificate', {})).toEqual([expect.objectContaining({ state: 'revoked' })]);
    expect(await w.reads.get('token', 'B-0001')).toMatchObject({ state: 'to_check' });
  });
});

/** What could not even be undone is tried again, and a stop waits for what is on the bench. */
describe('production that is left or stopped', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const undoingOnce = () => failingOnce(w, 'production.undo');
  const isBack = async (id: string) => {
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'approved', producerId: null });
    expect(await w.reads.get('token', 'B-0001')).toMatchObject({ state: 'in_stock' });
  };

  it('is undone at the next look where its undoing failed, and a slot says that it failed', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    const flow = undoingOnce();
    w.twin.fail('generateKey');
    await expect(flow.production.produce(w.thomas, { requestId: request.id, slot: '1' })).rejects.toMatchObject({
      code: 'overloaded',
    });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'in_production' });
    await flow.production.undoLeft();
    await isBack(request.id);
    await flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
  });

  it('tries no SO-PIN again that the token has refused, also where its undoing is tried again', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    const flow = undoingOnce();
    let tries = 0;
    w.twin.onStep('initialise', async () => {
      tries += 1;
      throw new AppError('device_failed', 'the token refuses its SO-PIN', {
        detail: { step: 'format', rv: 'CKR_PIN_INCORRECT' },
      });
    });
    await expect(flow.production.produce(w.thomas, { requestId: request.id, slot: '1' })).rejects.toMatchObject({
      code: 'overloaded',
    });
    await flow.production.undoLeft();
    expect(tries).toBe(1);
    expect(await w.reads.get('token', 'B-0001')).toMatchObject({ state: 'scrapped' });
  });

  it('keeps nobody from starting where it cannot be taken up, and is undone later', async () => {
    const request = await w.interrupted('generateKey');
    const flow = undoingOnce();
    expect(await flow.production.resume()).toEqual([{ jobId: expect.any(String), outcome: 'left' }]);
    await flow.production.undoLeft();
    await isBack(request.id);
  });

  it('is left alone while somebody has it in hand; a stop waits for it and begins nothing more', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    let goOn = () => {};
    const reached = new Promise<void>((at) => {
      w.twin.onStep('signChallenge', () => {
        at();
        return new Promise((on) => {
          goOn = () => on(undefined);
        });
      });
    });
    const made = w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await reached;
    await w.flow.production.undoLeft();
    let hasRested = false;
    const rest = w.flow.production.rest().then(() => {
      hasRested = true;
    });
    await w.refuses('overloaded', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '2' }), {
      entry: false,
    });
    expect(hasRested).toBe(false);
    goOn();
    expect(await made).toMatchObject({ state: 'produced' });
    await rest;
    await w.flow.production.rest();
  });
});

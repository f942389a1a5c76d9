import { AppError } from '../../../src/errors.ts';
import type { Step } from '../../support/world/twin.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** A token that could not be reached after an interruption is set aside, and checked before anything else is done with it. */
let w: World;
beforeEach(async () => {
  w = await createWorld();
});
const end = async () => {
  await w.check();
  await w.close();
};
const SERIAL = 'B-0001';
const token = async () => (await w.reads.get('token', SERIAL))!;
const lastJob = async () => (await w.reads.find('job', { tokenId: SERIAL }))[0]!;
type Device = NonNullable<ReturnType<World['twin']['tokens']['get']>>;

/** Alice's production is cut off at this step; the token is pulled out before the service is back. */
async function pulledOut(step: Step): Promise<Device> {
  await w.interrupted(step);
  const device = w.twin.tokens.get('1')!;
  w.twin.unplug('1');
  return device;
}
/** The same, set aside by the start; then somebody plugs it into slot 2. */
async function setAside(step: Step = 'generateKey'): Promise<Device> {
  const device = await pulledOut(step);
  expect(await w.flow.production.resume()).toMatchObject([{ outcome: 'undone' }]);
  w.twin.tokens.set('2', device);
  return device;
}
const check = (slot: string | undefined = '2', by = w.theo) => w.flow.stock.check(by, { serial: SERIAL, slot });
const refusedBy = (rv: string) =>
  new AppError('device_failed', 'the device failed', { detail: { rv, step: 'format' } });

describe('an interrupted production whose token cannot be reached', () => {
  afterEach(end);
  it.each<[string, (device: Device) => unknown]>([
    ['is plugged nowhere', () => undefined],
    ['made way for another', () => w.twin.plug('1', { serial: 'B-0009', soPin: 'sopin-9-factory' })],
  ])('sets it aside when it %s: free of its request, with both SO-PINs', async (_, happens) => {
    const device = await pulledOut('generateKey');
    const { soPinId } = await token();
    happens(device);
    await w.flow.production.resume();
    expect(await token()).toMatchObject({
      state: 'to_check',
      label: null,
      requestId: null,
      holderId: null,
      workstationId: null,
      keyId: null,
      certificateId: null,
      soPinId,
    });
    const job = await lastJob();
    expect(job).toMatchObject({ state: 'undone', failure: 'interrupted' });
    expect(await w.store.secret(soPinId)).toBeDefined();
    expect(await w.store.secret(`so-pin:${job.id}`)).toBeDefined();
    expect(await w.store.secret(`pin:${job.id}`)).toBeUndefined();
    expect((await w.reads.get('request', job.requestId))!.state).toBe('approved');
    for (const technician of [w.thomas, w.theo]) {
      const told = await w.flow.reading.told(technician, { sees: true });
      expect(told).toContainEqual(expect.objectContaining({ template: 'token-to-check', serial: SERIAL, fresh: true }));
    }
  });

  it('sets it aside after its certificate was signed: that is revoked', async () => {
    await setAside('writeCertificate');
    expect(await token()).toMatchObject({ state: 'to_check' });
    expect(await w.reads.find('certificate', {})).toMatchObject([{ state: 'revoked', tokenId: SERIAL }]);
  });

  it.each<[string, AppError | undefined, string]>([
    ['wipes it where it sits in its slot still', undefined, 'in_stock'],
    ['scraps it where it sits there and fails', new AppError('device_failed', 'the device failed'), 'scrapped'],
    ['scraps it where it refuses both SO-PINs', refusedBy('CKR_PIN_INCORRECT'), 'scrapped'],
    ['sets it aside where the slot is gone', new AppError('not_found', 'the bench has no slot 1'), 'to_check'],
    ['sets it aside where a fault of ours came between', new AppError('kek_wrong', 'no key'), 'to_check'],
  ])('%s', async (_, answer, state) => {
    await w.interrupted('generateKey');
    for (const error of answer ? [answer, answer] : []) w.twin.fail('initialise', 0, error);
    await w.flow.production.resume();
    expect(await token()).toMatchObject({ state });
  });
});

describe('a token that was set aside', () => {
  afterEach(end);
  it('is not produced on, recycled or destroyed, and is shown as one to check', async () => {
    await setAside();
    const { requestId } = await lastJob();
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId, slot: '2' }));
    await w.refuses('wrong_state', w.flow.stock.recycle(w.theo, { serial: SERIAL, slot: '2' }));
    expect(await w.flow.reading.slots(w.thomas)).toEqual([expect.objectContaining({ slot: '2', stock: 'to_check' })]);
    expect(await w.flow.reading.stock(w.thomas)).toMatchObject({ byState: { to_check: 1 }, balanced: true });
  });

  it.each<Step>(['initialise', 'generateKey', 'writeCertificate'])(
    'at %s: is wiped, goes back to stock, and is produced on again',
    async (step) => {
      const device = await setAside(step);
      const old = (await token()).soPinId;
      expect(await check()).toEqual({ state: 'in_stock' });
      const job = await lastJob();
      expect(await token()).toMatchObject({ state: 'in_stock', soPinId: `so-pin:${job.id}` });
      expect(device).toMatchObject({ label: 'BLANK', keys: null, certificate: null });
      expect(await w.store.secret(old)).toBeUndefined();
      await w.flow.production.produce(w.thomas, { requestId: job.requestId, slot: '2' });
      expect(await token()).toMatchObject({ state: 'produced' });
    },
  );

  it('is found in whatever slot it sits, by whoever may produce', async () => {
    await setAside();
    expect(await w.flow.stock.check(w.thomas, { serial: SERIAL })).toEqual({ state: 'in_stock' });
  });

  it('is checked by a technician alone, where it is plugged', async () => {
    await setAside();
    for (const by of [w.odile, w.adele]) await w.refuses('forbidden', check('2', by));
    w.twin.unplug('2');
    await w.refuses('token_wrong', check(undefined));
    for (const slot of ['1', '2']) await w.refuses('token_wrong', check(slot));
    expect(await token()).toMatchObject({ state: 'to_check' });
  });

  it('that refuses both SO-PINs is tried with each once and scrapped: neither is kept', async () => {
    const device = await setAside();
    device.soPin = 'nobody knows';
    const { soPinId } = await token();
    expect(await check()).toEqual({ state: 'scrapped' });
    const job = await lastJob();
    expect(await token()).toMatchObject({ state: 'scrapped', requestId: null });
    for (const id of [soPinId, `so-pin:${job.id}`]) expect(await w.store.secret(id)).toBeUndefined();
    await w.refuses('wrong_state', check());
  });

  it('is tried no third time: a device that fails otherwise leaves it to be checked again', async () => {
    await setAside();
    w.twin.fail('initialise', 0, refusedBy('CKR_PIN_INCORRECT'));
    w.twin.fail('initialise', 0, refusedBy('CKR_DEVICE_ERROR'));
    await expect(check()).rejects.toMatchObject({ code: 'device_failed' });
    expect(await token()).toMatchObject({ state: 'to_check' });
    expect(await check()).toEqual({ state: 'in_stock' });
  });

  it('is checked again after a crash between the wipe and its entry', async () => {
    const device = await setAside('initialise');
    const factory = device.soPin;
    const wiped = new Promise<void>((done) => {
      const { initialise } = w.twin.bench;
      w.twin.bench.initialise = async (...of) => {
        await initialise(...of);
        w.twin.bench.initialise = initialise;
        done();
        return new Promise(() => {}); // the process dies here
      };
    });
    void check();
    await wiped;
    expect(device.soPin).not.toBe(factory);
    expect(await token()).toMatchObject({ state: 'to_check' });
    expect(await check()).toEqual({ state: 'in_stock' });
  });

  it('is checked once: the second of two people at once is told', async () => {
    await setAside();
    const both = await Promise.allSettled([check(), check('2', w.thomas)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await token()).toMatchObject({ state: 'in_stock' });
  });

  it('may be scrapped or missed instead; destroyed, both its SO-PINs are gone', async () => {
    await setAside();
    const { soPinId } = await token();
    const { id } = await lastJob();
    await w.flow.stock.change(w.theo, { serial: SERIAL, action: 'scrap' });
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.theo, {
      act: 'token.destroy',
      args: { serial: SERIAL },
    });
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    for (const secret of [soPinId, `so-pin:${id}`]) expect(await w.store.secret(secret)).toBeUndefined();
  });

  it('that nobody finds is missing', async () => {
    await setAside();
    await w.flow.stock.change(w.theo, { serial: SERIAL, action: 'miss' });
    expect(await token()).toMatchObject({ state: 'missing' });
  });
});

describe('a token that is in order', () => {
  afterEach(end);
  it('is not checked', async () => {
    await w.refuses('wrong_state', check('1'));
    await w.refuses('not_found', w.flow.stock.check(w.theo, { serial: 'NOBODY' }));
  });
});

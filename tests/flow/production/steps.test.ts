import { AppError } from '../../../src/errors.ts';
import { PRODUCTION_STEPS, type ProductionStep } from '../../../src/flow/production/steps.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** How far a token is, from what production has really done with it. */
describe('the steps of production', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const approved = async (workstation = 'PN-1') => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation, priority: 0 });
    await w.approve(request.id);
    return request;
  };
  const produce = (id: string, slot = '1') => w.flow.production.produce(w.thomas, { requestId: id, slot });
  const shown = async (slot = '1') => (await w.flow.reading.slots(w.thomas)).find((s) => s.slot === slot)?.making;

  it('are each said when the token has passed them, and not before', async () => {
    const request = await approved();
    const seen: (ProductionStep | undefined)[] = [];
    const look = async () => void seen.push((await shown())?.done);
    for (const step of ['initialise', 'generateKey', 'writeCertificate', 'signChallenge'] as const) {
      w.twin.onStep(step, look);
    }
    w.beforeSignature(look);
    expect(await shown()).toBeUndefined();
    await produce(request.id);
    await look();
    // the certificate that is being signed is not issued; one that is written is proven only by the challenge
    expect(seen).toEqual(['plugged', 'initialised', 'keyed', 'issued', 'issued', 'labelled']);
    expect(await shown()).toEqual({
      number: request.number,
      serial: 'B-0001',
      done: 'labelled',
      state: 'made',
      since: expect.any(Number),
      endedAt: expect.any(Number),
    });
    expect(await shown('2')).toBeUndefined();
  });

  it('stop where production failed, and begin again with the next try', async () => {
    const request = await approved();
    w.twin.fail('generateKey');
    await expect(produce(request.id)).rejects.toMatchObject({ code: 'device_failed' });
    expect(await shown()).toMatchObject({ done: 'initialised', state: 'failed' });
    await produce(request.id);
    expect(await shown()).toMatchObject({ done: 'labelled', state: 'made' });
  });

  it('end before the label where the printer did not take it', async () => {
    const request = await approved();
    w.failPrinter(new AppError('print_failed', 'no paper'));
    await produce(request.id);
    expect(await shown()).toMatchObject({ done: 'written', state: 'made' });
  });

  it('go with the token: another one in the slot has none', async () => {
    const { id } = await approved();
    await produce(id);
    w.twin.plug('1', { serial: 'B-0003', soPin: 'sopin-3-factory' });
    expect(await shown()).toBeUndefined();
  });

  it('are six, in the order of the work', () => {
    expect(PRODUCTION_STEPS).toEqual(['plugged', 'initialised', 'keyed', 'issued', 'written', 'labelled']);
  });
});

import { replacementOf } from '../../../src/flow/notifications/end-reminders.ts';
import { secretIds } from '../../../src/flow/production/job-secrets.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const PHONE = { kind: 'android', name: 'Téléphone' } as const;

/** A Nomade credential that nobody downloaded before its end leaves its device free for another. */
describe('the end of a Nomade credential', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = () => w.flow.request.submit(w.alice, { kind: 'nomade', device: PHONE, priority: 0 });
  const released = async () => {
    const { id: requestId, number } = await ask();
    await w.approve(requestId);
    await w.flow.software.release(w.thomas, { requestId });
    const [certificate] = await w.reads.find('certificate', { requestId });
    return { requestId, number, certificate: certificate! };
  };
  const passEnd = async ({ certificate }: Awaited<ReturnType<typeof released>>): Promise<void> => {
    w.clock.advance(certificate.notAfter - w.clock.now() + 1);
    expect(await w.flow.expiry.expire()).toBe(1);
  };
  it('ends the request that nobody fetched it by, with its key and the letter of its password', async () => {
    const made = await released();
    const key = secretIds({ id: made.certificate.jobId! }).privateKey;
    expect(await w.store.secret(key)).toBeDefined();
    await passEnd(made);
    expect(await w.reads.get('request', made.requestId)).toMatchObject({ state: 'withdrawn', closedAt: w.clock.now() });
    const letters = await w.reads.find('letter', { requestId: made.requestId });
    expect(letters).toMatchObject([{ kind: 'pkcs12-password', state: 'expired', secretId: null }]);
    expect(await w.store.secret(key)).toBeUndefined();
    expect(await ask()).toMatchObject({ state: 'submitted' });
  });

  it('leaves the request closed by which it was downloaded', async () => {
    const made = await released();
    await w.flow.software.download(w.alice, { requestId: made.requestId, terms: 1, form: 'modern' });
    const { closedAt } = (await w.reads.get('request', made.requestId))!;
    await passEnd(made);
    expect(await w.reads.get('request', made.requestId)).toMatchObject({ state: 'closed', closedAt });
  });

  it('is not said to have a replacement, which would be its own request', async () => {
    const { certificate, requestId } = await released();
    expect(await replacementOf(w.reads, certificate)).toBeUndefined();
    await w.flow.software.download(w.alice, { requestId, terms: 1, form: 'modern' });
    const { id } = await ask();
    expect(await replacementOf(w.reads, certificate)).toMatchObject({ id });
  });
});

import { createSoftwareCredentials } from '../../../src/ca/pkcs12/pkcs12.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** A block takes away what is being made, too: it would be good a moment later. */
describe('an incident while a nomade credential is made', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('leaves nothing good of it, and the request in its place', async () => {
    const { id: requestId } = await w.flow.request.submit(w.alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.approve(requestId);
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    w.beforeSignature(async () => {
      expect(await w.flow.incident.block(w.olga, { incidentId })).toMatchObject({ credentials: 1 });
    });
    await expect(w.flow.software.release(w.thomas, { requestId })).rejects.toMatchObject({
      code: expect.stringMatching(/conflict|wrong_state/),
    });
    const [certificate, ...more] = await w.reads.find('certificate', { requestId });
    expect(more).toEqual([]);
    expect(certificate).toMatchObject({ state: 'revoked', revocationReason: 'incident' });
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'approved' });
    expect(await w.reads.count('letter', { requestId, state: 'waiting' })).toBe(0);
  });

  it('stops it before there is a certificate, too', async () => {
    const real = createSoftwareCredentials();
    let meanwhile = async (): Promise<void> => {};
    const generate = () => meanwhile().then(() => real.generate());
    await w.close();
    w = await createWorld({ software: { ...real, generate } });
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(requestId);
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    meanwhile = async () => {
      expect(await w.reads.find('job', { requestId })).toMatchObject([{ state: 'leased', certificateId: null }]);
      // whoever decides reads that something is taken away
      const hit = { tokens: 0, credentials: 0, begun: 1 };
      expect(await w.flow.reading.incident(w.olga, incidentId)).toMatchObject({ ...hit, isInUse: true });
      const people = { people: 1, peopleAlone: [{ person: 'M-ALICE' }], leftPeople: [] };
      expect(await w.flow.incident.hits(w.olga, { people: ['M-ALICE'] })).toMatchObject({ ...hit, ...people });
      await w.flow.incident.block(w.olga, { incidentId });
    };
    await expect(w.flow.software.release(w.thomas, { requestId })).rejects.toMatchObject({
      code: expect.stringMatching(/conflict|wrong_state/),
    });
    expect(await w.reads.find('certificate', { requestId })).toEqual([]);
    expect(await w.reads.find('job', { requestId })).toMatchObject([{ state: 'undone', failure: 'interrupted' }]);
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'approved', producerId: null });
    const { number } = (await w.reads.get('request', requestId))!;
    const { taken, begun } = await w.flow.reading.incident(w.olga, incidentId);
    expect(begun).toBe(0);
    expect(taken).toMatchObject([{ what: 'nomade-begun', name: number, personName: expect.stringContaining('Alice') }]);
    // with nothing else to take away
    await w.refuses('already_done', w.flow.incident.block(w.olga, { incidentId }));
  });
});

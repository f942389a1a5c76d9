import { createService, type Service, terminals } from './terminal.ts';

describe('what is revoked while the revocation list cannot be published', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
    service.world.ca.publisher.publish = () => Promise.reject(new Error('the signing key is away'));
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);
  const said = 'revoked, but the revocation list could not be published yet: it is tried again\n';

  it('is said of a machine that is blocked, retired or back from a loan', async () => {
    const { world } = service;
    await world.activeToken(world.alice, 'PN-1');
    await world.activeToken(world.bruno, 'PN-2');
    await world.activeToken(world.eve, 'PN-3');
    await world.flow.enrolment.change(world.thomas, { workstation: 'PN-3', action: 'loan' });
    for (const [act, number] of [
      ['block', 'PN-1'],
      ['retire', 'PN-2'],
      ['give-back', 'PN-3'],
    ] as const) {
      const done = await as('thomas', 'workstation', act, number, '--json');
      expect(done).toMatchObject({ code: 1, err: said, json: { revoked: 1, published: false } });
    }
    // with nothing revoked there is nothing to publish
    expect(await as('thomas', 'workstation', 'retire', 'PN-1', '--json')).toMatchObject({
      ...{ code: 0, err: '', json: { revoked: 0, published: true } },
    });
  });

  it('is said of an incident that is blocked', async () => {
    const { world } = service;
    await world.activeToken(world.alice, 'PN-1');
    const { id } = await world.flow.incident.report(world.alice, { kind: 'phishing', workstation: 'PN-1' });
    expect(await as('olga', 'incident', 'block', id)).toMatchObject({ code: 1, err: said });
  });
});

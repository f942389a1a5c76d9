import { createService, type Service, terminals } from './terminal.ts';

describe('a request whose holder has left', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('says so to whoever works here, in their language, and not before', async () => {
    const number = 'DEM-1998-00001';
    await as('alice', 'request', 'submit', '--workstation', 'PN-1');
    expect((await as('valerie', 'request', 'show', number)).out).not.toContain('has left');
    await service.world.flow.people.disable(service.world.adele, { personId: service.world.alice.personId });
    const read = await as('valerie', '--json', 'request', 'show', number);
    expect(read.json).toMatchObject({ holderLeft: true });
    expect((await as('valerie', 'request', 'show', number)).out).toMatch(
      /holder\s+Alice \S+ \(has left: nothing is made or given\)/,
    );
    expect((await as('valerie', '--lang', 'fr', 'request', 'show', number)).out).toContain('(est parti');
  });
});

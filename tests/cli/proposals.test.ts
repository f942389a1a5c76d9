import { createService, type Service, terminals } from './terminal.ts';

/** One command ends a proposal: its proposer withdraws it, anybody else refuses it. */
describe('a proposal that is taken away, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = terminals(() => service);
  const proposed = async (): Promise<string> => {
    const { flow, adele, clock } = service.world;
    const args = { until: clock.now() + 3_600_000, reason: 'demand' } as const;
    return (await flow.dualControl.propose(adele, { act: 'surge.start', args })).id;
  };

  it('is withdrawn by who proposed it', async () => {
    expect((await as('adele', '--lang', 'fr', 'cancel', await proposed())).out).toBe('proposition retirée\n');
    expect((await as('adele', '--json', 'cancel', await proposed())).json).toEqual({ refused: false });
  });

  it('is refused by anybody else who may end it', async () => {
    expect((await as('odile', '--lang', 'fr', 'cancel', await proposed())).out).toBe(
      'refusé : qui l’a proposé en est averti\n',
    );
    expect((await as('odile', '--json', 'cancel', await proposed())).json).toEqual({ refused: true });
  });
});

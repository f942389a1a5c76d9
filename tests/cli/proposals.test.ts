import { beginOfDate } from '../../src/book/rules/calendar/working-days.ts';
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

  it('says days as the forms do: of Paris, the last one whole', async () => {
    const { clock, reads, eve } = service.world;
    const directoryId = (await reads.get('person', eve.personId))?.directoryId ?? '';
    const from = new Date(clock.now() + 86_400_000).toISOString().slice(0, 10);
    const until = new Date(clock.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const { json } = await as('valerie', '--json', 'propose', 'deputy', directoryId, '--from', from, '--until', until);
    const [proposal] = await reads.find('proposal', { id: String(json['id']) });
    const args = JSON.parse(proposal?.args ?? '');
    expect(args).toMatchObject({ validFrom: beginOfDate(from), validUntil: beginOfDate(until, 1) });
  });

  it('is refused by anybody else who may end it', async () => {
    expect((await as('odile', '--lang', 'fr', 'cancel', await proposed())).out).toBe(
      'refusé : qui l’a proposé en est averti\n',
    );
    expect((await as('odile', '--json', 'cancel', await proposed())).json).toEqual({ refused: true });
  });
});

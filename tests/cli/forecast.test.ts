import { dateOf, dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('the forecast, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
    const { flow, alice } = service.world;
    await flow.request.submit(alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = terminals(() => service);
  const inDays = (days: number): string => dateOf(dayOf(service.world.clock.now()) + days);

  it.each([
    ['fr', ['1 en attente', 'jetons par jour que l’atelier peut produire', 'à l’essai']],
    ['en', ['1 waiting', 'tokens a day that the workshop can make', 'as tried']],
  ])('says what is to come, and beside it what is tried: %s', async (language, said) => {
    const tries = [
      '--technicians',
      '2',
      '--surge',
      '--blanks',
      '500',
      '--blanks-on',
      inDays(3),
      '--slots',
      '8',
      '--campaign',
      '300',
    ];
    const { out } = await as('simon', '--lang', language, 'forecast', ...tries);
    for (const words of said) expect(out).toContain(words);
    expect((await as('simon', '--lang', language, 'forecast')).out).not.toContain(said[2]);
  });

  it('says until which hour tokens are made, and why surge mode lasts', async () => {
    const hours = {
      usual: 'jetons produits jusqu’à 17 h',
      surge: /forte activité du .* : jusqu’à 19 h, 50 par technicien/,
    };
    const french = (...args: string[]) => as('simon', '--lang', 'fr', ...args);
    expect((await french('forecast')).out).toContain(hours.usual);
    expect((await french('forecast')).out).not.toMatch(hours.surge);
    // nobody works yet
    expect((await french('report', 'daily')).out).not.toContain('journée jusqu’à');
    const { flow, clock, odile, olga } = service.world;
    const args = { until: clock.now() + 24 * 3_600_000, reason: 'backlog' } as const;
    const { id, argsHash } = await flow.dualControl.propose(odile, { act: 'surge.start', args });
    await flow.dualControl.confirm(olga, { proposalId: id, argsHash });
    expect((await french('forecast')).out).toMatch(hours.surge);
    expect((await french('surge', 'show')).out).toContain('Retard à résorber');
    const report = await french('report', 'daily');
    expect(report.out).toMatch(/journée jusqu’à +19 h \(forte activité\)/);
    expect(report.out).toMatch(/forte activité +du .*, retard à résorber, plafonds × /);
    // names for whoever may open the sheets of these people
    const told = await as('odile', '--lang', 'fr', 'report', 'daily');
    expect(told.out).toContain('proposé par Odile Ory, confirmé par Olga Ollivier');
  });

  it('foresees of surge mode that is tried what it foresees once two persons decided it', async () => {
    const seen = async (...args: string[]) => (await as('simon', 'forecast', ...args, '--json')).json;
    const { tried, usual } = await seen('--surge');
    expect(tried).not.toEqual(usual);
    const { flow, clock, odile, olga } = service.world;
    const args = { until: clock.now() + 72 * 3_600_000, reason: 'backlog' } as const;
    const { id, argsHash } = await flow.dualControl.propose(odile, { act: 'surge.start', args });
    await flow.dualControl.confirm(olga, { proposalId: id, argsHash });
    const decided = await seen('--surge');
    expect(decided['usual']).toEqual(tried);
    expect(decided['tried']).toEqual(tried);
  });

  it('tells of deliveries that are expected, moved and cancelled', async () => {
    const made = await as('simon', 'stock', 'expect', '40', '--on', inDays(2), '--model', 'Twin', '--reference', 'C-1');
    expect(made.out).toContain(`40 tokens are expected on ${inDays(2)}`);
    const id = String((await as('simon', 'stock', 'expected', '--json')).json.items?.[0]?.['id']);
    await as('simon', 'stock', 'postpone', id, '--on', inDays(4), '--reason', 'transport');
    expect((await as('thomas', 'stock', 'expected')).out).toMatch(new RegExp(`${inDays(4)}.*Twin.*40.*0.*C-1`));
    const cancelled = await as('thomas', '--lang', 'fr', 'stock', 'cancel-expected', id, '--reason', 'supplier');
    expect(cancelled.out).toBe('fait\n');
    expect((await as('thomas', '--lang', 'fr', 'stock', 'expected')).out).toContain('Annulée');
  });

  it('plans days and shows them, the last plan first', async () => {
    const planned = await as('simon', '--lang', 'fr', 'roster', 'plan', '2', '--from', inDays(1), '--to', inDays(9));
    expect(planned.out).toContain(`planifié : 2 du ${inDays(1)} au ${inDays(9)}`);
    await as('simon', '--lang', 'fr', 'roster', 'plan', '0', '--from', inDays(2), '--reason', 'closure');
    const { out } = await as('thomas', '--lang', 'fr', 'roster', 'show');
    expect(out.indexOf('Fermeture')).toBeGreaterThan(0);
    expect(out.indexOf('Fermeture')).toBeLessThan(out.indexOf('Effectif habituel'));
    expect((await as('thomas', '--lang', 'fr', 'roster', 'plan', '1', '--from', inDays(1))).code).not.toBe(0);
  });
});

import { createService, type Service, terminals } from './terminal.ts';

const DAY = 86_400_000;

describe('the review of roles from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = terminals(() => service);

  it('lists what is due, proposes a review, and has it confirmed', async () => {
    service.world.clock.advance(340 * DAY);
    const due = await as('adele', 'access-review', '--due', '--json');
    const of = (role: string) => String(due.json.items.find((one) => one['role'] === role)?.['id']);
    const proposed = await as('adele', 'propose', 'review', '--confirm', of('technician'), '--end', of('approver'));
    expect(proposed.out).toMatch(/^proposed as /);
    const id = /proposed as (\w+)/.exec(proposed.out)?.[1] ?? '';
    expect((await as('odile', 'confirm', id, '--yes')).out).toMatch(/^confirmed: .+ \(access\.review\)/);
    const after = await as('aurore', 'access-review', '--due', '--json');
    expect(after.json.items.map((one) => one['id'])).not.toContain(of('technician'));
    expect((await as('adele', 'access-review', '--csv')).out).toContain('technician');
  });

  it('knows no other role, and says its table in French', async () => {
    const unknown = await as('adele', 'propose', 'review', '--confirm', '01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('no role that is reviewed has the id') });
    expect((await as('adele', 'access-review', '--due')).out).not.toContain('technician');
    const french = await as('adele', '--lang', 'fr', 'access-review');
    expect(french.out).toMatch(/personne .* rôle .* dernière connexion .* à revoir/);
    expect((await as('alice', 'access-review')).err).toContain('none of your roles may do this');
  });
});

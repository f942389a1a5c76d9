import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { createService, type Service, terminals } from './terminal.ts';

const HOUR = 3_600_000;

/** Two administrators, each at their own terminal: nobody else's keyboard sees either password. */
describe('the only security officer, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
    const { flow, adele, odile } = service.world;
    await flow.people.disable(adele, { personId: odile.personId });
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as, run } = terminals(() => service);
  const signsIn = (name: 'adele' | 'armand') =>
    run(name, ['login', loginOf(name), '--password-stdin'], { typed: `${PASSWORD}\n` });
  const propose = ['propose', 'officer', 'M-OLGA', '--reason', 'keys-lost'];
  const waiting = async () => (await service.world.reads.find('proposal', { state: 'proposed' }))[0]!;

  it('is brought back by two, after the wait', async () => {
    const proposed = await as('adele', '--lang', 'fr', ...propose);
    expect(proposed.out).toMatch(/^proposé sous \w{26}, à confirmer du .+ au .+\n$/);
    const { id } = await waiting();
    const early = await as('armand', '--lang', 'fr', 'confirm', id, '--yes');
    expect(early).toMatchObject({
      code: 1,
      err: expect.stringContaining('La personne concernée peut encore s’opposer'),
    });
    service.world.clock.advance(25 * HOUR);
    await signsIn('adele');
    await signsIn('armand');
    expect((await as('adele', 'confirm', id, '--yes')).err).toContain('a second person has to confirm it');
    expect((await as('armand', 'confirm', id, '--yes')).out).toMatch(/^confirmed: .+ \(officer\.bringBack\)/);
    expect((await service.world.reads.get('account', service.world.olga.personId))?.state).toBe('invited');
  });

  it('asks for a reason of the list, and for an administrator', async () => {
    expect((await as('adele', 'propose', 'officer', 'M-OLGA')).code).toBe(2);
    expect((await as('adele', 'propose', 'officer', 'M-OLGA', '--reason', 'elle a oublié')).code).toBe(2);
    expect((await as('olga', ...propose)).code).toBe(1);
    expect((await as('valerie', ...propose)).code).toBe(1);
    expect(await service.world.reads.find('proposal', { act: 'officer.bringBack' })).toEqual([]);
  });

  it('is told who works here and what they lack', async () => {
    const { out } = await as('adele', '--lang', 'fr', 'people', 'team');
    expect(out).toContain('Thomas Tissier');
    expect(out).not.toContain('il manque');
    await service.world.flow.people.disable(service.world.adele, { personId: service.world.armand.personId });
    const lacks = await as('adele', '--lang', 'fr', 'people', 'team');
    expect(lacks.out).toContain('« Confirmer : rétablir l’accès du seul responsable sécurité');
    expect((await as('thomas', 'people', 'team')).code).toBe(1);
  });
});

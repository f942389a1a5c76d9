import { DAY_MS } from '../../../src/durations.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** What an approver who will be away reads of the deputy that they name. */
describe('« Nommer un suppléant »', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const scopeField = (main: string) => /<input[^>]*name="scope"[^>]*>/.exec(main)?.[0] ?? '';
  const name = async (deputy: string, scope = '') => {
    const valerie = await visit(hall, 'valerie');
    await valerie.get('/approbations');
    const validUntil = new Date(hall.clock.now() + 10 * DAY_MS).toISOString().slice(0, 10);
    return valerie.act('/approbations/suppleant', { _form: 'deputy', deputy, scope, validFrom: '', validUntil });
  };

  it('says what an empty scope means, and then who confirms it until when', async () => {
    const { main } = await (await visit(hall, 'valerie')).get('/approbations');
    expect(main).toContain('Vide\u202f: tout ce que vous avez (Tous les services).');
    expect(scopeField(main)).not.toContain('required');
    const named = await name('M-EVE');
    expect(named.main).toContain('Suppléant proposé (Tous les services)');
    expect(named.main).toMatch(/un responsable sécurité, autre que cette personne et vous, a jusqu’au \d/);
    expect(named.main).not.toContain('Ève');
  });

  it('means by an empty scope the one service of who has one', async () => {
    const grants = await hall.reads.find('grant', {
      personId: hall.valerie.personId,
      role: 'approver',
      revokedAt: null,
    });
    await hall.dual('role.grant', { personId: hall.valerie.personId, role: 'approver', scope: 'PREF-59' });
    for (const { id: grantId } of grants) await hall.flow.people.endGrant(hall.armand, { grantId });
    expect((await name('M-EVE')).main).toContain('Suppléant proposé (PREF-59)');
  });

  it('says in its own words that it is oneself, or an approver already', async () => {
    const valerie = await hall.reads.get('person', hall.valerie.personId);
    const self = await name(valerie?.directoryId ?? '');
    expect(self.main).toContain('nul n’est son propre suppléant');
    expect(self.main).not.toContain('déjà intervenu');
    await hall.dual('role.grant', { personId: hall.eve.personId, role: 'approver', scope: '*' });
    const again = await name('M-EVE');
    expect(again.main).toContain('Cette personne a déjà ce rôle pour ces services, ou l’aura');
    expect(again.main).not.toContain('Rien de plus à faire ici');
  });

  it('has the field filled in by who approves for several services', async () => {
    await hall.dual('role.grant', { personId: hall.valerie.personId, role: 'approver', scope: 'PREF-59' });
    const { main } = await (await visit(hall, 'valerie')).get('/approbations');
    expect(scopeField(main)).toContain('required');
    expect(main).toContain('PREF-59');
    const empty = await name('M-EVE');
    expect(empty.status).toBe(422);
    expect(empty.main).toContain('Vous êtes valideur de plusieurs services.');
    expect((await name('M-EVE', 'PREF-59')).main).toContain('Suppléant proposé (PREF-59)');
  });
});

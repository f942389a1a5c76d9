import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('un poste dont la révocation n’est pas encore publiée', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it.each(['block', 'retire', 'giveBack'] as const)('le dit après %s', async (action) => {
    await hall.activeToken(hall.alice, 'PN-1');
    if (action === 'giveBack') await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-1', action: 'loan' });
    const publish = hall.ca.publisher.publish;
    hall.ca.publisher.publish = () => Promise.reject(new Error('the signing key is away'));
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/postes/PN-1');
    const done = await thomas.act('/postes/PN-1/etat', { action, _sure: 'yes' });
    expect(done.main).toMatch(/fr-alert--warning[\s\S]*La liste de révocation n’a pas encore pu être publiée/);
    expect(done.main.replaceAll(/\s/g, ' ')).toContain('Jetons révoqués : 1 ;');
    hall.ca.publisher.publish = publish;
  });
});

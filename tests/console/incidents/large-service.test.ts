import { largeService } from '../../support/world/large-service.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('un incident d’un service plus grand que ce qu’un acte bloque', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const left = 'Ce service a encore des postes ou des personnes à bloquer.';

  it('le dit, et mène à ce qui reste', async () => {
    const service = await largeService(hall);
    const odile = await visit(hall, 'odile');
    await odile.get('/incidents/postes');
    const wanted = { service, reason: 'ransomware' };
    const first = await odile.post('/incidents/postes', { ...wanted, _sure: 'yes' });
    expect(first.main).toContain(left);
    expect(first.main).toMatch(
      new RegExp(`name="service" value="${service}"[^>]*>.*name="reason" value="ransomware"`, 's'),
    );
    expect(first.main).toContain('Voir le reste du service');
    const asked = await odile.post('/incidents/postes', wanted);
    expect(asked.main).toMatch(/Postes bloqués<\/dt>\s*<dd[^>]*>1</);
    const second = await odile.post('/incidents/postes', { ...wanted, _sure: 'yes' });
    expect(second.main).toContain('PN-L500');
    expect(second.main).not.toContain(left);
    const states = (await hall.reads.find('workstation', { service })).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['blocked']));
  });

  it('dit que la liste de révocation n’est pas encore publiée', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    await odile.get('/incidents/postes');
    hall.ca.publisher.publish = () => Promise.reject(new Error('the signing key is away'));
    const done = await odile.post('/incidents/postes', { workstations: 'PN-1', reason: 'phishing', _sure: 'yes' });
    expect(done.main).toContain('La liste de révocation n’a pas encore pu être publiée');
  });
});

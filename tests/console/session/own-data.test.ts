import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const plain = (html: string) =>
  html
    .replace(/<span class="jeton-stacked jeton-muted">[^<]*<\/span>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const PAGE = '/compte/donnees';

describe('« Mes données »', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  it('tells an agent what is kept, how much, for how long and who sees it, in both languages', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/compte')).main).toContain(`href="${PAGE}"`);
    const french = plain((await alice.get(PAGE)).main);
    expect(french).toContain('Demandes faites pour vous 1 ');
    expect(french).toContain('Jetons et certificats 2 ');
    // no record gives her this one, and her token is for it
    expect(await hall.reads.count('workstation', { holderId: hall.alice.personId })).toBe(0);
    expect(french).toContain('Postes SPAN que vous avez, ou auxquels votre jeton est lié 1 ');
    expect(french).toContain('Remises, et pièce d’identité vue 1 ');
    expect(french).toContain('Rendez-vous au guichet 0 ');
    expect(french).toContain('Au moins 7 ans après votre dernier certificat');
    expect(french).toContain('365 jours');
    expect(french).not.toContain('Ce que vous produisez');
    expect(french).not.toContain('ownData.');
    expect(plain((await alice.get(`${PAGE}?lang=en`)).main)).toContain('At least 7 years after your last certificate');
  });

  it('takes its terms from the policies in force, and counts nobody else’s', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    await hall.dual('policy.set', { id: 'purge.years', value: 9 });
    const bruno = plain((await (await visit(hall, 'bruno')).get(PAGE)).main);
    expect(bruno).toContain('Au moins 9 ans');
    expect(bruno).toContain('Demandes faites pour vous 0 ');
  });

  it('says to a technician whether a supervisor sees their figures', async () => {
    const thomas = await visit(hall, 'thomas');
    const figures = async () => plain((await thomas.get(PAGE)).main).split('Ce que vous produisez')[1] ?? '';
    expect(await figures()).toContain('superviseur');
    await hall.dual('policy.set', { id: 'report.perTechnician', value: 2 });
    expect(await figures()).toContain('Vous uniquement');
  });

  it('is nobody’s who is not signed in', async () => {
    const alice = await visit(hall, 'alice');
    await alice.get(PAGE);
    await alice.post('/deconnexion');
    expect((await alice.get(PAGE)).main).not.toContain('Demandes faites pour vous');
  });
});

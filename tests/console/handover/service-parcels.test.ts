import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('« Colis du service »', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const shipped = async (name: 'alice' | 'bruno', workstation: string) => {
    const { id: requestId, number } = await hall.produced(hall[name], workstation);
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'LP-42' });
    return { requestId, number };
  };

  it('takes a parcel of two in at once, and gives each token by one code, beside its certificate', async () => {
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.get('/service')).main).toContain('href="/service/colis"');
    const coming = await corinne.get('/service/colis');
    expect(coming.main.match(/LP-42/g)).toHaveLength(2);
    expect(coming.main).not.toContain('Remettre les jetons');
    const fields = Object.fromEntries([alice, bruno].map(({ number }) => [`taken-${number}`, 'on']));
    const taken = await corinne.act('/service/colis/recu', fields);
    expect(taken.main).toContain('2 jetons reçus sur 2');
    expect(taken.main).toContain('Alice Agard');
    expect(taken.main).not.toContain(`code-${alice.number}`); // they have none yet

    const code = (await hall.flow.pickupCodes.issueForMail(alice.requestId)) ?? '';
    await hall.flow.pickupCodes.issueForMail(bruno.requestId);
    await corinne.get('/service/colis');
    const unsaid = await corinne.post('/service/colis/remis', { [`code-${alice.number}`]: code });
    expect(unsaid.status).toBe(422);
    expect(unsaid.main).not.toContain(code);
    const given = await corinne.act('/service/colis/remis', {
      [`code-${alice.number}`]: code,
      [`document-${alice.number}`]: 'passport',
      [`code-${bruno.number}`]: '00000000',
      [`document-${bruno.number}`]: 'passport',
    });
    expect(given.main).toContain('1 jeton remis sur 2');
    expect(given.main).toContain('Ce n’est pas le code de retrait');
    expect(await hall.reads.find('request', { id: alice.requestId })).toMatchObject([{ state: 'closed' }]);
  });

  it('says that nothing is ticked, and is a correspondent’s', async () => {
    await shipped('alice', 'PN-1');
    const corinne = await visit(hall, 'corinne');
    await corinne.get('/service/colis');
    expect((await corinne.post('/service/colis/recu')).main).toContain('Aucune ligne n’est cochée ni remplie');
    const alice = await visit(hall, 'alice');
    expect((await alice.get('/service/colis')).status).toBe(403);
  });
});

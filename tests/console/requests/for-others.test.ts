import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('a correspondent who asks for somebody of their service', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('is offered the workstations of these agents, by number and name, without a script', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const { main } = await (await visit(hall, 'corinne')).get('/service/demande');
    expect(main).toMatch(/<input[^>]* name="workstation"[^>]* list="request-workstation-known"/);
    expect(main).toMatch(/<option value="PN-1">Alice Agard – [^<]+<\/option>/);
    expect(main).toContain('Les postes des agents de votre service sont proposés');
  });

  it('is told that there are more than the form offers, and only then', async () => {
    const corinne = await visit(hall, 'corinne');
    const cut = 'La liste des agents et des postes proposés est incomplète';
    expect((await corinne.get('/service/demande')).main).not.toContain(cut);
    const rows = Array.from({ length: 201 }, (_, i) => ({
      directoryId: `M-MANY-${i}`,
      givenName: 'Manu',
      familyName: `Many${i}`,
      site: 'Bordeaux',
      email: `many${i}@example.test`,
      service: 'PREF-33',
    }));
    await hall.flow.imports.all(hall.adele, 'people', rows);
    expect((await corinne.get('/service/demande')).main).toContain(cut);
  });

  it('is offered none of who asks for themselves', async () => {
    const { main } = await (await visit(hall, 'alice')).get('/demandes/nouvelle');
    expect(main).not.toContain('Alice Agard –');
  });
});

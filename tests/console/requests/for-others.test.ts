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

  it('learns which field names somebody or something that nobody knows', async () => {
    const corinne = await visit(hall, 'corinne');
    const asked = { _form: 'request', holder: 'M-NOBODY', motif: 'first-issue', workstation: 'PN-1', priority: '0' };
    const person = (await corinne.post('/service/demande', asked)).main;
    expect(person).toContain('Ce matricule n’est pas dans nos registres.');
    expect(person).toContain('Corrigez le matricule, puis recommencez.');
    const wrong = (main: string) => [...main.matchAll(/fr-input--error[^>]*name="(\w+)"/g)].map(([, name]) => name);
    expect(wrong(person)).toEqual(['holder']);
    const machine = await corinne.post('/service/demande', { ...asked, holder: 'M-ALICE', workstation: 'PN-404' });
    expect(wrong(machine.main)).toEqual(['workstation']);
  });

  it('is told which fields are for Nomade alone, and that the agent names the device', async () => {
    const { main } = await (await visit(hall, 'corinne')).get('/service/demande');
    expect(main.match(/\(seulement pour Nomade\)/g)).toHaveLength(2);
    expect(main).toContain('Comme l’agent l’appelle');
  });

  it('is offered none of who asks for themselves', async () => {
    const { main } = await (await visit(hall, 'alice')).get('/demandes/nouvelle');
    expect(main).not.toContain('Alice Agard –');
  });
});

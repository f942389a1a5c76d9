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
    const [, fields = ''] = /<legend[^>]*>Pour Nomade seulement[^<]*<\/legend>([\s\S]*?)<\/fieldset>/.exec(main) ?? [];
    expect([...fields.matchAll(/name="(\w+)"/g)].map(([, name]) => name)).toEqual(['deviceKind', 'deviceName']);
    expect(main).toContain('Comme l’agent l’appelle');
  });

  it('is offered none of who asks for themselves', async () => {
    const { main } = await (await visit(hall, 'alice')).get('/demandes/nouvelle');
    expect(main).not.toContain('Alice Agard –');
  });
});

describe('an approver who reads a request', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const factsOf = (main: string) =>
    Object.fromEntries(
      [...main.matchAll(/<dt>(Demandeur|Poste attribué à)<\/dt><dd>(.*?)<\/dd>/g)].map(([, term = '', value = '']) => [
        term.replaceAll('\u00a0', ' '),
        value.replace(/ href="[^"]*"/g, ''),
      ]),
    );
  const ask = (by: 'alice' | 'corinne', workstation = 'PN-1') =>
    hall.flow.request.submit(hall[by], {
      kind: 'first-issue',
      workstation,
      priority: 0,
      ...(by === 'alice' ? {} : { holder: 'M-ALICE' }),
    });
  const give = (person: string) =>
    hall.flow.record.assign(hall.thomas, { workstation: 'PN-1', person, reason: 'replacement' });

  it('learns who asked for somebody else, and who has the workstation', async () => {
    const { number } = await ask('corinne');
    const valerie = await visit(hall, 'valerie');
    const read = async () => factsOf((await valerie.get(`/demandes/${number}`)).main);
    expect(await read()).toEqual({ Demandeur: '<a>Corinne Cazal</a>', 'Poste attribué à': 'aucun agent' });
    await give('M-BRUNO');
    expect(await read()).toEqual({ Demandeur: '<a>Corinne Cazal</a>', 'Poste attribué à': '<a>Bruno Béart</a>' });
  });

  it('reads of nobody who asked where the agent did, and no name out of their services', async () => {
    const { number } = await ask('alice');
    await give('M-EVE');
    const vera = await visit(hall, 'vera');
    const { main } = await vera.get(`/demandes/${number}`);
    expect(factsOf(main)).toEqual({ 'Poste attribué à': 'un autre agent' });
    expect(main).not.toContain('Hermite');
  });

  it('alone reads it, and whoever works here: the agent and the correspondent do not', async () => {
    const { number } = await ask('corinne');
    await give('M-BRUNO');
    for (const who of ['alice', 'corinne'] as const)
      expect([who, factsOf((await (await visit(hall, who)).get(`/demandes/${number}`)).main)]).toEqual([who, {}]);
  });
});

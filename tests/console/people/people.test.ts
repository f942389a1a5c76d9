import { cast, createFake } from '../../support/world/directory.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('the list of people', () => {
  let hall: Hall;
  let fake: ReturnType<typeof createFake>;
  beforeEach(async () => {
    fake = createFake();
    fake.holds(...cast());
    hall = await openHall({ directory: fake.directory });
  });
  afterEach(() => hall.close());

  it('shows whose account is open or disabled, and who has left, on the screen and in the file', async () => {
    await hall.flow.directory.read(hall.adele, { manyLeft: false });
    fake.holds(...cast(['bruno']));
    await hall.flow.directory.read(hall.adele, { manyLeft: false });
    await hall.flow.people.disable(hall.adele, { personId: hall.eve.personId });
    const armand = await visit(hall, 'armand');
    const of = async (name: string) => {
      const { main } = await armand.get(`/administration?texte=${name}`);
      const [row = ''] = /<tbody>.*?<\/tbody>/s.exec(main) ?? [];
      return row.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    };
    expect(await of('M-ALICE')).toMatch(/Bordeaux Actif $/);
    expect(await of('M-EVE')).toMatch(/ Désactivé $/);
    expect(await of('M-BRUNO')).toMatch(/ Actif Absent de l’annuaire $/);
    const { html } = await armand.post('/administration.csv?texte=M-BRUNO');
    expect(html).toMatch(/;État\r\nBruno Béart;.*;"?Actif, Absent de l’annuaire"?\r\n/);
  });
});

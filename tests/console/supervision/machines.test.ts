import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { machine, signAll, takeOver } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const DAY = 86_400_000;

describe('workstations in the reports', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const plain = (html: string): string => html.replaceAll(/\s/g, ' ');
  /** Without the quotes around fields. */
  const bare = (csv: string): string => plain(csv).replaceAll('"', '');

  it('are told by what was done, where and for which campaign, on a day and in a week', async () => {
    hall.clock.pass(DAY);
    const { main } = await (await visit(hall, 'simon')).get('/pilotage');
    expect(plain(main)).toContain('Aucun poste repris, mis en service, migré, échangé ni réformé.');
    await takeOver(hall.flow, [hall.adele, hall.olga], { ...machine('PN-150'), image: 'SPAN-2025.1' });
    const { campaign } = await hall.flow.campaign.open(hall.simon, {
      fromImage: 'SPAN-2025.1',
      targetImage: 'SPAN-2026.3',
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 1,
      startsOn: dayOf(hall.clock.now()),
    });
    await hall.flow.campaign.ended();
    await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-150', action: 'migrate' });
    await signAll(hall.flow, 'migration', 'PN-150', [hall.thomas, hall.theo]);
    await signAll(hall.flow, 'commissioning', 'PN-NEW', [hall.thomas, hall.theo]);
    const here = await visit(hall, 'simon');
    for (const path of ['/pilotage', '/pilotage/semaine', '/pilotage/mois']) {
      const page = plain((await here.get(path)).main);
      expect(page).toContain('Mis en service : 1 · Migrés : 1');
      expect(page).toContain(`<a href="/campagnes/${campaign.id}">SPAN-2025.1 → SPAN-2026.3</a>`);
      const csv = bare((await here.get(`${path}.csv`)).html);
      expect(csv).toContain('Postes migrés, site Bordeaux;Workstations migrated, site Bordeaux;1');
      expect(csv).toContain('Campagne du 1998-11-25, SPAN-2025.1 → SPAN-2026.3 : postes migrés ou échangés;');
      const english = plain((await here.get(`${path}?lang=en`)).main);
      expect(english).toContain('Commissioned: 1 · Migrated: 1');
      await here.get(`${path}?lang=fr`);
    }
    expect(plain((await here.get('/pilotage')).main)).toContain('Bordeaux</th><td>1</td><td>1</td><td>0</td>');
    // the day before, three were taken over and one was retired
    const week = plain((await here.get('/pilotage/semaine')).main);
    expect(week).toContain('Bordeaux</th><td>1</td><td>1</td><td>1</td>');
    expect(week).toContain('25 nov. 1998</th><td>1</td><td>1</td><td>1</td><td>0</td><td>0</td>');
    expect(bare((await here.get('/pilotage/semaine.csv')).html)).toContain(
      'Postes mis en service, le 1998-11-25;Workstations commissioned, on 1998-11-25;1',
    );
    expect((await here.get('/pilotage/semaine.pdf')).html.startsWith('%PDF')).toBe(true);
  });
});

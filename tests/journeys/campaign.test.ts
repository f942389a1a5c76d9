import { itemsOf } from '../../src/book/rules/checklists.ts';
import { machine, takeOver } from '../support/machines.ts';
import { dayOfFile } from './somebody.ts';

const OLD = 'SPAN-2025.1';
const TARGET = 'SPAN-2026.3';

describe('a campaign: a supervisor opens it, an agent reads the day, a technician migrates', () => {
  const day = dayOfFile();

  it('ends machine by machine, and shows what blocks the others', async () => {
    const { hall } = day;
    await takeOver(
      hall.flow,
      [hall.adele, hall.olga],
      ...['PN-50', 'PN-51'].map((number) => ({ ...machine(number), image: OLD })),
    );
    await hall.flow.enrolment.change(hall.thomas, { workstation: 'PN-51', action: 'loan' });
    await hall.flow.record.assign(hall.thomas, { workstation: 'PN-50', person: 'M-ALICE', reason: 'handed-out' });

    const simon = await day.comeIn('simon');
    await simon.signIn();
    await simon.sees('Pilotage');
    await simon.goTo('Campagnes');
    await simon.sees('Aucune campagne n’est en cours');
    await simon.page.getByText('Ouvrir une campagne').click();
    await simon.types('Image de départ', OLD);
    await simon.types('Image visée', TARGET);
    await simon.types('Techniciens par jour', '1');
    await simon.types('Postes par technicien et par jour', '2');
    await simon.button('Compter, puis ouvrir');
    await simon.sees('Ouvrir cette campagne', 'Postes concernés');
    await simon.button('Ouvrir la campagne');
    await hall.flow.campaign.ended();
    await simon.sees('La campagne est ouverte');
    await simon.page.reload();
    await simon.sees('Prêté', 'PN-50');

    const alice = await day.comeIn('alice');
    await alice.signIn();
    await alice.sees('Mes jetons');
    await alice.goTo(/Avis/);
    await alice.sees('Jour de migration d’un poste');
    await alice.page.goto(new URL('/postes/PN-50', alice.page.url()).href);
    await alice.sees(/vers SPAN-2026\.3, jour prévu/);
    await alice.leave();

    const thomas = await day.comeIn('thomas');
    await thomas.signIn();
    await thomas.sees('Atelier');
    await thomas.page.goto(new URL('/postes/PN-50', thomas.page.url()).href);
    await thomas.sees('Commencer la migration');
    await thomas.button('Commencer la migration');
    await thomas.sees('En migration');
    await thomas.page.goto(new URL('/mise-en-service', thomas.page.url()).href);
    await thomas.sees('Mise en service');
    const [list] = await hall.reads.find('checklist', { purpose: 'migration' });
    const scan = async (code: string): Promise<void> => {
      await thomas.page.locator('[name=scan]:focus').waitFor();
      const next = thomas.page.waitForNavigation();
      await thomas.page.keyboard.type(`${code}\n`);
      await next;
    };
    await scan('PN-50');
    await thomas.sees('PN-50', TARGET);
    for (const { code, value } of itemsOf(list)) {
      await scan(code);
      if (value?.kind === 'image') await scan(TARGET);
    }
    await scan('OK');
    await thomas.sees('le poste est en service');
    await thomas.leave();

    await simon.page.reload();
    await simon.sees('La campagne', 'Migrés');
    await simon.link('Terminés');
    await simon.sees('PN-50', 'Migré');
    await simon.leave();
    const [machineNow] = await hall.reads.find('workstation', { assetNumber: 'PN-50' });
    expect(machineNow).toMatchObject({ state: 'commissioned', image: TARGET, holderId: hall.alice.personId });
    const [ended] = await hall.reads.find('campaignItem', { workstationId: machineNow!.id });
    expect(ended).toMatchObject({ outcome: 'migrated' });
    await hall.check();
  }, 300_000);
});

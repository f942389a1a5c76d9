import { itemsOf } from '../../src/book/rules/workstation/checklists.ts';
import { machine, takeOver } from '../support/world/machines.ts';
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
  }, 300_000);

  it('exchanges a machine: the agent reads what to bring, and two persons bind the token at the desk', async () => {
    const { hall } = day;
    await takeOver(hall.flow, [hall.adele, hall.olga], ...['PN-60', 'PN-61', 'PN-80', 'PN-81'].map(machine));
    for (const [workstation, person] of [
      ['PN-60', 'M-ALICE'],
      ['PN-61', 'M-BRUNO'],
    ] as const)
      await hall.flow.record.assign(hall.thomas, { workstation, person, reason: 'handed-out' });
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-60');

    const simon = await day.comeIn('simon');
    await simon.signIn();
    await simon.sees('Pilotage');
    await simon.goTo('Campagnes');
    await simon.sees('Aucune campagne n’est en cours');
    await simon.page.getByText('Échanger des postes').click();
    const form = simon.page.locator('form[action="/campagnes/echanges"]');
    const list = 'ancien;nouveau\nPN-60;PN-80\nPN-61;PN-81\nPN-404;PN-82\n';
    const file = { name: 'echange.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
    await form.locator('[name=file]').setInputFiles(file);
    await form.getByLabel('Techniciens par jour').fill('1');
    await form.getByLabel('Postes par technicien et par jour').fill('2');
    await form.getByRole('button', { name: 'Compter, puis ouvrir' }).click();
    await simon.sees('Ouvrir cette campagne', 'PN-404 → PN-82 (l’ancien poste est inconnu)');
    await simon.button('Ouvrir la campagne');
    await hall.flow.campaign.ended();
    await simon.sees('La campagne est ouverte', 'PN-80', 'à lier au nouveau poste', 'aucun à lier');

    const alice = await day.comeIn('alice');
    await alice.signIn();
    await alice.sees('Mes jetons');
    await alice.goTo(/Avis/);
    await alice.sees('Jour d’échange d’un poste');
    await alice.page.goto(new URL('/postes/PN-60', alice.page.url()).href);
    await alice.sees(/remplacé par PN-80, jour prévu/, /votre jeton et une pièce d’identité/);
    await alice.leave();

    const theo = await day.comeIn('theo');
    await theo.signIn();
    await theo.sees('Atelier');
    const at = (path: string) => theo.page.goto(new URL(path, theo.page.url()).href);
    // the old machine is scanned: the new one is given first
    await at('/postes/PN-60');
    await theo.sees(/remplacé par PN-80/);
    await theo.link('Attribuez d’abord PN-80');
    await theo.sees(/remplace PN-60/);
    const give = async (person: string): Promise<void> => {
      await theo.page.locator('summary', { hasText: 'Attribuer le poste' }).click();
      await theo.types('Agent', person);
      await theo.button('Attribuer le poste');
      await theo.sees('Le poste est attribué');
    };
    await give('M-ALICE');

    const vincent = await day.comeIn('vincent');
    await vincent.signIn();
    await vincent.sees('Atelier');
    await vincent.page.goto(new URL(`/stock/${tokenId}`, vincent.page.url()).href);
    await vincent.sees(/de PN-60 à PN-80/);
    const check = vincent.page.locator('form[action$="/controle"]');
    expect(await check.locator('[name=workstation]').inputValue()).toBe('PN-80');
    await check.getByLabel('Pièce présentée').selectOption({ label: 'Passeport' });
    await check.getByRole('button', { name: 'J’ai contrôlé l’identité' }).click();
    await vincent.sees(/de PN-60 à PN-80/);
    await vincent.leave();

    await at(`/stock/${tokenId}`);
    await theo.sees(/de PN-60 à PN-80/);
    await theo.chooses('Pièce présentée', 'Passeport');
    await theo.button('J’ai contrôlé l’identité : lier le jeton à ce poste');
    await theo.sees('Le jeton est lié à cet autre poste');
    // his machine has no token: it is exchanged with the giving of the new one
    await at('/postes/PN-81');
    await theo.sees(/remplace PN-61/, 'Aucun jeton à lier');
    await give('M-BRUNO');
    await theo.leave();

    await simon.page.reload();
    await simon.sees('Échangés');
    await simon.link('Terminés');
    await simon.sees('PN-60', 'PN-61', 'Échangé');
    await simon.leave();
    const items = await hall.reads.find('campaignItem', {});
    expect(items.map(({ outcome }) => outcome)).toEqual(['exchanged', 'exchanged']);
    const token = await hall.reads.get('token', tokenId);
    const [target] = await hall.reads.find('workstation', { assetNumber: 'PN-80' });
    expect(token?.workstationId).toBe(target?.id);
  }, 300_000);
});

import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe.each([
  ['with a relay', true],
  ['without one', false],
])('what people are told in the console, %s', (_, mails) => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ mails });
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  /** The number beside the menu's entry. */
  const countIn = (html: string): string | undefined =>
    /href="\/avis"[^>]*>[^<]*(?:<span class="jeton-count">(\d+\+?))?/.exec(html.replace(/\s+/g, ' '))?.[1];

  it('is counted until they look, and read by looking', async () => {
    const alice = await visit(hall, 'alice');
    await alice.get('/avis'); // that the account was opened
    expect(countIn((await alice.get('/compte')).html)).toBeUndefined();
    const request = await hall.flow.request.submit(hall.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    hall.clock.pass(1000);
    await hall.approve(request.id);
    expect(countIn((await alice.get('/compte')).html)).toBe('2');
    const page = await alice.get('/avis');
    expect(page.main).toMatch(/Demande approuvée[\s\S]*Nouveau[\s\S]*Demande reçue/);
    expect(page.main).toContain(`href="/demandes/${request.number}"`);
    expect(countIn(page.html)).toBeUndefined();
    expect(countIn((await alice.get('/compte')).html)).toBeUndefined();
    const again = await alice.get('/avis');
    expect(again.main).toContain('Demande approuvée');
    expect(again.main).not.toContain('Nouveau');
  });

  it('tells the second person of an act that waits for them, and nobody whom it does not concern', async () => {
    const [olga, bruno] = [await visit(hall, 'olga'), await visit(hall, 'bruno')];
    for (const one of [olga, bruno]) await one.get('/avis');
    await hall.flow.dualControl.propose(hall.adele, {
      act: 'role.grant',
      args: { personId: hall.bruno.personId, role: 'technician', scope: '*' },
    });
    const page = await olga.get('/avis');
    expect(page.main).toMatch(/Double contrôle en attente[\s\S]*href="\/double-controle"/);
    expect((await bruno.get('/avis')).main).not.toContain('Nouveau');
  });

  it('tells who proposed what became of it, and of which act', async () => {
    const adele = await visit(hall, 'adele');
    await adele.get('/avis');
    await hall.dual('role.grant', { personId: hall.bruno.personId, role: 'supervisor', scope: '*' });
    const page = await adele.get('/avis');
    expect(page.main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toMatch(
      /Votre proposition est confirmée par une seconde personne · Accorder un rôle Nouveau/,
    );
    expect(page.main).toContain('href="/double-controle"');
  });

  it('forgets after sixty days, and shows fifty at most', async () => {
    const { personId } = hall.alice;
    await hall.store.transact((unit) =>
      unit.queueMail(
        ...Array.from({ length: 120 }, (_n, i) => ({
          template: 'approved' as const,
          personId,
          about: `request:${i}`,
        })),
      ),
    );
    const alice = await visit(hall, 'alice');
    expect(countIn((await alice.get('/compte')).html)).toBe('99+');
    expect((await alice.get('/avis')).main.match(/Demande approuvée<?/g)).toHaveLength(100); // 50 links beside 50 rows
    hall.clock.pass(61 * 86_400_000);
    const later = await visit(hall, 'alice');
    expect((await later.get('/avis')).main).toContain('Rien ne vous attend');
  });
});

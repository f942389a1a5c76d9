import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const chosen = (main: string): string | undefined => /<option value="([^"]*)" selected/.exec(main)?.[1];
const filledIn = (main: string, name: string): string | undefined => {
  const [field = ''] = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(main) ?? [];
  return / value="([^"]*)"/.exec(field)?.[1];
};
const marked = (html: string): string | undefined => /<a[^>]* href="([^"]+)"[^>]* aria-current="page"/.exec(html)?.[1];
const plain = (main: string): string => main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

/** In French: one click ends it, so whoever clicks reads whose token it is. */
describe('la perte d’un jeton', () => {
  let hall: Hall;
  let serial: string;
  let path: string;
  beforeEach(async () => {
    hall = await openHall();
    ({ tokenId: serial } = await hall.activeToken(hall.alice, 'PN-1'));
    path = `/jetons/${serial}/perte`;
  });
  afterEach(() => hall.close());

  it('dit au correspondant de qui est le jeton, pour quel poste et depuis quand, sous « Mon service »', async () => {
    const corinne = await visit(hall, 'corinne');
    const { html, main } = await corinne.get(path);
    for (const said of ['Alice Agard (M-ALICE)', 'PREF-33', 'Poste SPAN PN-1', 'Actif depuis le', serial])
      expect(plain(main)).toContain(said);
    expect(marked(html)).toBe('/service');
    expect(main).toContain('href="/postes/perdu?poste=PN-1"');
    // whoever changes their mind comes back to the sheet
    expect(main).toContain(`href="/personnes/${hall.alice.personId}"`);
    expect(main.match(/class="fr-btn jeton-btn--danger"/g)).toHaveLength(1);
  });

  it('dit au porteur quel poste, sans répéter son nom, sous « Mes jetons »', async () => {
    const { html, main } = await (await visit(hall, 'alice')).get(path);
    expect(plain(main)).toContain('Poste SPAN PN-1');
    expect(plain(main)).toContain('Actif depuis le');
    expect(main).not.toContain('M-ALICE');
    expect(marked(html)).toBe('/mes-jetons');
  });

  it('n’est montrée à personne d’autre, comme d’aucun jeton', async () => {
    for (const name of ['bruno', 'valerie'] as const) {
      const stranger = await visit(hall, name);
      const [there, nobody] = [await stranger.get(path), await stranger.get('/jetons/NOBODY/perte')];
      expect([there.status, there.main]).toEqual([404, nobody.main]);
    }
  });

  it('déclarée par le correspondant mène à une demande remplie pour l’agent, et dit de qui était le jeton', async () => {
    const corinne = await visit(hall, 'corinne');
    await corinne.get(path);
    const done = await corinne.act(path, { reason: 'stolen' });
    expect(plain(done.main)).toContain(`${serial} (Alice Agard) est révoqué`);
    const link = /href="(\/service\/demande\?[^"]*)"/.exec(done.main)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const { main } = await corinne.get(link);
    expect([filledIn(main, 'holder'), filledIn(main, 'workstation')]).toEqual(['M-ALICE', 'PN-1']);
    expect(chosen(main)).toBe('replacement:stolen');
  });

  it('déjà déclarée ne l’est pas deux fois : la page dit depuis quand, et mène à une autre demande', async () => {
    await hall.flow.revocation.reportLoss(hall.alice, { serial, reason: 'lost' });
    const ways = {
      alice: '/demandes/nouvelle?poste=PN-1&amp;',
      corinne: '/service/demande?agent=M-ALICE&amp;poste=PN-1&amp;',
    };
    for (const [name, way] of Object.entries(ways)) {
      const visitor = await visit(hall, name as 'alice' | 'corinne');
      const { main } = await visitor.get(path);
      expect(plain(main)).toContain('Ce jeton est révoqué depuis le ');
      expect(main).toContain('il n’y a plus rien à déclarer');
      expect(main).not.toContain('Révoquer maintenant');
      expect(main).toContain(`href="${way}motif=replacement%3Alost"`);
    }
    // two who report it at once: the second reads the same
    const late = await (await visit(hall, 'corinne')).post(path, { reason: 'lost' });
    expect([late.status, plain(late.main).includes('Ce jeton est révoqué depuis le')]).toEqual([409, true]);
  });

  it('d’un certificat Nomade dit au correspondant de qui il est, et sur quel appareil', async () => {
    const device = { kind: 'windows', name: 'PC de la maison' } as const;
    const { id: requestId } = await hall.flow.request.submit(hall.alice, { kind: 'nomade', device, priority: 0 });
    await hall.approve(requestId);
    const { certificateId } = await hall.flow.software.release(hall.thomas, { requestId });
    await hall.flow.software.download(hall.alice, { requestId, terms: 1, form: 'modern' });
    const corinne = await visit(hall, 'corinne');
    const { main } = await corinne.get(`/jetons/${certificateId}/perte`);
    for (const said of ['Alice Agard (M-ALICE)', 'PC de la maison', 'L’appareil est perdu'])
      expect(plain(main)).toContain(said);
    expect(main).not.toContain('Je ne m’en sers plus');
    const done = await corinne.act(`/jetons/${certificateId}/perte`, { reason: 'lost' });
    expect(plain(done.main)).toContain('Le certificat Nomade est révoqué');
    expect(done.main).toContain('href="/service/demande?agent=M-ALICE&amp;motif=nomade"');
  });
});

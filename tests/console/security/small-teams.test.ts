import { PASSWORD } from '../../support/world/come-in.ts';
import { type Hall, type Name, openHall } from '../hall.ts';
import { type Visitor, visit } from '../visitor.ts';

const NUMBER = 'DEM-1998-00001';
const REQUEST = `/demandes/${NUMBER}`;
const DESK = `/remise/${NUMBER}`;
const HOUR = 3_600_000;
/** Everybody of the cast who holds an operator's role, the founders left aside. */
const OPERATORS = ['valerie', 'vera', 'victor', 'vincent', 'thomas', 'theo', 'odile', 'armand', 'aurore'] as const;
type Operator = (typeof OPERATORS)[number];

/** In French, page by page: what few people can do, and what the console says to them before they run into it. */
describe('une petite équipe', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });

  /** Of all the operators these alone work here; Adèle (administrateur) and Olga (responsable sécurité) founded the house. */
  const only = async (...names: Operator[]): Promise<void> => {
    for (const name of OPERATORS.filter((one) => !names.includes(one)))
      await hall.flow.people.disable(hall.adele, { personId: hall[name].personId });
  };
  const asks = async (name: 'alice' | 'valerie', workstation = 'PN-1'): Promise<Visitor> => {
    const visitor = await visit(hall, name);
    await visitor.get('/demandes/nouvelle');
    const fields = { motif: 'first-issue', workstation, deliverySite: 'Bordeaux' };
    expect((await visitor.act('/demandes/nouvelle', fields)).main).toContain(`Demande ${NUMBER} envoyée.`);
    return visitor;
  };
  const approves = async (name: Name, says = 'approuvée'): Promise<void> => {
    const visitor = await visit(hall, name);
    const [, contentHash = ''] = /name="contentHash" value="([^"]+)"/.exec((await visitor.get(REQUEST)).main) ?? [];
    expect((await visitor.act(`${REQUEST}/approuver`, { contentHash, seenPriority: '0' })).main).toContain(says);
  };
  const produces = async (name: Name): Promise<Visitor> => {
    const visitor = await visit(hall, name);
    await visitor.get('/atelier');
    expect((await visitor.act('/atelier/produire', { requestId: NUMBER, slot: '1' })).main).toContain('produit');
    return visitor;
  };
  const prints = async (name: Name): Promise<void> => {
    const visitor = await visit(hall, name);
    const [request] = await hall.reads.find('request', { number: NUMBER });
    const letter = await hall.pinLetter(request?.id ?? '');
    await visitor.get('/courriers');
    expect((await visitor.act(`/courriers/${letter.id}/imprimer`)).main).toContain('Envoyé à l’imprimante.');
    expect((await visitor.act(`/courriers/${letter.id}/confirmer`)).main).toContain('le secret est effacé du service');
  };
  const state = async () => (await hall.reads.find('request', { number: NUMBER }))[0]?.state;
  /** What the panel « Équipe » says to an administrator. */
  const panel = async (name: Name = 'adele'): Promise<string> => {
    const { main } = await (await visit(hall, name)).get('/double-controle');
    return /<section[^>]*id="equipe">[\s\S]*?<\/section>/.exec(main)?.[0].replace(/[\u00a0\u202f]/g, ' ') ?? '';
  };
  const atDesk = async (technician: Visitor): Promise<void> => {
    expect((await technician.act(`${DESK}/defi`, { slot: '1' })).main).toContain('La clé du jeton est contrôlée');
  };

  it('de trois fait un jeton au guichet, de la demande au reçu', async () => {
    await only('thomas', 'valerie');
    const alice = await asks('alice');
    await approves('valerie');
    const thomas = await produces('thomas');
    await atDesk(thomas);
    expect((await thomas.get(DESK)).main).not.toContain('L’équipe d’aujourd’hui ne peut pas');
    expect((await alice.act(`${REQUEST}/accepter`)).main).toContain('Le certificat est accepté.');
    await prints('olga');
    expect((await thomas.act(`${DESK}/remis`)).main).toContain('Jeton remis.');
    expect((await alice.act(`${REQUEST}/recu`)).main).toContain('le jeton est actif');
    expect(await state()).toBe('closed');
  });

  it('de trois expédie un jeton, et la lettre part à une autre adresse', async () => {
    await only('thomas', 'valerie');
    const alice = await asks('alice');
    await alice.act('/compte/adresse', { postalAddress: '8 rue du Loup, 33000 Bordeaux' });
    await approves('valerie');
    const thomas = await produces('thomas');
    expect((await thomas.act(`${DESK}/expedier`, { slot: '1', trackingNumber: 'LP-1' })).main).toContain(
      'Remise faite',
    );
    const corinne = await visit(hall, 'corinne');
    expect((await corinne.act(`${REQUEST}/colis`)).main).toContain('Colis reçu.');
    await alice.act(`${REQUEST}/accepter`);
    expect((await alice.act(`${REQUEST}/recu`)).main).toContain('le jeton est actif');
    await prints('olga');
    expect(hall.printed.at(-1)).toMatchObject({ kind: 'pin', address: '8 rue du Loup, 33000 Bordeaux' });
    expect(await state()).toBe('closed');
  });

  it('de trois voit à deux l’identité d’un porteur qui n’a ni compte ni code', async () => {
    await only('thomas', 'valerie');
    await asks('alice');
    await approves('valerie');
    const thomas = await produces('thomas');
    await atDesk(thomas);
    const check = { purpose: 'acceptance', document: 'identity-card' };
    const valerie = await visit(hall, 'valerie');
    await valerie.get(REQUEST);
    await valerie.act(`${REQUEST}/identite`, check);
    const olga = await visit(hall, 'olga');
    await olga.get(REQUEST);
    await olga.act(`${REQUEST}/identite`, check);
    const [handover] = await hall.reads.find('handover', { failedAt: null });
    expect(handover?.acceptanceProof).toBe('two-persons');
  });

  it('de deux fait un jeton dont le porteur se montre, et lit ce qu’elle ne peut pas faire', async () => {
    await only('thomas', 'valerie');
    const alice = await asks('alice');
    await approves('valerie');
    const thomas = await produces('thomas');
    await atDesk(thomas);
    // devant deux personnes : Thomas l’a produit, Valérie est seule
    const check = { purpose: 'acceptance', document: 'identity-card' };
    const refused = await thomas.post(`${DESK}/identite`, check);
    expect(refused.status).toBe(403);
    expect(refused.main).toContain('Vous êtes déjà intervenu dans ce dossier.');
    const valerie = await visit(hall, 'valerie');
    await valerie.get(REQUEST);
    await valerie.act(`${REQUEST}/identite`, check);
    expect((await valerie.post(`${REQUEST}/identite`, check)).main).toContain('Une autre personne doit agir.');
    // par son propre compte : deux suffisent
    await alice.act(`${REQUEST}/accepter`);
    expect((await thomas.post(`/courriers/${(await letter()).id}/imprimer`)).status).toBe(403);
    await prints('valerie');
    await thomas.act(`${DESK}/remis`);
    expect((await alice.act(`${REQUEST}/recu`)).main).toContain('le jeton est actif');
  });
  const letter = async () => {
    const [request] = await hall.reads.find('request', { number: NUMBER });
    return hall.pinLetter(request?.id ?? '');
  };

  it('est prévenue, sur la page de la demande, que nul ne reste pour l’approuver', async () => {
    await only('thomas', 'valerie');
    const valerie = await asks('valerie');
    const own = (await valerie.get(REQUEST)).main;
    expect(own).toContain('L’équipe d’aujourd’hui ne peut pas terminer cette demande');
    const thomas = (await (await visit(hall, 'thomas')).get(REQUEST)).main.replace(/[\u00a0\u202f]/g, ' ');
    expect(thomas).toContain('Valérie Vidal (valideur) en est le porteur ou le demandeur');
    expect(thomas).toContain('À ajouter : valideur.');
    const english = (await (await visit(hall, 'thomas')).get(`${REQUEST}?lang=en`)).main;
    expect(english).toContain('Valérie Vidal (approver) holds it or asked for it. To be added: approver.');
    // whoever holds it and works nowhere here reads no names
    const alice = await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    expect((await hall.flow.reading.request(hall.alice, alice.id)).lacks).toBeNull();
  });

  it('est prévenue que la lettre d’un nouveau code PIN n’a plus personne', async () => {
    await only('thomas', 'valerie');
    await hall.dual('policy.set', { id: 'pin.ways', value: 1 });
    const { id: requestId } = await hall.produced(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    await thomas.get(DESK);
    await atDesk(thomas);
    await hall.accept(requestId);
    await prints('valerie');
    await thomas.act(`${DESK}/remis`);
    await hall.flow.handover.confirmReceipt(hall.alice, { requestId });
    const [token] = await hall.reads.find('token', { requestId });
    await hall.dual('token.unblock', { serial: token?.id ?? '', slot: '1' }, hall.thomas);
    // Thomas et Olga l’ont eu en main ; il reste Valérie
    expect((await thomas.get(REQUEST)).main).not.toContain('ne peut pas terminer cette demande');
    const [grant] = await hall.reads.find('grant', { personId: hall.valerie.personId, role: 'approver' });
    await hall.flow.people.endGrant(hall.adele, { grantId: grant?.id ?? '' });
    const said = (await thomas.get(REQUEST)).main.replace(/[\u00a0\u202f]/g, ' ');
    expect(said).toContain('ne peut pas terminer cette demande');
    expect(said).toContain('« Imprimer la lettre du code PIN » : il manque une personne');
    expect(said).toContain('Thomas Tissier (technicien) a produit le jeton');
    expect(said).toContain('Olga Ollivier (responsable sécurité) a eu le jeton en main');
    expect(said).toContain('À ajouter : valideur, technicien ou responsable sécurité.');
  });

  it('lit dans « Équipe » ce qui lui manque et qui ajouter', async () => {
    await only('thomas', 'valerie');
    const said = await panel();
    expect(said).toContain('Thomas Tissier (technicien) a signé le dernier point de contrôle du poste.');
    expect(said).toContain('<li>Donner un certificat à un poste');
    expect(said).toContain('<strong>À ajouter : un auditeur.</strong> À l’arrêt sans lui :');
    expect(said).toContain('nul n’y est auditeur. À ajouter : auditeur.');
    expect(said).toContain('<li>Rétablir l’accès du seul responsable sécurité, qui a perdu toutes ses clés');
    // who is to be added is said once, whatever stands still without them
    const added = [...said.matchAll(/<strong>([^<]+)<\/strong>/g)].map(([, who]) => who);
    expect(added.length).toBeGreaterThan(1);
    expect(new Set(added).size).toBe(added.length);
    expect(said).not.toContain('Jeton remis au guichet');
    expect(await panel('olga')).toBe(said);
    expect(await panel('thomas')).toBe('');
    await hall.flow.people.disable(hall.adele, { personId: hall.valerie.personId });
    const without = await panel();
    expect(without).toContain(
      '« Approuver la demande telle qu’elle se lit » : il manque une personne : nul n’y est valideur.',
    );
    expect(without).toContain('Jeton remis au guichet, le porteur par son propre compte, code PIN par lettre');
  });

  it('de cinq et plus peut tout, et le lit', async () => {
    expect(await panel()).toContain('Les personnes ci-dessous suffisent à tous les actes d’un site.');
    await only('thomas', 'theo', 'valerie', 'odile', 'armand');
    const five = await panel();
    expect([...five.matchAll(/<ul><li>([^<]+)/g)].map(([, names]) => names?.trim())).toEqual([
      'Exporter le journal',
      expect.stringContaining('nul n’y est auditeur'),
    ]);
  });

  it('a un suppléant, nommé avec des dates, quand son valideur s’absente', async () => {
    await only('thomas', 'valerie');
    const valerie = await visit(hall, 'valerie');
    await valerie.get('/approbations');
    const until = new Date(hall.clock.now() + 240 * HOUR).toISOString().slice(0, 10);
    const named = await valerie.act('/approbations/suppleant', {
      deputy: 'M-EVE',
      scope: '',
      validFrom: '',
      validUntil: until,
    });
    expect(named.main).toContain('suppléant');
    const olga = await visit(hall, 'olga');
    const [proposal] = await hall.reads.find('proposal', { state: 'proposed' });
    await olga.get('/double-controle');
    await olga.act(`/double-controle/${proposal?.id}/confirmer`, { argsHash: proposal?.argsHash ?? '' });
    // one person alone had opened Ève's account: she comes in anew, by a link and a code
    const { token } = await hall.identity.invite(hall.adele, hall.eve.personId);
    const { code } = await hall.identity.vouch(hall.olga, hall.eve.personId);
    await hall.identity.enrol({ token, password: PASSWORD, code }, { address: '192.0.2.7' });
    expect(await panel()).toContain('Ève');
    await hall.flow.people.disable(hall.adele, { personId: hall.valerie.personId });
    await asks('alice');
    await approves('eve');
    await produces('thomas');
    expect(await state()).toBe('produced');
  });
});

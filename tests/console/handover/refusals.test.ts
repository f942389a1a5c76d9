import { type Hall, openHall } from '../hall.ts';
import { type Visitor, visit } from '../visitor.ts';

const NUMBER = 'DEM-1998-00001';
const DESK = `/remise/${NUMBER}`;
const DAY = 86_400_000;

/** In French: what the desk, the correspondent and the holder read where a step is not theirs, and that nobody is offered it. */
describe('une remise qui ne peut aller plus loin', () => {
  let hall: Hall;
  let theo: Visitor;
  beforeEach(async () => {
    hall = await openHall();
    theo = await visit(hall, 'theo');
  });
  afterEach(() => hall.close());

  const says = async (page: { main: string } | Promise<{ main: string }>): Promise<string> =>
    (await page).main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

  describe('d’un jeton qu’un autre technicien a fait signer', () => {
    it('est remis par lui, ou signe à nouveau : le bouton n’y est pas, et le refus le dit', async () => {
      const { id } = await hall.produced(hall.alice, 'PN-1');
      await theo.act(`${DESK}/defi`, { slot: '1' });
      await hall.accept(id);
      expect((await theo.get(DESK)).main).toContain(`${DESK}/remis`);
      const thomas = await visit(hall, 'thomas');
      const page = await thomas.get(DESK);
      expect(page.main).not.toContain(`${DESK}/remis`);
      expect(page.main).toContain('Un autre technicien a contrôlé la clé de ce jeton. Il le remet');
      const refused = await says(thomas.post(`${DESK}/remis`));
      expect(refused).toContain('Un autre technicien a contrôlé la clé de ce jeton.');
      expect(refused).toContain('contrôlez la clé, puis le porteur accepte à nouveau');
    });

    it('et dont le code PIN est parti : qui a contrôlé la clé le remet', async () => {
      const { id } = await hall.produced(hall.alice, 'PN-1');
      await theo.act(`${DESK}/defi`, { slot: '1' });
      await hall.accept(id);
      const odile = await visit(hall, 'odile');
      const letter = await hall.pinLetter(id);
      await odile.act(`/courriers/${letter.id}/imprimer`);
      await odile.act(`/courriers/${letter.id}/confirmer`);
      const refused = await says((await visit(hall, 'thomas')).post(`${DESK}/defi`, { slot: '1' }));
      expect(refused).toContain('Le code PIN de ce jeton n’est plus dans le service.');
      expect(refused).toContain('Le technicien qui a contrôlé la clé le remet');
    });
  });

  describe('de qui a produit le jeton', () => {
    const check = { purpose: 'acceptance', document: 'identity-card' };

    it('et ne contrôle donc pas l’identité : la page dit qui vient, et quoi faire en attendant', async () => {
      await hall.produced(hall.alice, 'PN-1');
      const thomas = await visit(hall, 'thomas'); // he produced it
      await thomas.act(`${DESK}/defi`, { slot: '1' });
      const page = await says(thomas.get(DESK));
      expect(page).not.toContain('choisissez comment');
      expect(page).toContain('Vous avez produit ce jeton');
      expect(page).toContain('deux collègues qui n’ont ni produit ni demandé ce jeton');
      expect(page).toContain('(valideur, technicien ou responsable sécurité)');
      expect(page).toContain(`sur la page de la demande ${NUMBER}`);
      expect(page).toContain('En attendant, gardez le jeton');
      await theo.act(`${DESK}/identite`, check);
      expect(await says(thomas.get(DESK))).toMatch(
        /Théo \S+ a contrôlé l’identité à \d\d:\d\d : faites venir un autre/,
      );
      expect(await says(theo.get(DESK))).not.toContain('deux collègues');
    });
  });

  it('de qui a imprimé la lettre : rien ne lui est offert, et la page dit qui remet le jeton', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    const thomas = await visit(hall, 'thomas');
    await thomas.act(`${DESK}/defi`, { slot: '1' });
    await hall.accept(id);
    await theo.act(`/courriers/${(await hall.pinLetter(id)).id}/imprimer`);
    const page = await theo.get(DESK);
    expect(page.main).not.toContain(`action="${DESK}/defi"`);
    expect(page.main).not.toContain(`action="${DESK}/remis"`);
    expect(await says(page)).toContain('Vous avez imprimé la lettre du code PIN de ce jeton');
    const refused = await says(theo.post(`${DESK}/defi`, { slot: '1' }));
    expect(refused).toContain('Un autre technicien prend ce jeton en main et le remet.');
  });

  it('ce qui n’est le numéro d’aucune demande : le champ dit ce qu’il prend ; ses derniers chiffres suffisent', async () => {
    await hall.produced(hall.alice, 'PN-1');
    for (const typed of ['18', 'guerin', 'B-0001']) {
      const page = await theo.post('/remise', { _form: 'scan', number: typed });
      expect(page.main).toMatch(/fr-input-group--error[\s\S]*name="number"/);
      expect(await says(page)).toContain('tapez le numéro de la demande en entier');
    }
    expect((await theo.post('/remise', { _form: 'scan', number: '1' })).to).toBe(DESK);
  });

  it('une lettre imprimée au guichet : le jeton n’est plus expédié', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    await theo.act(`${DESK}/defi`, { slot: '1' });
    await hall.accept(id);
    await (await visit(hall, 'odile')).act(`/courriers/${(await hall.pinLetter(id)).id}/imprimer`);
    const refused = await says(theo.post(`${DESK}/expedier`, { slot: '1', trackingNumber: 'LP-1' }));
    expect(refused).toContain('La lettre du code PIN de ce jeton est déjà imprimée.');
    expect(refused).toContain('Remettez le jeton au guichet');
  });

  it('un jeton qui ne prouve pas sa clé est refait, et ne va pas au rebut', async () => {
    await hall.produced(hall.alice, 'PN-1');
    hall.twin.lie('signChallenge');
    const refused = await says(theo.post(`${DESK}/defi`, { slot: '1' }));
    expect(refused).toContain('Ce jeton n’a pas montré qu’il détient sa clé.');
    expect(refused).toContain('motif « Hors d’usage à l’arrivée »');
    expect(refused).not.toContain('rebut');
  });

  it('une fois la réception confirmée, la page le dit', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    await theo.act(`${DESK}/defi`, { slot: '1' });
    await hall.accept(id);
    await theo.act(`${DESK}/remis`);
    expect((await theo.get(DESK)).main).toContain('L’agent confirme la réception dans Jeton');
    await (await visit(hall, 'alice')).act(`/demandes/${NUMBER}/recu`);
    const closed = (await theo.get(DESK)).main;
    expect(closed).toContain('Réception confirmée');
    expect(closed).not.toContain('confirme la réception');
  });

  describe('d’un deuxième renouvellement de suite, par colis', () => {
    const LAST = 'DEM-1998-00003';
    beforeEach(async () => {
      await hall.activeToken(hall.alice, 'PN-1');
      const made = async (): Promise<string> => {
        const { id } = await hall.flow.request.submit(hall.alice, {
          kind: 'renewal',
          workstation: 'PN-1',
          priority: 0,
        });
        await hall.approve(id);
        hall.clock.advance(DAY);
        hall.plugNext('1');
        await hall.flow.production.produce(hall.thomas, { requestId: id, slot: '1' });
        return id;
      };
      const first = await made();
      await hall.flow.handover.challenge(hall.theo, { requestId: first, slot: '1' });
      await hall.flow.handover.accept(hall.alice, { requestId: first });
      await hall.flow.handover.handOver(hall.theo, { requestId: first });
      await hall.flow.handover.confirmReceipt(hall.alice, { requestId: first });
      const second = await made();
      await hall.flow.handover.ship(hall.theo, { requestId: second, slot: '1', trackingNumber: 'LP-1' });
      await hall.flow.handover.accept(hall.alice, { requestId: second });
    });

    it('son porteur lit qu’il montre une pièce, et n’a pas de bouton qui serait refusé', async () => {
      const page = (await (await visit(hall, 'alice')).get(`/demandes/${LAST}`)).main;
      expect(page).toContain('donnez votre code de retrait à qui vous remet le jeton, et montrez-lui une pièce');
      expect(page).not.toContain(`/demandes/${LAST}/recu`);
    });

    it('le correspondant dit la pièce avec le code, et il est reçu', async () => {
      const corinne = await visit(hall, 'corinne');
      await corinne.act(`/demandes/${LAST}/colis`);
      const [request] = await hall.reads.find('request', { number: LAST });
      const code = (await hall.flow.pickupCodes.issueForMail(request!.id)) ?? '';
      const page = (await corinne.get(`/demandes/${LAST}`)).main;
      // none is chosen before: what stands there is evidence
      expect(page).toMatch(/name="document"[^>]*>\s*<option value selected/);
      const unchosen = await corinne.post(`/demandes/${LAST}/code`, { purpose: 'receipt', code, document: '' });
      expect([unchosen.status, unchosen.main.includes('C’est un deuxième renouvellement de suite')]).toEqual([
        409,
        true,
      ]);
      expect((await hall.reads.get('request', request!.id))?.state).toBe('handed_over');
      await corinne.act(`/demandes/${LAST}/code`, { purpose: 'receipt', code, document: 'passport' });
      expect((await hall.reads.get('request', request!.id))?.state).toBe('closed');
    });
  });

  it('une perte qui n’est pas déclarée : le correspondant lit qu’elle l’est d’abord', async () => {
    await hall.activeToken(hall.alice, 'PN-1');
    const corinne = await visit(hall, 'corinne');
    const asked = { holder: 'M-ALICE', workstation: 'PN-1', deliverySite: 'Bordeaux', priority: '0' };
    const lost = await says(corinne.post('/service/demande', { ...asked, motif: 'replacement:lost' }));
    expect(lost).toContain('La perte de ce jeton n’est pas encore déclarée.');
    expect(lost).toContain('Déclarez-la d’abord');
  });
});

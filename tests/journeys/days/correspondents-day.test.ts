import { dayOfFile } from '../somebody.ts';

describe('a correspondent: asks for somebody of their service, takes the parcel in, hands it over by code', () => {
  const day = dayOfFile();

  it('ends with a token that its holder has, who was never signed in', async () => {
    const { hall } = day;
    const corinne = await day.comeIn('corinne');
    await corinne.signIn();
    await corinne.sees('Mon service');
    await corinne.link('Demander pour un agent');
    await corinne.sees('Matricule ; les agents de votre service sont proposés.');
    await corinne.types(/^Agent/, 'M-ALICE');
    await corinne.types('Numéro du poste SPAN', 'PN-1');
    await corinne.button('Envoyer la demande');
    await corinne.sees('Demande DEM-1998-00001 envoyée.', 'Alice Agard');

    const [request] = await hall.reads.find('request', { number: 'DEM-1998-00001' });
    const requestId = request!.id;
    await hall.approve(requestId);
    await hall.flow.production.produce(hall.thomas, { requestId, slot: '1' });
    await hall.flow.handover.ship(hall.theo, { requestId, slot: '1', trackingNumber: 'LP-42' });
    const code = (await hall.flow.pickupCodes.issueForMail(requestId)) ?? '';
    await corinne.goTo('Mon service');
    await corinne.sees('Mon service');
    await corinne.link('DEM-1998-00001');
    await corinne.sees('Le colis est arrivé', 'LP-42');
    await corinne.button('J’ai reçu le colis');
    await corinne.sees('Colis reçu. Le porteur en est informé.');

    // Alice is there, and says the code of her mail
    await corinne.types('Code de retrait', '0000 0000');
    await corinne.button('Accepter par le code');
    await corinne.sees('Ce n’est pas le code de retrait de cette demande.');
    await corinne.types('Code de retrait', code);
    await corinne.button('Accepter par le code');
    await corinne.sees('Le code est juste : c’est enregistré.');
    await corinne.types('Code de retrait', `${code.slice(0, 4)} ${code.slice(4)}`);
    await corinne.button('Confirmer la réception par le code');
    await corinne.sees('Le code est juste : c’est enregistré.');
    expect((await hall.reads.get('request', requestId))?.state).toBe('closed');
    expect(await hall.reads.find('token', { requestId })).toMatchObject([{ state: 'active' }]);
    await corinne.goTo('Mon service');
    await corinne.sees('Mon service');
    await corinne.leave();
  }, 300_000);
});

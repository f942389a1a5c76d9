import { dayOfFile } from './somebody.ts';

describe('Nomade: an agent asks for a device, downloads, installs, and ends it', () => {
  const day = dayOfFile();

  it('with a mouse, from the request to a certificate that opens nothing any more', async () => {
    const { hall } = day;
    const alice = await day.comeIn('alice');
    const { page } = alice;
    await alice.signIn();
    await alice.sees('Mes jetons', 'Aucun certificat Nomade.');
    await alice.link('Demander un certificat Nomade');
    await alice.sees('Nomade ouvre la messagerie', 'Conditions d’usage');
    await alice.chooses('Système de l’appareil', 'iOS');
    await alice.types('Nom de l’appareil', 'Mon téléphone');
    await alice.button('Envoyer la demande');
    await alice.sees(/Demande DEM-1998-\d+ envoyée/);

    const [request] = await hall.reads.find('request', { kind: 'nomade' });
    await hall.approve(request!.id);
    await hall.flow.software.release(hall.thomas, { requestId: request!.id });
    await alice.goTo('Mes jetons');
    await alice.sees('Mon téléphone', 'Pas encore téléchargé');
    await alice.link(request!.number);
    await alice.sees('Télécharger le certificat Nomade');
    await page.getByText('J’ai lu ces conditions et je les accepte').click();
    const file = page.waitForEvent('download');
    await alice.button('Télécharger');
    expect((await file).suggestedFilename()).toMatch(/\.p12$/);
    await page.reload();
    await alice.sees('Installer le certificat sur');
    const [certificate] = await hall.reads.find('certificate', { requestId: request!.id });
    expect(certificate?.state).toBe('good');

    await alice.goTo('Mes jetons');
    await alice.sees('Mon téléphone');
    await alice.link('Révoquer ce certificat');
    await alice.sees('La messagerie ne s’ouvrira plus');
    await page.getByText('L’appareil est perdu').click();
    await alice.button('Révoquer maintenant');
    await alice.sees('Le certificat Nomade est révoqué');
    expect(await hall.reads.get('certificate', certificate!.id)).toMatchObject({
      state: 'revoked',
      revocationReason: 'lost',
    });
    await alice.goTo('Mes jetons');
    await alice.sees('Mon téléphone');
    await alice.link('En demander un autre pour cet appareil');
    await alice.sees('Demander');
    expect(await page.inputValue('[name=deviceName]')).toBe('Mon téléphone');
    await alice.leave();
  }, 300_000);
});

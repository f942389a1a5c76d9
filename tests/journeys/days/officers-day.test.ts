import 'reflect-metadata';
import { X509Crl } from '@peculiar/x509';
import { dayOfFile } from '../somebody.ts';

describe('a security officer: revokes, and confirms what another person proposed', () => {
  const day = dayOfFile();

  it('is asked once, has the CRL say so, and sees what a confirmation changes', async () => {
    const { hall } = day;
    const { tokenId, certificateId } = await hall.activeToken(hall.alice, 'PN-1');
    const odile = await day.comeIn('odile');
    await odile.signIn();
    await odile.sees('Révoquer un jeton ou un certificat');
    await odile.types(/^Numéro de série/, tokenId);
    await odile.chooses('Motif', 'Clé compromise');
    await odile.button('Révoquer');
    await odile.sees('Révoquer ce jeton ou ce certificat ?', 'Alice Agard', 'PN-1', 'Clé compromise');
    expect(await hall.reads.get('certificate', certificateId)).toMatchObject({ state: 'good' });
    await odile.button('Révoquer');
    await odile.sees(`${tokenId} est révoqué`);
    expect(await odile.main()).not.toContain('Révoquer ce jeton ou ce certificat ?');
    const crl = new X509Crl(Buffer.from(hall.ca.crl('issuing')!.der));
    expect(crl.findRevoked(certificateId)).toMatchObject({ serialNumber: certificateId });

    await hall.flow.dualControl.propose(hall.armand, {
      act: 'policy.set',
      args: { id: 'approvals:renewal', value: 2 },
    });
    await odile.goTo(/^Double contrôle/);
    await odile.sees('Changer une règle', '1 → 2', 'Armand Aubry');
    await odile.button('Je confirme cet acte');
    await odile.sees('Confirmé et exécuté.', 'Aucune proposition n’attend de seconde personne.');
    const policies = await hall.flow.policy.read(hall.odile);
    expect(policies.find(({ id }) => id === 'approvals:renewal')).toMatchObject({ value: 2 });
    await odile.leave();
  }, 300_000);
});

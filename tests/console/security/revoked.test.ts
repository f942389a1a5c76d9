import { nomadeOf } from '../../support/world/nomade.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('ce qui suit une révocation faite depuis la sécurité', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(async () => {
    await hall.check();
    await hall.close();
  });
  const revoke = async (serial: string, reason: string) => {
    const odile = await visit(hall, 'odile');
    await odile.get('/securite');
    return (await odile.act('/securite/revoquer', { serial, reason, _sure: await sure(odile, serial, reason) })).main;
  };
  /** What the question shows, which is sent with the answer. */
  const sure = async (who: Awaited<ReturnType<typeof visit>>, serial: string, reason: string) => {
    const { main } = await who.post('/securite/revoquer', { serial, reason });
    return /name="_sure" value="([^"]+)"/.exec(main)?.[1] ?? '';
  };

  it('dit d’un jeton volé qui demande son remplacement, et mène à sa fiche', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const told = await revoke(tokenId, 'stolen');
    for (const said of [
      'est révoqué',
      'demande le remplacement',
      'est rendu à un technicien',
      `href="/stock/${tokenId}"`,
    ])
      expect(told).toContain(said);
  });

  it('dit d’un jeton révoqué pour une autre cause à qui il est rendu', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const told = await revoke(tokenId, 'key-compromise');
    for (const said of ['le jeton est rendu à un technicien', 'Son porteur en demande un autre'])
      expect(told).toContain(said);
    expect(told).not.toContain('demande le remplacement');
  });

  it('dit d’un certificat Nomade perdu qu’un nouveau se demande, et ne mène à aucun jeton', async () => {
    const told = await revoke(await nomadeOf(hall, hall.alice), 'lost');
    expect(told).toContain('demande un nouveau certificat Nomade');
    expect(told).not.toContain('href="/stock/');
  });

  it('le dit aussi après une révocation par téléphone', async () => {
    const { tokenId: serial } = await hall.activeToken(hall.alice, 'PN-1');
    const paper = hall.printed.find((one) => one.kind === 'pin');
    const code = (paper && 'revocationCode' in paper ? paper.revocationCode : '') ?? '';
    const odile = await visit(hall, 'odile');
    await odile.get('/securite');
    const told = (await odile.act('/securite/telephone', { serial, code })).main;
    expect(told).toContain('demande le remplacement');
    expect(told).toContain(`href="/stock/${serial}"`);
  });
});

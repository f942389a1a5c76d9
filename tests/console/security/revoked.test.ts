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

  it.each(['left-service', 'superseded'])(
    'ne fait rien demander à la place d’un jeton révoqué : %s',
    async (reason) => {
      const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
      const told = await revoke(tokenId, reason);
      expect(told).toContain('le jeton est rendu à un technicien. Personne n’a rien à demander');
      expect(told).not.toContain('demande un autre');
    },
  );

  it('dit la suite d’un jeton révoqué par le numéro de son certificat, et mène à sa fiche', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const [certificate] = await hall.reads.find('certificate', { tokenId });
    const told = await revoke(certificate!.id, 'damaged');
    expect(told).toContain('Son porteur en demande un autre');
    expect(told).toContain(`href="/stock/${tokenId}"`);
  });

  it('demande le renouvellement du jeton qui reste, où celui-ci était fait à côté de lui', async () => {
    const { tokenId } = await hall.activeToken(hall.alice, 'PN-1');
    const renewal = await hall.produced(hall.alice, 'PN-1', { kind: 'renewal' });
    const made = (await hall.reads.find('token', { requestId: renewal.id }))[0]!;
    expect(made.id).not.toBe(tokenId);
    const told = await revoke(made.id, 'lost');
    expect(told).toContain('demande le renouvellement');
    expect(told).not.toContain('demande le remplacement');
  });

  it('inscrit au journal le refus du second de deux onglets qui confirment la même révocation', async () => {
    const { tokenId: serial } = await hall.activeToken(hall.alice, 'PN-1');
    const odile = await visit(hall, 'odile');
    await odile.get('/securite');
    const asked = { serial, reason: 'damaged', _sure: await sure(odile, serial, 'damaged') };
    await odile.act('/securite/revoquer', asked);
    const again = await odile.post('/securite/revoquer', asked);
    expect(again).toMatchObject({ status: 409, main: expect.stringContaining('C’est déjà fait.') });
    const { items } = await hall.opened.lists.entries({ action: 'token.revoke' }, { limit: 5 });
    expect(items.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
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

import { CAST } from '../../support/world/people.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

/** Which certificate somebody asks for: a choice only where there is one. */
describe('the certificate profile of a request', () => {
  let hall: Hall;
  afterEach(() => hall.close());
  const asked = { motif: 'first-issue', workstation: 'PN-1', deliverySite: 'Bordeaux' };

  it('is no question where one profile is offered', async () => {
    hall = await openHall();
    const alice = await visit(hall, 'alice');
    const { main } = await alice.get('/demandes/nouvelle');
    expect(main).not.toContain('name="profile"');
    await alice.act('/demandes/nouvelle', asked);
    expect((await alice.get('/demandes/DEM-1998-00001')).main).not.toContain('Profil');
    const valerie = await visit(hall, 'valerie');
    const shown = (await valerie.get('/approbations')).main;
    for (const said of [
      'm-alice@interieur.example',
      'Accès au réseau (VPN)',
      'courbe elliptique P-256, 1\u202f095 jours au plus',
    ])
      expect(shown).toContain(said);
  });

  it('is chosen by whoever asks, and read by whoever approves, where several are', async () => {
    hall = await openHall({ tokenProfiles: ['agent-vpn', 'smart-card-logon'] });
    const alice = await visit(hall, 'alice');
    const { main } = await alice.get('/demandes/nouvelle');
    expect(main).toContain('Accès au réseau et ouverture de session Windows');
    // the directory gives no Windows account of hers: refused at the field, with what to do
    const refused = await alice.post('/demandes/nouvelle', { ...asked, profile: 'smart-card-logon' });
    expect(refused.status).toBe(422);
    expect(refused.main).toMatch(/id="request-profile-messages"[^>]*><p[^>]*>[^<]+/);
    await alice.act('/demandes/nouvelle', { ...asked, profile: 'agent-vpn' });
    expect((await alice.get('/demandes/DEM-1998-00001')).main).toContain('Accès au réseau (VPN)');
    const valerie = await visit(hall, 'valerie');
    expect((await valerie.get('/approbations')).main).toContain(
      'Profil, clé et durée, sauf indication contraire sur la ligne\u202f: Accès au réseau (VPN)',
    );
    await alice.act('/demandes/nouvelle', {
      ...asked,
      motif: 'nomade',
      profile: 'agent-vpn',
      deviceKind: 'linux',
      deviceName: 'Portable',
    });
    expect(await hall.reads.find('request', { kind: 'nomade' })).toMatchObject([{ profile: 'nomade' }]);
  });

  it('is read with everything that it writes, a SID too that it asks nobody for, before it is approved', async () => {
    hall = await openHall({ tokenProfiles: ['agent-vpn', 'smart-card-logon'] });
    const account = { userPrincipalName: 'alice@ad.example', securityIdentifier: 'S-1-5-21-1-2-3-1108' };
    const { directoryId, givenName, familyName, service, site } = CAST['alice']!;
    const email = 'm-alice@interieur.example';
    await hall.flow.imports.all(hall.adele, 'people', [
      { directoryId, givenName, familyName, email, service, site, ...account },
    ]);
    const alice = await visit(hall, 'alice');
    await alice.get('/demandes/nouvelle');
    await alice.act('/demandes/nouvelle', { ...asked, profile: 'smart-card-logon' });
    const valerie = await visit(hall, 'valerie');
    const said = [
      ...Object.values(account),
      email,
      hall.alice.personId,
      'courbe elliptique P-256, 1\u202f095 jours au plus',
      'session Windows',
    ];
    for (const path of ['/approbations', '/demandes/DEM-1998-00001']) {
      const { main } = await valerie.get(path);
      for (const value of said) expect(main).toContain(value);
    }
    expect((await alice.get('/demandes/DEM-1998-00001')).main).not.toContain(account.securityIdentifier);
  });
});

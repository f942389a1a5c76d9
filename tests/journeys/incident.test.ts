import { firstItems } from '../support/world/machines.ts';
import { machinesInService } from './issued.ts';
import { siteOfFile } from './site.ts';

describe('an incident: ransomware on a machine that somebody has, from the report to the way back', () => {
  const day = siteOfFile({ people: ['thomas', 'theo', 'odile', 'alice'] });

  it('is reported by its holder, blocked as it comes in, cleaned, and back by the whole checklist', async () => {
    const { site } = day;
    await machinesInService(site, 'PN-1');
    const thomas = await site.as('thomas');
    await thomas.post('/workstations/PN-1/holder', { person: site.loginOf('alice'), reason: 'handed-out' });
    const stateOf = async () =>
      (await thomas.get<{ workstation: { state: string } }>('/workstations/PN-1')).workstation.state;

    const odile = await day.comeIn('odile');
    await odile.signIn();
    await odile.sees('Aucun incident ouvert.');
    const alice = await day.comeIn('alice');
    await alice.signIn();
    await alice.sees('Mes jetons');
    await alice.link('Signaler un incident');
    await alice.sees('Que s', 'PN-1');
    await alice.page.getByText('Rançongiciel : des fichiers').click();
    await alice.button('Envoyer le signalement');
    await alice.sees('L’incident est signalé', 'Coupez le réseau');
    await alice.leave();

    // her page is not loaded anew
    await odile.sees('Rançongiciel', 'PN-1');
    await odile.button('Bloquer');
    await odile.sees('Bloquer et révoquer ce qui suit ?', 'Alice Agard', 'PN-1');
    expect(await stateOf()).toBe('commissioned');
    await odile.button('Bloquer');
    await odile.sees('Bloqué. Jetons révoqués', 'Ce qui a été bloqué', 'Poste bloqué');
    expect(await stateOf()).toBe('blocked');
    await odile.leave();

    const officer = await site.as('odile');
    const { items } = await officer.get<{ items: { id: string }[] }>('/incidents');
    const told = await officer.get<{ taken: { what: string; name: string }[] }>(`/incidents/${items[0]?.id}`);
    expect(told.taken).toMatchObject([{ what: 'workstation', name: 'PN-1' }]);
    await expect(thomas.post('/workstations/PN-1/changes', { action: 'takeBackCleaned' })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    await officer.post(`/incidents/${items[0]?.id}/close`, { outcome: 'blocked' });
    for (const action of ['takeBackCleaned', 'backFromRepair'])
      await thomas.post('/workstations/PN-1/changes', { action });
    const checklist = firstItems('commissioning');
    await thomas.post('/workstations/PN-1/items', { items: checklist.slice(0, -1) });
    expect(await stateOf()).not.toBe('commissioned');
    await (await site.as('theo')).post('/workstations/PN-1/items', { items: checklist.slice(-1) });
    expect(await stateOf()).toBe('commissioned');
    await site.check();
  }, 300_000);
});

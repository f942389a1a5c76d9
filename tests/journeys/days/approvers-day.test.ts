import { dayOfFile } from '../somebody.ts';
import { keyboardOf, signInByKeys } from './keyboard.ts';

/** Clicks that the browser itself saw, on all pages since it was asked to count. */
function countClicks(): void {
  addEventListener(
    'click',
    ({ isTrusted, detail }) => {
      if (isTrusted && detail > 0)
        sessionStorage.setItem('clicks', String(Number(sessionStorage.getItem('clicks')) + 1));
    },
    true,
  );
}

describe('an approver: filters, approves many at once, takes back, refuses', () => {
  const day = dayOfFile();

  it('approves in three clicks at most, has a reason for each refusal, and never ticks an own request', async () => {
    const { hall } = day;
    const ask = async (who: 'alice' | 'bruno' | 'eve' | 'valerie', workstation: string) => {
      await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
      hall.clock.pass(60_000);
    };
    await ask('alice', 'PN-1');
    await ask('bruno', 'PN-2');
    await ask('eve', 'PN-3');
    await ask('valerie', 'PN-NEW');
    const stateOf = async (number: string) => (await hall.reads.find('request', { number }))[0]?.state;

    const valerie = await day.comeIn('valerie');
    await valerie.signIn();
    await valerie.sees('3 demandes à traiter et 1 à vous : un autre valideur se prononce', 'Votre demande');
    const own = valerie.page.getByLabel('Choisir la demande DEM-1998-00004');
    expect(await own.isDisabled()).toBe(true);
    await own.click({ force: true });
    expect(await own.isChecked()).toBe(false);

    await valerie.chooses('Service', 'PREF-33');
    await valerie.button('Filtrer');
    await valerie.sees('2 demandes à traiter');
    expect(await valerie.main()).not.toContain('DEM-1998-00003');

    await valerie.page.context().addInitScript(countClicks);
    await valerie.page.reload();
    await valerie.press(/^Tout sélectionner/);
    await valerie.sees('2 cochées');
    await valerie.button('Approuver la sélection');
    await valerie.sees('2 demandes approuvées sur 2');
    expect(await valerie.page.evaluate(() => Number(sessionStorage.getItem('clicks')))).toBeLessThanOrEqual(3);
    expect([await stateOf('DEM-1998-00001'), await stateOf('DEM-1998-00002')]).toEqual(['approved', 'approved']);

    await valerie.button('Retirer ces approbations');
    await valerie.sees('2 approbations retirées sur 2', '3 demandes à traiter');
    expect(await stateOf('DEM-1998-00001')).toBe('submitted');

    await valerie.page.getByLabel('Choisir la demande DEM-1998-00003').click({ force: true }); // the box is drawn over it
    await valerie.sees('1 cochée');
    await valerie.page.getByText('Refuser la sélection, ou demander une précision').click();
    await valerie.button('Refuser la sélection');
    await valerie.sees('Renseignez ce champ.');
    await valerie.types('Motif du refus, ou question', 'Ce poste est à un autre service.');
    await valerie.button('Refuser la sélection');
    await valerie.sees('1 demande refusée sur 1', '2 demandes à traiter');
    expect(await stateOf('DEM-1998-00003')).toBe('rejected');
    const [refused] = await hall.reads.find('request', { number: 'DEM-1998-00003' });
    expect(refused?.answer).toBe('Ce poste est à un autre service.');
    await valerie.leave();
  }, 300_000);

  it('does it with the keyboard alone: selects, approves, takes back, refuses with a reason', async () => {
    const { hall } = day;
    for (const [who, workstation] of [
      ['alice', 'PN-1'],
      ['bruno', 'PN-2'],
    ] as const)
      await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
    const valerie = await day.comeIn('valerie');
    const keys = keyboardOf(valerie.page);
    await signInByKeys(valerie, keys);
    await valerie.sees('2 demandes à traiter');

    await keys.skip();
    await keys.tabTo(/^Tout sélectionner/);
    await valerie.page.keyboard.press('Enter');
    await valerie.sees('2 cochées');
    await keys.enter('Approuver la sélection');
    await valerie.sees('2 demandes approuvées sur 2');
    await keys.skip();
    await keys.enter('Retirer ces approbations');
    await valerie.sees('2 approbations retirées sur 2');

    await keys.skip();
    await keys.tabTo('Refuser la sélection, ou demander une précision');
    await valerie.page.keyboard.press('Enter');
    await keys.tabTo('Motif du refus, ou question');
    await valerie.page.keyboard.type('Ce poste est à un autre service.');
    await keys.tabTo('Choisir la demande DEM-1998-00001');
    await valerie.page.keyboard.press('Space');
    await valerie.sees('1 cochée');
    expect(await valerie.page.getByLabel('Choisir la demande DEM-1998-00001').isChecked()).toBe(true);
    expect(keys.lost).toEqual([]);
    await valerie.leave();
  }, 300_000);
});

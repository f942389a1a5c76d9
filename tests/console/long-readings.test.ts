import { heldReadings } from '../support/world/held-readings.ts';
import { follow } from './followed.ts';
import { type Hall, openHall } from './hall.ts';
import { visit } from './visitor.ts';

describe('an export or a verification that takes long, at the console', () => {
  let hall: Hall;
  let held: ReturnType<typeof heldReadings>;
  beforeEach(async () => {
    hall = await openHall({
      readings: (own) => {
        held = heldReadings(own);
        return held.readings;
      },
    });
  });
  afterEach(() => hall.close());

  it('shows how far it is, then what came of it', async () => {
    const aurore = await visit(hall, 'aurore');
    expect((await aurore.get('/journal/lecture')).main).toContain('Aucun export ni vérification en cours.');
    expect((await aurore.get('/journal')).main).not.toContain('href="/journal/lecture"');
    const sent = await aurore.post('/journal/exporter');
    expect(sent.to).toBe('/journal/lecture');
    expect((await aurore.get('/journal/lecture')).main).toContain('En attente de son tour');
    const one = await held.askedAs(1);
    const followed = await follow(hall, aurore, '/journal/lecture/etat');
    one.progress?.(0, 4000);
    hall.clock.pass(2000);
    one.progress?.(1000, 4000);
    const shown = await followed.until('500 écritures par seconde');
    for (const text of ['data-refresh="/journal/lecture/etat"', 'encore 6 secondes']) {
      expect(shown).toContain(text);
    }
    expect((await aurore.get('/journal')).main).toContain('<a href="/journal/lecture">Votre export est en cours</a>');
    expect((await aurore.act('/journal/verifier')).main).toContain('en cours');
    one.end();
    await hall.door.journal.ended(hall.aurore);
    await followed.until('href="/journal/lecture/fichier"');
    followed.leave();
    expect((await aurore.get('/journal')).main).toContain(
      '<a href="/journal/lecture">Résultat de votre dernier export</a>',
    );
    expect((await aurore.get('/journal/lecture')).main).toContain('href="/journal/lecture/fichier"');
    const file = await aurore.get('/journal/lecture/fichier');
    expect(file.headers.get('content-type')).toBe('application/zip');
    const stranger = await visit(hall, 'alice');
    expect((await stranger.get('/journal/lecture')).status).toBe(403);
  });

  it('is stopped by its asker', async () => {
    const aurore = await visit(hall, 'aurore');
    await aurore.get('/journal');
    expect((await aurore.post('/journal/verifier')).to).toBe('/journal/lecture');
    await aurore.get('/journal/lecture');
    expect((await aurore.act('/journal/lecture/arret')).main).toContain('Le travail a été arrêté');
  });
});

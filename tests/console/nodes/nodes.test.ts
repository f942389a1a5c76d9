import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';
import { severalNodes } from './several-nodes.ts';

describe('the page of nodes', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
  });
  afterEach(() => hall.close());

  it('shows each node with its state, what is heard of it, and which one leads', async () => {
    await severalNodes(hall);
    const { main } = await (await visit(hall, 'armand')).get('/noeuds');
    const page = main.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(page).toContain('1 nœud a disparu');
    for (const words of [
      'bordeaux-1',
      '12 écritures',
      'En difficulté',
      'Base de données, Disque',
      'Silencieux',
      'Disparu',
    ])
      expect(page).toContain(words);
    expect(page).toMatch(/nantes-1 Nantes Disparu depuis le [^—]* Version \S+ Dernier signe — Retard — À regarder —/);
    expect(page).toContain('Redémarrez-le :');
    expect(page).toMatch(/jeton – vous êtes ici nœud principal Paris En marche/);
  });

  it('is for those who watch over the service', async () => {
    expect((await (await visit(hall, 'aurore')).get('/noeuds')).status).toBe(200);
    expect((await (await visit(hall, 'alice')).get('/noeuds')).status).toBe(403);
  });
});

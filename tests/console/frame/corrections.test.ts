import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

describe('a form that comes back with something to correct', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const begins = (html: string): string[] =>
    [...html.matchAll(/<(?:input|select|textarea)[^>]* autofocus/g)].map(
      ([tag]) => / name="([^"]+)"/.exec(tag)?.[1] ?? '',
    );

  const plain = (html: string): string => html.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
  /** What stands below the field of this id. */
  const messageOf = (html: string, id: string): string | undefined =>
    new RegExp(`id="${id}-messages"[^>]*><p[^>]*>([^<]*)<`).exec(plain(html))?.[1];

  it('begins at the field to correct, and its alert leads there', async () => {
    const corinne = await visit(hall, 'corinne');
    expect(begins((await corinne.get('/service/demande')).main)).toEqual(['holder']);
    const { status, main } = await corinne.post('/service/demande', { holder: 'M-ALICE', motif: 'first-issue' });
    expect(status).toBe(422);
    expect(begins(main)).toEqual(['workstation']);
    const [, id = ''] = /<li><a href="#([^"]+)">/.exec(main) ?? [];
    expect(main).toMatch(new RegExp(`<input[^>]* id="${id}"[^>]* name="workstation"`));
  });

  it('begins so where the flow refuses a field too, under the name that the form has for it', async () => {
    const [simon, armand] = [await visit(hall, 'simon'), await visit(hall, 'armand')];
    await simon.get('/pilotage/previsions');
    await armand.get('/double-controle');
    const cases = [
      ['from', () => simon.post('/pilotage/previsions', { from: '2020-01-01', technicians: '2', reason: 'usual' })],
      ['hours', () => armand.post('/double-controle/proposer', { act: 'surge.start', reason: 'crisis' })],
      ['hours', () => armand.post('/double-controle/proposer', { act: 'surge.start', reason: 'crisis', hours: 'x' })],
    ] as const;
    for (const [name, post] of cases) {
      const { status, main } = await post();
      expect([name, status]).toEqual([name, 422]);
      expect(begins(main)).toEqual([name]);
      const [, id = ''] = /<li><a href="#([^"]+)">/.exec(main) ?? [];
      expect(main).toMatch(new RegExp(`<input[^>]* id="${id}"[^>]* name="${name}"`));
    }
  });

  it('begins so where an act of two persons has an argument that is none', async () => {
    const [armand, odile] = [await visit(hall, 'armand'), await visit(hall, 'odile')];
    for (const who of [armand, odile]) await who.get('/double-controle');
    const surge = { _form: 'surge', act: 'surge.start', hours: '4' };
    const cases = [
      ['reason', 'Motif de la forte activité', '/proposer', { ...surge, reason: 'boredom' }],
      ['reason', 'Motif de la forte activité', '/proposer', surge],
      ['hours', 'Durée, en heures', '/proposer', { ...surge, reason: 'crisis', hours: '1.0000001' }],
      ['serial', 'Numéro de série', '/proposer', { _form: 'sopin', act: 'token.releaseSoPin', serial: '' }],
      ['value', 'Valeur', '', { _form: 'policy', id: 'purge.years', value: '1000000' }],
    ] as const;
    for (const [name, label, path, values] of cases) {
      const { status, main } = await (name === 'serial' ? odile : armand).post(`/double-controle${path}`, values);
      expect([name, status]).toEqual([name, 422]);
      expect(begins(main)).toEqual([name]);
      const [, id = '', said = ''] = /<li><a href="#([^"]+)">([^<]+)</.exec(main) ?? [];
      expect(said).toBe(label);
      expect(main).toMatch(new RegExp(`<(input|select)[^>]* id="${id}"[^>]* name="${name}"`));
    }
  });

  it('says how long surge mode may last at most and at least, at the field that asks', async () => {
    const armand = await visit(hall, 'armand');
    await armand.get('/double-controle');
    const surge = { _form: 'surge', act: 'surge.start', reason: 'crisis' };
    for (const hours of ['73', '1e30']) {
      const { main } = await armand.post('/double-controle/proposer', { ...surge, hours });
      expect(plain(main)).toContain('Durée maximale d’une période de forte activité, en heures : 72.');
      expect(plain(main)).toContain('Choisissez une durée plus courte');
      expect(plain(main)).not.toContain('Libérez');
      expect(begins(main)).toEqual(['hours']);
      expect(messageOf(main, 'surge-hours')).toBe('Au plus 72.');
    }
    for (const [hours, said] of [
      ['-4', 'Au moins 1.'],
      ['', 'Renseignez ce champ.'],
    ] as const) {
      const { main } = await armand.post('/double-controle/proposer', { ...surge, hours });
      expect(messageOf(main, 'surge-hours')).toBe(said);
    }
  });

  it('says the bounds of a number, and what is wrong with days, at the field that is wrong', async () => {
    const [simon, armand] = [await visit(hall, 'simon'), await visit(hall, 'armand')];
    await simon.get('/pilotage/previsions');
    await armand.get('/double-controle');
    const policy = { _form: 'policy', id: 'surge.mostHours' };
    const day = (days: number) => new Date(hall.clock.now() + days * 86_400_000).toISOString().slice(0, 10);
    const plan = { _form: 'roster', from: day(2), to: day(3), technicians: '2', reason: 'usual' };
    const roster = '/pilotage/previsions';
    const closure = '0 si l’atelier est fermé ces jours-là, au moins 1 sinon.';
    const cases = [
      [armand, '/double-controle', { ...policy, value: '337' }, 'value', 'Entre 1 et 336.'],
      [armand, '/double-controle', { ...policy, value: '0' }, 'value', 'Entre 1 et 336.'],
      [armand, '/double-controle', { ...policy, value: '1000000' }, 'value', 'Entre 1 et 336.'],
      [armand, '/double-controle', { ...policy, value: '' }, 'value', 'Renseignez ce champ.'],
      [simon, roster, { ...plan, technicians: '-1', reason: 'absence' }, 'technicians', 'Au moins 0.'],
      [simon, roster, { ...plan, technicians: '201' }, 'technicians', 'Au plus 200.'],
      [simon, roster, { ...plan, technicians: '0', reason: 'absence' }, 'technicians', closure],
      [simon, roster, { ...plan, reason: 'closure' }, 'technicians', closure],
      [simon, roster, { ...plan, from: day(-2) }, 'from', 'Ce jour est passé.'],
      [simon, roster, { ...plan, to: day(1) }, 'to', 'La fin vient avant le début.'],
      [simon, roster, { ...plan, to: day(400) }, 'to', 'Au plus 366 jours à l’avance.'],
    ] as const;
    for (const [who, path, values, field, said] of cases) {
      const { status, main } = await who.post(path, values);
      expect([said, status, begins(main)]).toEqual([said, 422, [field]]);
      expect(messageOf(main, `${values._form}-${field}`)).toBe(said);
    }
  });

  it('names the field as the form does, where another form calls one of that name otherwise', async () => {
    const simon = await visit(hall, 'simon');
    await simon.get('/pilotage/previsions');
    const { status, main } = await simon.post('/pilotage/previsions', {
      _form: 'roster',
      from: '2020-01-01',
      technicians: '2',
      reason: 'usual',
    });
    expect(status).toBe(422);
    expect(main).toMatch(/<li><a href="#roster-from">Premier jour<\/a>/);
  });

  it('names what an approver has to write as its form does', async () => {
    const { number, contentHash } = await hall.flow.request.submit(hall.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    const valerie = await visit(hall, 'valerie');
    await valerie.get(`/demandes/${number}`);
    for (const [path, form, label] of [
      ['refuser', 'reject', 'Motif du refus, que l’agent lira'],
      ['demander-precision', 'ask', 'Votre question à l’agent'],
    ] as const) {
      const { status, main } = await valerie.post(`/demandes/${number}/${path}`, {
        _form: form,
        contentHash,
        text: '',
      });
      expect(status).toBe(422);
      expect(main).toContain(`<li><a href="#${form}-text">${label}</a>`);
    }
  });
});

import { create } from '../../../../src/book/tables/lifecycle.ts';
import type { LifeKind } from '../../../../src/flow/reading/journal/entry-things.ts';
import { createJournalQuery, isBackwards } from '../../../../src/flow/reading/journal/journal-query.ts';
import { noJudge } from '../../../support/records/no-judge.ts';
import { entry } from '../../../support/records/rows.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

const PAGE = { limit: 50 };

describe('the journal as people read it', () => {
  let w: World;
  let request: { id: string; number: string };
  beforeEach(async () => {
    w = await createWorld();
    request = await w.produced(w.alice, 'PN-1');
  });
  afterEach(() => w.close());
  const read = (who: World['aurore'], query: Parameters<World['flow']['reading']['journal']>[1]) =>
    w.flow.reading.journal(who, query, PAGE);
  const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;
  const actions = async (query: Parameters<typeof read>[1]) => [
    ...new Set((await read(w.aurore, query)).items.map(({ action }) => action)),
  ];

  /** Somebody who reads the journal and sees names. */
  const namesSeen = async () => {
    await w.dual('role.grant', { personId: w.odile.personId, role: 'technician', scope: '*' });
    const grants = await w.opened.store.reads.find('grant', { personId: w.odile.personId, revokedAt: null });
    return { ...w.odile, grants };
  };

  it('names things by number and serial, and nobody to whoever may read no person', async () => {
    const { things } = await read(w.aurore, {});
    expect(things.get(`request:${request.id}`)).toEqual({
      life: { kind: 'request', id: request.id },
      name: request.number,
    });
    expect(things.get('token:B-0001')?.name ?? 'B-0001').toBe('B-0001');
    const names = [...things].filter(([, { life }]) => life?.kind === 'person').map(([, { name }]) => name);
    expect(new Set(names)).toEqual(new Set([null]));
  });

  it('names nobody in the pages of a security officer either, and finds nobody by name for them', async () => {
    const { things } = await read(w.odile, {});
    expect(things.get(`person:${w.thomas.personId}`)?.name).toBeNull();
    expect((await read(w.odile, { text: 'Agard' })).items).toEqual([]);
  });

  it('keeps of a text that there was one, and of a life whose it was', async () => {
    await read(w.aurore, { text: 'Agard' });
    expect(await newest()).toMatchObject({ action: 'journal.read', detail: { text: true } });
    await read(w.aurore, { text: 'Agard', everywhere: true });
    expect((await newest()).detail).toEqual({ text: true });
    await read(w.aurore, { life: { kind: 'person', ref: w.alice.personId }, outcome: 'done' });
    expect((await newest()).detail).toEqual({ actor: w.alice.personId, outcome: 'done', text: false });
    await read(w.aurore, { life: { kind: 'request', ref: request.number } });
    expect((await newest()).detail).toEqual({ subject: `request:${request.id}`, text: false });
    await w.check();
  });

  it('tells what somebody did, by their code or by their name where the reader may see it, and what the service did', async () => {
    const actors = async (who: World['aurore'], query: Parameters<typeof read>[1]) => [
      ...new Set((await read(who, query)).items.map(({ actor }) => actor)),
    ];
    const code = w.thomas.personId.slice(0, 10);
    expect(await actors(w.aurore, { actor: code })).toEqual([w.thomas.personId]);
    expect((await newest()).detail).toEqual({ actor: w.thomas.personId, text: false });
    expect(await actors(w.aurore, { actor: `Personne ${code}`, text: 'PN-1' })).toEqual([w.thomas.personId]);
    expect(await actors(w.aurore, { actor: 'system' })).toEqual(['system']);
    expect(await actions({ actor: code, action: 'production.seal' })).toEqual(['production.seal']);
    expect(await actors(w.aurore, { actor: code, life: { kind: 'request', ref: request.number } })).toEqual([
      w.thomas.personId,
    ]);
    expect(await actors(w.aurore, { actor: code, action: 'request.approve' })).toEqual([]);
    // nobody is found by a name that the reader may not see, and what was typed is kept nowhere
    expect(await actors(w.aurore, { actor: 'Agard' })).toEqual([]);
    expect((await newest()).detail).toEqual({ text: true });
    expect(await actors(await namesSeen(), { actor: 'Agard' })).toEqual([w.alice.personId]);
    await w.check();
  });

  it('says that more people are called so than it looks for', async () => {
    const many = Array.from({ length: 21 }, (_, i) => ({
      ...{ givenName: `Zoé ${i}`, familyName: 'Zola', service: 'PREF-33', site: 'Bordeaux' },
      ...{ directoryId: `Z-${i}`, email: `zoe${i}@interieur.example` },
    }));
    await w.flow.imports.all(w.adele, 'people', many);
    const odile = await namesSeen();
    expect((await read(odile, { actor: 'zola' })).called).toMatchObject({ isMany: true });
    expect((await read(odile, { actor: 'agard' })).called).toEqual({ ids: [w.alice.personId], isMany: false });
  });

  it('finds who acted by name, number in the directory or code, names the few who are called so, and says that nobody is', async () => {
    const asAlice = { givenName: 'Aline', familyName: 'Agard', service: 'PREF-33', site: 'Bordeaux' };
    const imported = [{ ...asAlice, directoryId: 'MI100933', email: 'aline.agard@interieur.example' }];
    await w.flow.imports.all(w.adele, 'people', imported);
    const [aline] = await w.opened.store.reads.peopleWithIdentifiers({ directoryId: 'MI100933' });
    const odile = await namesSeen();
    const both = await read(odile, { actor: 'agard' });
    expect(new Set(both.called?.ids)).toEqual(new Set([w.alice.personId, aline?.id]));
    expect(both.things.get(`person:${aline?.id}`)?.name).toBe('Aline Agard');
    for (const actor of ['MI100933', 'mi100933', aline!.id, aline!.id.slice(0, 12)])
      expect((await read(odile, { actor })).called?.ids).toContain(aline?.id);
    // an auditor reads no person: neither a name nor a number of the directory finds anybody
    for (const actor of ['Agard', 'Bénard', 'zzz', 'MI100933', 'ZZZZZZZZZZ'])
      expect(await read(w.aurore, { actor })).toMatchObject({ items: [], called: { ids: [], isMany: false } });
    expect((await read(w.aurore, { actor: aline!.id })).called?.ids).toEqual([aline?.id]);
    expect((await read(w.aurore, {})).called).toBeUndefined();
  });

  it('says that no day lies between dates that are the wrong way round', () => {
    expect(isBackwards({ from: 2, to: 2 })).toBe(true);
    expect(isBackwards({ from: 1, to: 2 })).toBe(false);
    expect(isBackwards({ from: 3, to: undefined })).toBe(false);
  });

  it('records every page: a cursor may be put behind any question', async () => {
    const { next } = await w.flow.reading.entries(w.aurore, {}, { limit: 2 });
    const { seq } = await newest();
    const ask = { life: { kind: 'person', ref: w.alice.personId } } as const;
    await w.flow.reading.journal(w.aurore, ask, { limit: 2, cursor: next! });
    await w.flow.reading.entries(w.aurore, { action: 'token.revoke' }, { limit: 2, cursor: next! });
    expect(await newest()).toMatchObject({ seq: seq + 2, detail: { action: 'token.revoke', text: false } });
    expect((await w.opened.lists.entry(seq + 1))?.detail).toEqual({ actor: w.alice.personId, text: false });
  });

  it('tells of a life what was done to it, and of nothing that there is not', async () => {
    expect(await actions({ life: { kind: 'token', ref: 'B-0001' } })).toEqual(
      expect.arrayContaining(['token.receive', 'production.seal', 'certificate.issue', 'letter.print']),
    );
    expect(await actions({ life: { kind: 'request', ref: request.id } })).toEqual(
      expect.arrayContaining(['request.submit', 'request.approve', 'production.seal', 'certificate.issue']),
    );
    const { seq } = await newest();
    await w.refuses('not_found', read(w.aurore, { life: { kind: 'person', ref: 'Agard' } }), { entry: false });
    expect((await newest()).seq).toBe(seq);
  });

  it('tells of the life of a person what two persons proposed and decided about them, and finds it by their name', async () => {
    const odile = await namesSeen();
    await w.dual('role.grant', { personId: w.alice.personId, role: 'approver', scope: 'PREF-33' });
    const [grant] = await w.reads.find('grant', { personId: w.thomas.personId, role: 'technician', revokedAt: null });
    const reviewed = [
      { grantId: grant!.id, personId: w.thomas.personId, role: 'technician', outcome: 'confirmed' } as const,
    ];
    await w.dual('access.review', { grants: reviewed }, w.adele, w.odile);
    const decided = async (query: Parameters<typeof read>[1]) =>
      (await read(odile, query)).items.filter(({ subject }) => subject.startsWith('proposal:'));
    const acts = async (ref: string) =>
      (await decided({ life: { kind: 'person', ref } })).map(({ action, detail }) => [action, detail['act']]);
    const ofBoth = (act: string) => [
      ['dualControl.confirm', act],
      ['dualControl.propose', act],
    ];
    expect(await acts(w.alice.personId)).toEqual(ofBoth('role.grant'));
    expect(await acts(w.thomas.personId)).toEqual(expect.arrayContaining(ofBoth('access.review')));
    expect(await acts(w.bruno.personId)).toEqual([]);
    expect(await decided({ text: 'Agard' })).toHaveLength(2);
  });

  it('finds by the name of a person what was proposed about them, however many proposals about others are newer', async () => {
    await w.close();
    w = await createWorld({ judge: noJudge }); // no act proposes so many at once
    const odile = await namesSeen();
    await w.dual('role.grant', { personId: w.alice.personId, role: 'approver', scope: 'PREF-33' });
    const [known] = await w.reads.find('proposal', { act: 'role.grant' });
    const args = JSON.stringify({ personId: w.bruno.personId, role: 'approver', scope: '*' });
    const others = Array.from({ length: 201 }, (_, n) =>
      create('proposal', { ...known!, id: `Z-${n}`, args, state: 'proposed', confirmerId: null }),
    );
    for (let from = 0; from < others.length; from += 50)
      await w.opened.store.transact((unit) => unit.record(entry('import', 'x', others.slice(from, from + 50))));
    const { items } = await read(odile, { text: 'Agard' });
    expect(items.filter(({ subject }) => subject.startsWith('proposal:'))).toHaveLength(2);
  });

  it('tells of the life of a person the incidents that befell them, whoever reported and closed these', async () => {
    const reported = { kind: 'phishing', person: 'M-ALICE' } as const;
    const { id: incidentId } = await w.flow.incident.report(w.thomas, reported);
    await w.flow.incident.close(w.olga, { incidentId, outcome: 'false-alarm' });
    expect(await actions({ life: { kind: 'person', ref: w.alice.personId } })).toEqual(
      expect.arrayContaining(['incident.report', 'incident.close']),
    );
    expect(await actions({ life: { kind: 'person', ref: w.bruno.personId } })).not.toContain('incident.report');
  });

  it('tells a life whole, however few rows one statement answers', async () => {
    const again = await w.produced(w.alice, 'PN-3');
    await w.flow.handover.challenge(w.theo, { requestId: again.id, slot: '1' });
    const { reads } = w.opened.store;
    const subjects = async (rows: number | undefined, life: { kind: LifeKind; ref: string }) => {
      const ask = createJournalQuery(reads, w.opened.lists, rows);
      const { filter } = await ask(w.aurore, { life }, w.clock.now());
      return [...(filter.any?.subjects ?? [])].sort();
    };
    for (const life of [
      { kind: 'request', ref: again.number },
      { kind: 'token', ref: 'B-0001' },
      { kind: 'workstation', ref: 'PN-1' },
      { kind: 'person', ref: w.alice.personId },
    ] as const)
      expect(await subjects(2, life)).toEqual(await subjects(undefined, life));
    const hers = await subjects(2, { kind: 'person', ref: w.alice.personId });
    expect(hers.filter((subject) => subject.startsWith('letter:')).length).toBeGreaterThan(2);
  });

  it('refuses whoever may not read it, and says nothing of what they asked', async () => {
    await w.refuses('forbidden', read(w.alice, { life: { kind: 'request', ref: request.number } }));
    await w.refuses('forbidden', w.flow.reading.entry(w.alice, 3));
    await w.refuses('not_found', w.flow.reading.entry(w.aurore, 1_000_000), { entry: false });
  });
});

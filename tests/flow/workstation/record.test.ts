import { createFewAtOnce } from '../../../src/flow/reading/journal/few-at-once.ts';
import { createWorkstationReading } from '../../../src/flow/reading/workstation/workstations.ts';
import { machine } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const PAGE = { limit: 50 };

describe('the record of a workstation', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    await w.flow.enrolment.register(w.thomas, { ...machine('PN-7'), serialNumber: '5CG0007XYZ', image: 'SPAN 24H2' });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const row = async () => (await w.reads.find('workstation', { assetNumber: 'PN-7' }))[0]!;
  const { assign, takeBack, amend } = {
    assign: (by: typeof w.thomas, person: string, workstation = 'PN-7') =>
      w.flow.record.assign(by, { workstation, person, reason: 'handed-out' }),
    takeBack: (by: typeof w.thomas) => w.flow.record.takeBack(by, { workstation: 'PN-7', reason: 'returned' }),
    amend: (by: typeof w.thomas, said: object) => w.flow.record.amend(by, { workstation: 'PN-7', ...said }),
  };
  const life = (by = w.thomas) => w.flow.reading.workstationLife(by, 'PN-7', PAGE);

  describe('who has it', () => {
    it('is one agent at a time, given and taken back by a technician or an administrator', async () => {
      await assign(w.thomas, w.alice.personId);
      expect((await row()).holderId).toBe(w.alice.personId);
      await w.refuses('already_done', assign(w.thomas, w.alice.personId));
      await w.refuses('wrong_state', assign(w.thomas, w.bruno.personId));
      await takeBack(w.adele);
      expect((await row()).holderId).toBeNull();
      await w.refuses('wrong_state', takeBack(w.adele));
      await assign(w.adele, w.bruno.personId);
      expect((await row()).holderId).toBe(w.bruno.personId);
    });

    it('is nobody’s to say but theirs, nobody who is not known, and nobody of a machine that is given up', async () => {
      for (const by of [w.olga, w.alice, w.valerie, w.aurore]) {
        await w.refuses('forbidden', assign(by, w.alice.personId));
        await w.refuses('forbidden', takeBack(by));
      }
      for (const typed of ['M-NOBODY', 'Bruno Bernard'])
        await expect(assign(w.thomas, typed)).rejects.toMatchObject({
          code: 'not_found',
          detail: { why: 'person-unknown', field: 'person' },
        });
      for (const action of ['block', 'takeBackCleaned', 'retire'] as const) {
        await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
        if (action !== 'takeBackCleaned') await w.refuses('wrong_state', assign(w.thomas, w.bruno.personId, 'PN-1'));
      }
    });
  });

  describe('a correction', () => {
    it('changes what is said and nothing else, least of all the state', async () => {
      const before = await row();
      await amend(w.thomas, { site: 'Pau', model: 'SPAN 15', serialNumber: null });
      expect(await row()).toEqual({ ...before, site: 'Pau', model: 'SPAN 15', serialNumber: null });
    });

    it('gives no machine a number that a scan would take for another', async () => {
      await w.refuses('duplicate', amend(w.thomas, { serialNumber: 'PN-1' }));
      await w.refuses('duplicate', w.flow.enrolment.register(w.thomas, machine('5CG0007XYZ')));
      await w.refuses('duplicate', w.flow.enrolment.register(w.thomas, { ...machine('PN-8'), serialNumber: 'PN-7' }));
      // some number their machines by what the maker wrote on them
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-9'), serialNumber: 'PN-9' });
      await amend(w.thomas, { serialNumber: 'PN-7' });
    });

    it('that changes nothing is none; a serial number of another machine is refused', async () => {
      await w.refuses('already_done', amend(w.thomas, { site: 'Bordeaux' }));
      await w.refuses('already_done', amend(w.thomas, {}));
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-8'), serialNumber: 'S-8' });
      await w.refuses('duplicate', amend(w.thomas, { serialNumber: 'S-8' }));
      for (const by of [w.olga, w.alice, w.valerie]) await w.refuses('forbidden', amend(by, { site: 'Pau' }));
    });

    it('frees a serial number that was wrong for the machine that has it', async () => {
      await amend(w.thomas, { serialNumber: '5CG0008XYZ' });
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-8'), serialNumber: '5CG0007XYZ' });
      expect((await row()).serialNumber).toBe('5CG0008XYZ');
    });
  });

  describe('its life', () => {
    it('tells who did what when, and what changed, before and after', async () => {
      await amend(w.adele, { site: 'Pau', serialNumber: null });
      await assign(w.thomas, w.alice.personId);
      await takeBack(w.thomas);
      const { items } = await life();
      expect(items.map(({ action, actor, reason, changes }) => ({ action, actor, reason, changes }))).toEqual([
        {
          action: 'workstation.takeBack',
          actor: 'Thomas Tissier',
          reason: 'returned',
          changes: [{ table: 'workstation', column: 'holderId', before: 'Alice Agard', after: null }],
        },
        {
          action: 'workstation.assign',
          actor: 'Thomas Tissier',
          reason: 'handed-out',
          changes: [{ table: 'workstation', column: 'holderId', before: null, after: 'Alice Agard' }],
        },
        {
          action: 'workstation.amend',
          actor: 'Adèle Aumont',
          reason: null,
          changes: [
            { table: 'workstation', column: 'serialNumber', before: '5CG0007XYZ', after: null },
            { table: 'workstation', column: 'site', before: 'Bordeaux', after: 'Pau' },
          ],
        },
        expect.objectContaining({ action: 'workstation.register' }),
      ]);
      const first = await w.flow.reading.workstationLife(w.thomas, 'PN-7', { limit: 1 });
      expect(first.items).toHaveLength(1);
      expect(first.next).not.toBeNull();
    });

    it('is read by whoever reads workstations; who has the machine reads its record, and of no other', async () => {
      const record = (by: typeof w.thomas, ref = 'PN-7') => w.flow.reading.workstation(by, ref);
      await expect(record(w.alice)).rejects.toMatchObject({ code: 'not_found' });
      await assign(w.thomas, w.alice.personId);
      expect(await record(w.alice)).toMatchObject({
        workstation: { assetNumber: 'PN-7' },
        holder: { id: w.alice.personId, name: 'Alice Agard' },
        incidents: null,
      });
      await expect(life(w.alice)).rejects.toMatchObject({ code: 'not_found' });
      await expect(record(w.bruno)).rejects.toMatchObject({ code: 'not_found' });
      const listed = async (by: typeof w.alice) => (await w.flow.reading.workstations(by, {}, PAGE)).items.length;
      expect([await listed(w.alice), await listed(w.bruno)]).toEqual([1, 0]);
      await expect(listed(w.aurore)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(record(w.aurore)).rejects.toMatchObject({ code: 'forbidden' });
      expect((await w.flow.reading.myWorkstations(w.alice))[0]).toMatchObject({ assetNumber: 'PN-7' });
    });

    it('offers an agent the machines that may be asked for, however many of their service are not', async () => {
      const offered = async (by: typeof w.alice) =>
        (await w.flow.reading.myWorkstations(by)).map(({ assetNumber }) => assetNumber).sort();
      const all = await offered(w.bruno);
      expect(all).toContain('PN-1');
      for (let n = 0; n < 50; n += 1) {
        const { assetNumber } = await w.flow.enrolment.register(w.thomas, machine(`PN-9${n}`));
        await w.flow.enrolment.change(w.thomas, { workstation: assetNumber, action: 'retire' });
      }
      expect(await offered(w.bruno)).toEqual(all);
      await assign(w.thomas, w.alice.personId, 'PN-7');
      expect(await offered(w.alice)).toEqual(['PN-7']);
      // theirs is lost: another of their service may be named
      await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-7' });
      expect(await offered(w.alice)).toEqual(all.filter((one) => one !== 'PN-7'));
    });

    it('of one’s own goes on page by page, by number, and is counted and found within them', async () => {
      for (const workstation of ['PN-1', 'PN-2', 'PN-7']) await assign(w.thomas, w.alice.personId, workstation);
      const page = async (cursor?: string, by = w.alice) => {
        const { items, next } = await w.flow.reading.workstations(by, {}, { limit: 2, ...(cursor && { cursor }) });
        return { numbers: items.map(({ assetNumber }) => assetNumber), next };
      };
      const first = await page();
      expect(first).toEqual({ numbers: ['PN-1', 'PN-2'], next: expect.any(String) });
      expect(await page(first.next!)).toEqual({ numbers: ['PN-7'], next: null });
      // a cursor that names a stranger's machine says nothing
      await expect(page(first.next!, w.bruno)).rejects.toMatchObject({ code: 'invalid_input' });
      const { reading } = w.flow;
      expect(await reading.workstationTotal(w.alice, {})).toEqual({ n: 3, more: false });
      expect(await reading.workstationTotal(w.alice, { text: '5cg0007' })).toEqual({ n: 1, more: false });
      expect(await reading.workstationTotal(w.bruno, {})).toEqual({ n: 0, more: false });
      const found = await reading.workstations(w.alice, { text: '5cg0007', state: ['commissioned', 'loaned'] }, PAGE);
      expect(found.items).toEqual([]);
      expect((await reading.workstations(w.alice, { text: '5cg0007' }, PAGE)).items).toHaveLength(1);
      expect((await reading.workstations(w.alice, { text: 'PN-3' }, PAGE)).items).toEqual([]);
    });

    it('tells of a machine that is lost what became of itself, and not of its tokens as if they were it', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' });
      const { items } = await w.flow.reading.workstationLife(w.thomas, 'PN-1', PAGE);
      expect(items[0]).toMatchObject({
        token: null,
        changes: [{ table: 'workstation', column: 'state', before: 'commissioned', after: 'lost' }],
      });
      expect(items[0]?.changes).toHaveLength(1);
    });

    it('shows incidents to whoever may read them, and tokens that were bound to it once', async () => {
      await w.produced(w.bruno, 'PN-2');
      await w.flow.incident.report(w.thomas, { kind: 'phishing', person: w.bruno.personId, workstation: 'PN-2' });
      const { incidents, tokens } = await w.flow.reading.workstation(w.olga, 'PN-2');
      expect(incidents).toHaveLength(1);
      expect(tokens).toHaveLength(1);
      expect((await w.flow.reading.workstation(w.thomas, 'PN-2')).incidents).toBeNull();
      const { items } = await w.flow.reading.workstationLife(w.olga, 'PN-2', PAGE);
      expect(items[0]).toMatchObject({ action: 'incident.report' });
    });
  });

  it('says of which things there are older ones than are told', async () => {
    const none = { formerTokens: false, certificates: false, incidents: false };
    const record = async (most: number, by = w.olga) => {
      const { cut, incidents } = await createWorkstationReading(
        w.own,
        w.opened.lists,
        createFewAtOnce(),
        most,
      ).workstation(by, 'PN-7');
      return { cut, incidents: incidents?.length };
    };
    await assign(w.thomas, w.alice.personId);
    for (const { personId: person } of [w.alice, w.bruno]) {
      await w.flow.incident.report(w.thomas, { kind: 'phishing', person, workstation: 'PN-7' });
      w.clock.advance(1000);
    }
    expect(await record(2)).toEqual({ cut: none, incidents: 2 });
    expect(await record(1)).toEqual({ cut: { ...none, incidents: true }, incidents: 1 });
    // who may read no incident is told of none
    expect(await record(1, w.thomas)).toEqual({ cut: none, incidents: undefined });
    const { flow } = w;
    for (const machine of ['PN-1', 'PN-2']) {
      const asked = { kind: 'first-issue', workstation: machine, priority: 0 } as const;
      for (const by of [w.alice, w.bruno])
        await flow.request.withdraw(by, { requestId: (await flow.request.submit(by, asked)).id });
    }
    const ofTokens = async (by: typeof w.olga) =>
      (await createWorkstationReading(w.own, w.opened.lists, createFewAtOnce(), 1).workstation(by, 'PN-1')).cut
        .formerTokens;
    expect(await ofTokens(w.thomas)).toBe(true);
    await assign(w.thomas, w.alice.personId, 'PN-1');
    expect(await ofTokens(w.alice)).toBe(false);
  });

  it('tells its life back to its first day, however few rows one statement answers', async () => {
    for (const { personId: person } of [w.alice, w.bruno, w.eve])
      await w.flow.incident.report(w.thomas, { kind: 'phishing', person, workstation: 'PN-7' });
    const { items } = await createWorkstationReading(w.own, w.opened.lists, createFewAtOnce(), 1, 2).workstationLife(
      w.olga,
      'PN-7',
      PAGE,
    );
    expect(items.map(({ action }) => action)).toEqual([...Array(3).fill('incident.report'), 'workstation.register']);
  });

  it('is found by number, serial number, agent, and the serial of a token that it carries', async () => {
    await assign(w.thomas, w.alice.personId);
    const listed = async (text: string) =>
      (await w.flow.reading.workstations(w.thomas, { text }, PAGE)).items.map(({ assetNumber }) => assetNumber);
    const searched = async (text: string) =>
      (await w.flow.reading.search(w.thomas, { text, code: text })).workstations?.items.map((one) => one.assetNumber);
    for (const text of ['PN-7', '5cg0007', 'alice aga', 'M-ALICE']) {
      expect(await listed(text)).toEqual(['PN-7']);
      expect(await searched(text)).toEqual(['PN-7']);
    }
    const exact = await w.flow.reading.search(w.thomas, { text: '5CG0007XYZ', code: '5CG0007XYZ' });
    expect(exact.exact).toEqual([{ page: 'workstation', assetNumber: 'PN-7' }]);
    await takeBack(w.thomas);
    expect(await listed('alice aga')).toEqual([]);
    await w.produced(w.bruno, 'PN-2');
    const [token] = await w.reads.find('token', { holderId: w.bruno.personId });
    expect(await listed(token!.id)).toEqual(['PN-2']);
    expect(await searched(token!.id)).toEqual(['PN-2']);
    expect(await listed(`${token!.id}0`)).toEqual([]);
  });
});

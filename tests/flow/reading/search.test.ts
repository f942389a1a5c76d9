import type { Caller } from '../../../src/book/rights/roles.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** One search for all that people know a thing by: each role finds what the sentences let it read, and nothing else. */
describe('a search', () => {
  let w: World;
  let made: { alice: string; eve: string };
  beforeEach(async () => {
    w = await createWorld();
    // Alice of PREF-33 has B-0001 on PN-1; Ève of PREF-59 asks for one
    await w.activeToken(w.alice, 'PN-1');
    const [of] = await w.reads.find('request', { holderId: w.alice.personId });
    const asked = await w.flow.request.submit(w.eve, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    made = { alice: of!.number, eve: asked.number };
  });
  afterEach(() => w.close());

  const search = (who: Caller, text: string) => w.flow.reading.search(who, { text, code: text.replace(/\s/g, '') });
  const exact = async (who: Caller, text: string) => (await search(who, text)).exact;
  /** What stands in each group that the caller has. */
  const found = async (who: Caller, text: string) => {
    const { requests, tokens, workstations, people } = await search(who, text);
    return {
      ...(requests && { requests: requests.items.map(({ number }) => number) }),
      ...(tokens && { tokens: tokens.items.map(({ id }) => id) }),
      ...(workstations && { workstations: workstations.items.map(({ assetNumber }) => assetNumber) }),
      ...(people && { people: people.items.map(({ directoryId }) => directoryId) }),
    };
  };

  it('goes straight to what a number, serial or directory id names, in whatever case', async () => {
    const { thomas } = w;
    expect(await exact(thomas, made.alice)).toEqual([{ page: 'request', number: made.alice }]);
    expect(await exact(thomas, made.alice.toLowerCase())).toEqual([{ page: 'request', number: made.alice }]);
    expect(await exact(thomas, 'B-0001')).toEqual([{ page: 'token', serial: 'B-0001' }]);
    expect(await exact(thomas, 'b-0001')).toEqual([{ page: 'token', serial: 'B-0001' }]);
    expect(await exact(thomas, 'pn-1')).toEqual([{ page: 'workstation', assetNumber: 'PN-1' }]);
    expect(await exact(thomas, 'm-alice')).toEqual([{ page: 'person', personId: w.alice.personId }]);
    for (const other of ['PN-', 'alice', 'DEM-1998-99999', "' or 1=1 --", ''])
      expect(await exact(thomas, other)).toEqual([]);
  });

  it('goes there too by a number that was typed without its hyphens, or with spaces for them', async () => {
    const { thomas } = w;
    const request = [{ page: 'request', number: made.alice }];
    for (const typed of [made.alice.replaceAll('-', ''), made.alice.replaceAll('-', ' '), made.alice.replace('-', '')])
      expect(await exact(thomas, typed)).toEqual(request);
    expect(await exact(thomas, 'pn1')).toEqual([{ page: 'workstation', assetNumber: 'PN-1' }]);
    expect(await exact(thomas, 'PN 1')).toEqual([{ page: 'workstation', assetNumber: 'PN-1' }]);
    expect(await exact(thomas, 'B0001')).toEqual([{ page: 'token', serial: 'B-0001' }]);
    expect(await exact(w.vera, made.eve.replaceAll('-', ''))).toEqual([]);
    expect(await exact(thomas, 'PN9999')).toEqual([]);
  });

  it('finds the machine of a token by its serial, also once the token is wiped and in stock', async () => {
    const machinesOf = async (text: string) => (await found(w.thomas, text)).workstations;
    expect(await machinesOf('B-0001')).toEqual(['PN-1']);
    await w.flow.revocation.revoke(w.odile, { serial: 'B-0001', reason: 'left-service' });
    await w.flow.stock.change(w.theo, { serial: 'B-0001', action: 'return' });
    await w.flow.stock.recycle(w.theo, { serial: 'B-0001', slot: '1' });
    expect(await w.reads.get('token', 'B-0001')).toMatchObject({ state: 'in_stock', workstationId: null });
    expect(await machinesOf('b-0001')).toEqual(['PN-1']);
    const listed = await w.flow.reading.workstations(w.thomas, { text: 'B-0001' }, { limit: 5 });
    expect(listed.items.map(({ assetNumber }) => assetNumber)).toEqual(['PN-1']);
    expect(await machinesOf('B-0002')).toEqual([]);
  });

  it('finds what has the text in its name or number, by kind', async () => {
    expect(await found(w.thomas, 'agard')).toEqual({
      requests: [made.alice],
      tokens: [],
      workstations: [],
      people: ['M-ALICE'],
    });
    expect(await found(w.odile, 'B-000')).toMatchObject({ tokens: expect.arrayContaining(['B-0001', 'B-0002']) });
    expect(await found(w.thomas, 'PN-1')).toMatchObject({ requests: [made.alice], workstations: ['PN-1'] });
  });

  it('is cut at ten of a kind, and says that there are more', async () => {
    const { tokens } = await search(w.thomas, 'B-0');
    expect(tokens!.items).toHaveLength(10);
    expect(tokens!.next).not.toBeNull();
  });

  it('answers nothing for nothing: an empty text is not a list of all', async () => {
    expect(await found(w.thomas, ' ')).toEqual({});
  });

  it('shows an approver what belongs to their services alone, and no stock', async () => {
    const { vera, victor } = w; // of PREF-33, and of PREF-59
    expect(await found(vera, 'M-')).toEqual({ requests: [], people: expect.arrayContaining(['M-ALICE', 'M-BRUNO']) });
    expect((await found(vera, 'M-')).people).not.toContain('M-EVE');
    expect(await found(vera, 'DEM')).toMatchObject({ requests: [made.alice] });
    expect(await found(victor, 'DEM')).toMatchObject({ requests: [made.eve] });
    expect(await exact(victor, made.alice)).toEqual([]);
    expect(await exact(victor, 'M-ALICE')).toEqual([]);
    expect(await exact(victor, 'B-0001')).toEqual([]);
    expect(await exact(vera, 'PN-1')).toEqual([]);
    // a token whose page they may not open leads to its request
    expect(await exact(vera, 'B-0001')).toEqual([{ page: 'request', number: made.alice }]);
    expect(await exact(vera, 'B-0005')).toEqual([]); // nobody's, in stock
  });

  it('shows a correspondent their own service', async () => {
    expect(await found(w.corinne, 'DEM')).toEqual({ requests: [made.alice], people: [] });
    expect((await found(w.corinne, 'M-')).people).toEqual(expect.arrayContaining(['M-ALICE', 'M-BRUNO', 'M-CORINNE']));
    expect((await found(w.corinne, 'M-')).people).toHaveLength(3);
    expect(await exact(w.corinne, 'B-0001')).toEqual([{ page: 'request', number: made.alice }]);
    expect(await exact(w.corinne, 'M-EVE')).toEqual([]);
    expect(await exact(w.corinne, made.eve)).toEqual([]);
  });

  it('shows a supervisor requests, an administrator people and workstations', async () => {
    expect(await found(w.simon, 'PN-1')).toEqual({ requests: [made.alice], tokens: [] });
    expect(await exact(w.simon, 'M-ALICE')).toEqual([]);
    expect(await found(w.armand, 'PN-1')).toEqual({ workstations: ['PN-1'], people: [] });
    expect(await exact(w.armand, made.alice)).toEqual([]);
    expect(await exact(w.armand, 'B-0001')).toEqual([]);
  });

  it('is for those who can find something beyond their own', async () => {
    const kinds = (who: Caller) => w.flow.reading.searchable(who);
    for (const who of [w.alice, w.aurore]) {
      expect(kinds(who)).toEqual([]);
      await expect(search(who, made.alice)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(kinds(w.thomas)).toEqual(['requests', 'tokens', 'workstations', 'people']);
    expect(kinds(w.odile)).toEqual(['requests', 'tokens', 'workstations', 'people']);
    expect(kinds(w.valerie)).toEqual(['requests', 'tokens', 'people']);
    expect(kinds(w.corinne)).toEqual(['requests', 'tokens', 'people']);
    expect(kinds(w.armand)).toEqual(['workstations', 'people']);
    expect(kinds(w.simon)).toEqual(['requests', 'tokens']);
  });

  it('finds nobody whose data were purged', async () => {
    const person = (await w.reads.get('person', w.bruno.personId))!;
    await w.flow.people.disable(w.adele, { personId: person.id });
    w.clock.advance(8 * 366 * 86_400_000);
    await w.dual('person.purge', { personIds: [person.id] });
    expect(await exact(w.thomas, 'M-BRUNO')).toEqual([]);
    await expect(w.flow.reading.personSheet(w.thomas, person.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await w.flow.reading.peopleToOpen(w.thomas, [person.id])).toEqual(new Map());
  });
});

describe('the people that somebody may see', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const page = { limit: 50 };

  it('are a list of their own services, in the order of names', async () => {
    const of = async (who: Caller, text?: string) =>
      (await w.flow.reading.seenPeople(who, text ? { text } : {}, page)).items.map(({ directoryId }) => directoryId);
    expect(await of(w.vera)).toEqual(['M-ALICE', 'M-BRUNO', 'M-CORINNE']);
    expect(await of(w.vera, 'béart')).toEqual(['M-BRUNO']);
    expect(await of(w.odile)).toEqual(expect.arrayContaining(['M-ALICE', 'M-EVE', 'M-ARMAND']));
    for (const who of [w.alice, w.aurore, w.simon]) await expect(of(who)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('of several services are those of each', async () => {
    await w.dual('role.grant', { personId: w.vera.personId, role: 'approver', scope: 'PREF-59' });
    const grants = await w.reads.find('grant', { personId: w.vera.personId, revokedAt: null });
    const of = await w.flow.reading.seenPeople({ ...w.vera, grants }, {}, page);
    expect(of.items.map(({ service }) => service)).toEqual(expect.arrayContaining(['PREF-33', 'PREF-59']));
    expect(of.items.map(({ directoryId }) => directoryId)).not.toContain('M-ARMAND');
  });

  it('can be opened by their names where they are named', async () => {
    const ids = [w.alice.personId, w.eve.personId, 'NOBODY'];
    const opens = async (who: Caller) => [...(await w.flow.reading.peopleToOpen(who, ids))];
    expect(await opens(w.vera)).toEqual([[w.alice.personId, 'Alice Agard']]);
    expect((await opens(w.thomas)).map(([id]) => id)).toEqual(
      expect.arrayContaining([w.alice.personId, w.eve.personId]),
    );
    expect(await opens(w.alice)).toEqual([]);
    expect(await opens(w.simon)).toEqual([]);
  });
});

describe("a person's sheet", () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    await w.activeToken(w.alice, 'PN-1');
    w.clock.advance(1_000);
    await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
  });
  afterEach(() => w.close());
  const sheet = (who: Caller, of: Caller = w.alice) => w.flow.reading.personSheet(who, of.personId);

  it('has all that a technician may read of somebody', async () => {
    const { person, requests, tokens, workstations, opens } = await sheet(w.thomas);
    expect(person).toEqual({
      id: w.alice.personId,
      directoryId: 'M-ALICE',
      givenName: 'Alice',
      familyName: 'Agard',
      service: 'PREF-33',
      site: 'Bordeaux',
    });
    expect(requests!.map(({ state }) => state)).toEqual(['submitted', 'closed']);
    const [certificate] = await w.reads.find('certificate', { holderId: w.alice.personId });
    expect(tokens).toEqual([
      {
        serial: 'B-0001',
        state: 'active',
        temporary: false,
        notAfter: certificate!.notAfter,
        assetNumber: 'PN-1',
        number: requests![1]!.number,
      },
    ]);
    expect(workstations!.map(({ assetNumber }) => assetNumber)).toEqual(['PN-1', 'PN-2']);
    expect(opens).toEqual({ tokens: true, account: false });
  });

  it('has no more than each other role may read', async () => {
    for (const who of [w.vera, w.corinne]) {
      const { requests, tokens, workstations, opens } = await sheet(who);
      expect([requests!.length, tokens!.length, workstations, opens]).toEqual([
        2,
        1,
        null,
        { tokens: false, account: false },
      ]);
    }
    const security = await sheet(w.odile);
    expect([security.requests!.length, security.tokens!.length, security.workstations!.length]).toEqual([2, 1, 2]);
    const { requests, tokens, opens } = await sheet(w.armand);
    expect([requests, tokens, opens]).toEqual([null, null, { tokens: false, account: true }]);
  });

  it('goes on page by page with what is over, however much that is, and has all that is open on each', async () => {
    const past: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      w.clock.advance(1_000);
      const { id } = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
      await w.flow.request.withdraw(w.alice, { requestId: id });
      past.unshift(id);
    }
    const read = (cursor?: string) => w.flow.reading.personSheet(w.thomas, w.alice.personId, { limit: 2, cursor });
    const first = await read();
    expect(first.requests!.map(({ state }) => state)).toEqual(['submitted', 'withdrawn', 'withdrawn']);
    expect(first.requests!.slice(1).map(({ id }) => id)).toEqual(past.slice(0, 2));
    const second = await read(first.nextPast!);
    expect(second.requests!.map(({ state }) => state)).toEqual(['submitted', 'withdrawn', 'closed']);
    expect(second.nextPast).toBeNull();
    // a token's request is told whichever page it stands on
    expect(first.tokens![0]!.number).toBe(second.requests!.at(-1)!.number);
  });

  it('is not there for whoever may not see its person, as for an id that nobody has', async () => {
    const refusal = async (asked: Promise<unknown>) =>
      asked.then(
        () => undefined,
        (error: Error) => error.message,
      );
    const nobody = await refusal(w.flow.reading.personSheet(w.thomas, 'NOBODY'));
    expect(nobody).toContain('no such person');
    for (const who of [w.victor, w.simon, w.aurore, w.alice, w.bruno]) expect(await refusal(sheet(who))).toBe(nobody);
    expect(await refusal(sheet(w.corinne, w.eve))).toBe(nobody);
  });
});

import { countedSetting } from '../../src/book/rules/stock/stock-balance.ts';
import type { TableName } from '../../src/book/tables/tables.ts';
import { createWorld, type World } from '../support/world/world.ts';

const DAY = 86_400_000;

/** What the service ends by itself, of two of which somebody edited the first in the database: the other one ends all the same. */
describe('a round of the service goes on behind a row that somebody edited', () => {
  let w: World;
  const warned: string[] = [];
  beforeEach(async () => {
    warned.length = 0;
    w = await createWorld({ warn: (message) => warned.push(message) });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  /** What a round answers while a column of this row says something else. */
  const edited = async (
    table: TableName,
    id: string,
    column: string,
    round: () => Promise<number>,
    value: string | number = 'edited',
  ): Promise<number> => {
    const [row] = await w.opened.behind.all<Record<string, string | number | null>>(
      `select * from "${table}" where "id" = ?`,
      id,
    );
    const was = row?.[column] ?? null;
    const set = (to: string | number | null) =>
      w.opened.behind.run(`update "${table}" set "${column}" = ? where "id" = ?`, to, id);
    await set(value);
    const count = await round();
    await set(was);
    return count;
  };
  const asked = async (who: World['alice'], workstation: string): Promise<string> => {
    const { id } = await w.flow.request.submit(who, { kind: 'first-issue', workstation, priority: 0 });
    await w.approve(id);
    return id;
  };
  const two = async (
    make: (who: World['alice'], workstation: string) => Promise<string>,
  ): Promise<[string, string]> => {
    const ids = [await make(w.alice, 'PN-1'), await make(w.bruno, 'PN-2')].sort();
    return [ids[0] as string, ids[1] as string];
  };

  it('leases', async () => {
    const [first, second] = await two(asked);
    await w.flow.production.takeNext(w.thomas, { count: 2 });
    w.clock.advance(DAY);
    expect(await edited('request', first, 'comment', w.flow.production.expireLeases)).toBe(1);
    expect(await w.reads.get('request', second)).toMatchObject({ state: 'approved' });
    expect(await w.flow.production.expireLeases()).toBe(1);
  });

  it.each([
    ['approval', 'contentHash'],
    ['workstation', 'site'],
  ] as const)('the queue: a technician is given the next request, edited %s', async (table, column) => {
    const first = await asked(w.alice, 'PN-1');
    w.clock.advance(1_000);
    const second = await asked(w.bruno, 'PN-2');
    const { workstationId } = (await w.reads.get('request', first))!;
    const [approval] = await w.reads.find('approval', { requestId: first });
    const id = table === 'approval' ? approval!.id : (workstationId ?? '');
    const take = async () => (await w.flow.production.takeNext(w.thomas, { count: 1 })).length;
    expect(await edited(table, id, column, take)).toBe(1);
    expect(await w.reads.get('request', first)).toMatchObject({ state: 'approved' });
    expect(await w.reads.get('request', second)).toMatchObject({ state: 'in_production' });
    expect(warned).toEqual([`request ${first} was left in the queue`]);
    expect(await take()).toBe(1);
    expect(await w.reads.get('request', first)).toMatchObject({ state: 'in_production' });
  });

  it.each(['letter', 'request'] as const)('printed letters: their PINs leave the vault, edited %s', async (table) => {
    const requests = new Map<string, string>();
    const [first, second] = await two(async (who, workstation) => {
      const { id: requestId } = await w.produced(who, workstation);
      await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
      await w.accept(requestId);
      const { id } = await w.pinLetter(requestId);
      await w.flow.letters.print(w.vincent, { letterId: id });
      requests.set(id, requestId);
      return id;
    });
    const secretId = (await w.reads.get('letter', second))?.secretId ?? '';
    w.clock.advance(15 * 60_000 + 1_000);
    const [id, column] = table === 'letter' ? [first, 'secretId'] : [requests.get(first) ?? '', 'comment'];
    expect(await edited(table, id, column, w.flow.letters.expire)).toBeGreaterThanOrEqual(1);
    expect(await w.reads.get('letter', second)).toMatchObject({ state: 'expired', secretId: null });
    expect(await w.store.secret(secretId)).toBeUndefined();
    await w.flow.letters.expire();
    expect(await w.reads.get('letter', first)).toMatchObject({ state: 'expired' });
  });

  it('proposals', async () => {
    const [first] = await two(async (_, workstation) => {
      const args = { id: workstation === 'PN-1' ? 'production.atOnce' : 'production.perDay', value: 3 } as const;
      return (await w.flow.dualControl.propose(w.adele, { act: 'policy.set', args })).id;
    });
    w.clock.advance(DAY);
    expect(await edited('proposal', first, 'args', w.flow.dualControl.expire)).toBe(1);
    expect(await w.flow.dualControl.expire()).toBe(1);
  });

  it('certificates', async () => {
    const { certificateId: first, tokenId } = await w.activeToken(w.alice, 'PN-1');
    w.clock.advance(1_000);
    const { certificateId: second } = await w.activeToken(w.bruno, 'PN-2');
    w.clock.advance(((await w.reads.get('certificate', second))?.notAfter ?? 0) - w.clock.now() + 1_000);
    expect(await edited('token', tokenId, 'label', w.flow.expiry.expire)).toBe(1);
    expect(await w.reads.get('certificate', second)).toMatchObject({ state: 'expired' });
    expect(await w.flow.expiry.expire()).toBe(1);
    expect(await w.reads.get('certificate', first)).toMatchObject({ state: 'expired' });
  });

  it('receipts that nobody confirmed', async () => {
    const handed = async (who: World['alice'], workstation: string): Promise<string> => {
      const { id } = await w.produced(who, workstation);
      await w.handOver(id);
      w.clock.advance(1_000);
      return id;
    };
    const first = await handed(w.alice, 'PN-1');
    const second = await handed(w.bruno, 'PN-2');
    w.clock.advance(31 * DAY);
    expect(await edited('request', first, 'comment', w.flow.handover.closeByRule)).toBe(1);
    expect(await w.reads.get('request', second)).toMatchObject({ state: 'closed' });
    expect(await w.flow.handover.closeByRule()).toBe(1);
  });

  describe('stock', () => {
    const blank = (serial: string, location: string, model = 'Virage') =>
      w.flow.stock.receive(w.thomas, {
        reference: `BL-${serial}`,
        model,
        location,
        tokens: [{ serial, soPin: `sopin-${serial}` }],
      });
    const { watch, balance } = { watch: () => w.flow.stockWatch.watch(), balance: () => w.flow.stockWatch.balance() };
    beforeEach(async () => {
      for (const [code, site] of [
        ['LYON-A', 'Lyon'],
        ['PAU-A', 'Pau'],
      ] as const)
        await w.flow.stock.addLocation(w.simon, { code, label: code, site, threshold: 2 });
      await blank('V-1', 'LYON-A');
    });

    it('that falls below a threshold, edited location of an alert that is open', async () => {
      expect(await watch()).toBe(1);
      await blank('V-2', 'PAU-A');
      expect(await edited('stockLocation', 'LYON-A', 'label', watch)).toBe(1);
      expect(await w.reads.find('stockAlert', { locationId: 'PAU-A' })).toHaveLength(1);
    });

    it('that falls below a threshold, edited alert of a place before', async () => {
      expect(await watch()).toBe(1);
      await blank('V-2', 'LYON-A');
      expect(await watch()).toBe(0);
      const [alert] = await w.reads.find('stockAlert', { locationId: 'LYON-A' });
      w.clock.advance(DAY);
      await w.flow.stock.change(w.thomas, { serial: 'V-2', action: 'scrap' });
      await blank('V-3', 'PAU-A');
      expect(await edited('stockAlert', alert!.id, 'count', watch, 0)).toBe(1);
      expect(await w.reads.find('stockAlert', { locationId: 'PAU-A' })).toHaveLength(1);
      expect(await watch()).toBe(1);
    });

    it.each(['delivery', 'setting'] as const)('whose equation is counted in the evening, edited %s', async (table) => {
      await blank('A-1', 'PAU-A', 'Autre');
      await blank('A-2', 'PAU-A', 'Autre');
      w.clock.set(Date.parse('2031-03-03T18:00:00Z'));
      expect(await balance()).toBe(true);
      w.clock.advance(DAY);
      const [delivery] = await w.reads.find('delivery', { model: 'Autre' });
      const id = table === 'delivery' ? delivery!.id : countedSetting('Autre');
      const column = table === 'delivery' ? 'reference' : 'value';
      const round = async () => Number(await balance());
      const counted = async (newest: number) => {
        const { items } = await w.flow.reading.entries(w.aurore, { action: 'stock.balance' }, { limit: newest });
        return items.map(({ detail }) => detail['model']);
      };
      expect(await edited(table, id, column, round)).toBe(1);
      expect(await counted(6)).toEqual(['Virage', 'Twin', 'Virage', 'Twin', 'Autre']);
      expect(await balance()).toBe(true);
      expect(await counted(1)).toEqual(['Autre']);
    });
  });
});

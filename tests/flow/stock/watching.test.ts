import { LOCATIONS_MOST } from '../../../src/book/rules/stock/locations.ts';
import { AddLocation, AmendLocation } from '../../../src/flow/stock/locations.ts';
import { toCsv } from '../../../src/reports/csv.ts';
import { dailyReport } from '../../../src/reports/daily.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const HOUR = 3_600_000;

describe('what the service counts of the stock by itself', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    for (const [code, site] of [
      ['LYON-A', 'Lyon'],
      ['PAU-A', 'Pau'],
    ] as const)
      await w.flow.stock.addLocation(w.simon, { code, label: code, site, threshold: 2 });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const deliver = (serials: readonly string[], location: string, model = 'Virage') =>
    w.flow.stock.receive(w.thomas, {
      reference: `BL-${serials[0]}`,
      model,
      location,
      tokens: serials.map((serial) => ({ serial, soPin: `sopin-${serial}` })),
    });
  const told = async (template: string) => {
    let n = 0;
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) if (mail.template === template) n += 1;
    return n;
  };

  it('tells supervisors and technicians once of each time the stock falls below its threshold', async () => {
    await deliver(['V-1', 'V-2', 'V-3'], 'LYON-A');
    expect(await w.flow.stockWatch.watch()).toBe(0);
    await w.flow.stock.change(w.thomas, { serial: 'V-1', action: 'scrap' });
    expect(await w.flow.stockWatch.watch()).toBe(0);
    // what is on the way is not there any more
    const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-A', serials: ['V-2'] });
    await told('stock-low');
    expect(await w.flow.stockWatch.watch()).toBe(1);
    expect(await told('stock-low')).toBeGreaterThan(1);
    expect(await w.flow.stockWatch.watch()).toBe(0);
    expect(await told('stock-low')).toBe(0);
    const [alert] = await w.reads.find('stockAlert', {});
    expect(alert).toMatchObject({ locationId: 'LYON-A', model: 'Virage', threshold: 2, count: 1, endedAt: null });
    await deliver(['V-4'], 'LYON-A');
    expect(await w.flow.stockWatch.watch()).toBe(0);
    expect((await w.reads.get('stockAlert', alert!.id))?.endedAt).not.toBeNull();
    // within a day of the last alert nobody is told again, though the list shows it
    await w.flow.stock.change(w.thomas, { serial: 'V-4', action: 'miss' });
    expect(await w.flow.stockWatch.watch()).toBe(0);
    const here = (await w.flow.reading.stockLevels(w.thomas)).find(({ location }) => location === 'LYON-A');
    expect(here).toMatchObject({ blanks: 1, isLow: true });
    w.clock.advance(24 * HOUR);
    // it falls again, and a threshold that is given up ends what is open
    await w.flow.stock.arrive(w.theo, { transferId: transfer!.id, serials: ['V-2'] });
    expect(await w.flow.stockWatch.watch()).toBe(2);
    for (const location of ['LYON-A', 'PAU-A'])
      await w.flow.stock.amendLocation(w.simon, { location, threshold: null });
    await w.flow.stockWatch.watch();
    expect(await w.reads.count('stockAlert', { endedAt: null })).toBe(0);
  });

  it('leaves no location out of it whose counts for pages somebody took away', async () => {
    await deliver(['V-1', 'V-2'], 'LYON-A');
    const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-A', serials: ['V-1'] });
    await w.flow.stock.arrive(w.theo, { transferId: transfer!.id, serials: ['V-1'] });
    await w.opened.behind.run(`delete from "tokenCount" where "location" = 'PAU-A'`);
    w.clock.set(Date.parse('2031-03-04T18:00:00Z'));
    expect(await w.flow.stockWatch.balance()).toBe(true);
    const { items } = await w.flow.reading.entries(w.aurore, { action: 'stock.balance' }, { limit: 5 });
    expect(JSON.stringify(items.map(({ detail }) => detail))).toContain('PAU-A');
    await w.store.transact((unit) => unit.recountTokens());
  });

  it('counts the equation of each model in each location, in the evening, once a day', async () => {
    await deliver(['V-1', 'V-2', 'V-3', 'V-4'], 'LYON-A');
    await deliver(['P-1'], 'PAU-A');
    const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-A', serials: ['V-1', 'V-2'] });
    await w.flow.stock.arrive(w.theo, { transferId: transfer!.id, serials: ['V-1'] });
    await w.flow.stock.change(w.thomas, { serial: 'V-3', action: 'scrap' });
    await w.activeToken(w.alice, 'PN-1');
    w.clock.set(Date.parse('2031-03-04T08:00:00Z'));
    expect(await w.flow.stockWatch.balance()).toBe(false);
    w.clock.advance(10 * HOUR);
    expect(await w.flow.stockWatch.balance()).toBe(true);
    expect(await w.flow.stockWatch.balance()).toBe(false);
    const entries = (await w.flow.reading.entries(w.aurore, { action: 'stock.balance' }, { limit: 5 })).items;
    // one for each model, so that all its locations fit in a line
    expect(entries.map(({ detail }) => detail['model']).sort()).toEqual(['Twin', 'Virage']);
    const report = await dailyReport(entries.toReversed(), { date: '2031-03-04', now: w.clock.now() });
    const rows = report.stockPlaces;
    const none = { inProduction: 0, toCheck: 0, issued: 0, missing: 0, destroyed: 0 };
    expect(rows.filter(({ model }) => model === 'Virage')).toEqual([
      { location: 'LYON-A', model: 'Virage', received: 4, moved: -1, inStock: 2, scrapped: 1, ...none },
      { location: 'PAU-A', model: 'Virage', received: 1, moved: 1, inStock: 2, scrapped: 0, ...none },
    ]);
    expect(rows.find(({ model }) => model === 'Twin')).toMatchObject({ location: null, moved: 0, issued: 1 });
    expect(toCsv(report)).toContain('Stock LYON-A – Virage : en stock;');
    w.clock.advance(24 * HOUR);
    expect(await w.flow.stockWatch.balance()).toBe(true);
  });

  it('knows no more locations than it counts, and none by a recovery key', async () => {
    for (let n = await w.reads.count('stockLocation', {}); n < LOCATIONS_MOST; n += 1)
      await w.flow.stock.addLocation(w.simon, { code: `L-${n}`, label: 'x', site: 'x' });
    const oneMore = w.flow.stock.addLocation(w.simon, { code: 'ONE-MORE', label: 'x', site: 'x' });
    await expect(oneMore).rejects.toMatchObject({ code: 'limit_reached', detail: { why: 'locations' } });
    const key = '111111-222222-333333-444444-555555-666666-777777-888888';
    const fits = (said: object) => AddLocation.safeParse({ code: 'A-1', label: 'x', site: 'x', ...said }).success;
    expect([fits({}), fits({ label: key }), fits({ site: key })]).toEqual([true, false, false]);
    expect(AmendLocation.safeParse({ location: 'A-1', label: key }).success).toBe(false);
  }, 60_000);

  it('says how many working days the stock lasts at the pace of the last twenty', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await w.activeToken(w.bruno, 'PN-2');
    const levels = await w.flow.reading.stockLevels(w.simon);
    const [twin] = levels.filter(({ location, model }) => location === null && model === 'Twin');
    const blanks = await w.reads.count('token', { model: 'Twin', state: 'in_stock' });
    expect(twin).toMatchObject({ blanks, perDay: 0.1, days: blanks / 0.1, isLow: false, threshold: null });
    await deliver(['V-1'], 'LYON-A');
    await w.flow.stockWatch.watch();
    const lyon = (await w.flow.reading.stockLevels(w.thomas)).find(({ location }) => location === 'LYON-A');
    expect(lyon).toMatchObject({ blanks: 1, perDay: 0, days: null, isLow: true, threshold: 2 });
  });

  it('counts a token that was made where it was taken from, wherever it comes back', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return', location: 'LYON-A' });
    const used = (await w.flow.reading.stockLevels(w.simon)).filter(({ perDay }) => perDay > 0);
    expect(used.map(({ location, model }) => [location, model])).toEqual([[null, 'Twin']]);
    await expect(w.flow.reading.stockLevels(w.alice)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('acknowledges to the holder that their token came back', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    expect(await told('token-returned')).toBe(0);
    await w.flow.stock.change(w.theo, { serial: tokenId, action: 'return' });
    const notices = await w.flow.reading.told(w.alice, { sees: false });
    expect(notices).toContainEqual(expect.objectContaining({ template: 'token-returned', serial: tokenId }));
    expect(await told('token-returned')).toBe(1);
    // missing from its shelf and found there, it was never theirs again
    await w.flow.stock.change(w.theo, { serial: tokenId, action: 'miss' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'find' });
    expect(await told('token-returned')).toBe(0);
  });

  it('acknowledges it as well where it was missing first, and to its next holder', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'lost' });
    await w.flow.stock.change(w.theo, { serial: tokenId, action: 'miss' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'find' });
    expect(await told('token-returned')).toBe(1);
    await w.flow.stock.recycle(w.thomas, { serial: tokenId, slot: '1' });
    const { id: requestId } = await w.flow.request.submit(w.bruno, {
      kind: 'first-issue',
      workstation: 'PN-2',
      priority: 0,
    });
    await w.approve(requestId);
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    await w.flow.stock.change(w.theo, { serial: tokenId, action: 'return' });
    expect(await told('token-returned')).toBe(1);
  });
});

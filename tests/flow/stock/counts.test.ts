import { COUNTED_MOST, MOVED_MOST } from '../../../src/book/rules/stock/locations.ts';
import type { AppError } from '../../../src/errors.ts';
import { CountLocation, checkCountable } from '../../../src/flow/stock/counts.ts';
import { wordsEn } from '../../../src/words/en.ts';
import { explainError, type WordKey } from '../../../src/words/explain.ts';
import { wordsFr } from '../../../src/words/fr.ts';
import { translatorsOf } from '../../../src/words/translator.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('the count of a location', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    for (const code of ['LYON-A', 'LYON-B'])
      await w.flow.stock.addLocation(w.simon, { code, label: `Tiroir ${code}`, site: 'Lyon' });
    for (const [location, of] of [
      ['LYON-A', ['A-1', 'A-2', 'A-3']],
      ['LYON-B', ['B-1', 'B-2']],
    ] as const)
      await w.flow.stock.receive(w.thomas, {
        reference: `BL-${location}`,
        model: 'Twin',
        location,
        tokens: of.map((serial) => ({ serial, soPin: `sopin-${serial}` })),
      });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const refusal = (code: string, why?: string) => ({ code, ...(why === undefined ? {} : { detail: { why } }) });
  const settle = (
    differenceId: string,
    reason: 'missing' | 'found' | 'misplaced' | 'taken' | 'set-apart',
    by: 'theo' | 'thomas' = 'thomas',
  ) => w.flow.stock.settle(w[by], { differenceId, reason });

  it('finds no difference where all is as it ought to be', async () => {
    const { count, differences, unknown } = await w.flow.stock.count(w.theo, {
      location: 'LYON-A',
      serials: ['A-3', 'A-1', 'A-2', 'A-2'],
    });
    expect({ ...count, differences, unknown }).toMatchObject({ expected: 3, seen: 3, differences: [], unknown: [] });
  });

  it('names what was not seen and what was not expected, and takes no explanation that is not true', async () => {
    const { count, differences, unknown } = await w.flow.stock.count(w.theo, {
      location: 'LYON-A',
      serials: ['A-1', 'B-1', 'FOREIGN-7'],
    });
    expect(count).toMatchObject({ expected: 3, seen: 2, unknown: 1 });
    expect(unknown).toEqual(['FOREIGN-7']);
    const of = Object.fromEntries(differences.map(({ tokenId, id, kind }) => [tokenId, { id, kind }]));
    expect(Object.entries(of).map(([serial, { kind }]) => [serial, kind])).toEqual([
      ['A-2', 'not-seen'],
      ['A-3', 'not-seen'],
      ['B-1', 'not-expected'],
    ]);
    // A-2 is lost: explained as such once it is declared missing
    const lost = of['A-2']!.id;
    await expect(settle(lost, 'missing')).rejects.toMatchObject(refusal('wrong_state', 'difference-missing'));
    await w.flow.stock.change(w.thomas, { serial: 'A-2', action: 'miss' });
    await settle(lost, 'missing');
    await expect(settle(lost, 'missing')).rejects.toMatchObject(refusal('already_done'));
    // A-3 was there after all
    await expect(settle(of['A-3']!.id, 'taken')).rejects.toMatchObject(refusal('wrong_state'));
    await settle(of['A-3']!.id, 'found');
    // B-1 is put where it was seen
    await expect(settle(of['B-1']!.id, 'found')).rejects.toMatchObject(refusal('wrong_state'));
    await w.flow.stock.transfer(w.theo, { to: 'LYON-A', serials: ['B-1'] });
    await settle(of['B-1']!.id, 'found');
    expect(await w.reads.count('stockDifference', { settledAt: null })).toBe(0);
    const again = await w.flow.stock.count(w.theo, { location: 'LYON-A', serials: ['A-1', 'A-3', 'B-1'] });
    expect(again.differences).toEqual([]);
  });

  it('brings a missing token back, which is wiped before it serves again', async () => {
    await w.flow.stock.change(w.thomas, { serial: 'A-1', action: 'miss' });
    const seen = ['A-1', 'A-2', 'A-3'];
    const { differences } = await w.flow.stock.count(w.theo, { location: 'LYON-A', serials: seen });
    expect(differences).toMatchObject([{ tokenId: 'A-1', kind: 'not-expected' }]);
    await w.flow.stock.change(w.theo, { serial: 'A-1', action: 'find', location: 'LYON-A' });
    expect(await w.reads.get('token', 'A-1')).toMatchObject({ state: 'returned', locationId: 'LYON-A' });
    await settle(differences[0]!.id, 'found');
  });

  it('is not talked away by whoever made it: another says that a token which was not seen is there', async () => {
    const { differences } = await w.flow.stock.count(w.theo, { location: 'LYON-A', serials: ['A-2', 'B-1'] });
    const of = Object.fromEntries(differences.map(({ tokenId, id }) => [tokenId, id]));
    const own = refusal('same_person', 'own-count');
    await expect(settle(of['A-1']!, 'found', 'theo')).rejects.toMatchObject(own);
    await w.flow.stock.transfer(w.theo, { to: 'LYON-B', serials: ['A-1'] });
    await expect(settle(of['A-1']!, 'misplaced', 'theo')).rejects.toMatchObject(own);
    const seenBy = async (who: 'theo' | 'thomas') =>
      (await w.flow.reading.stockLocation(w[who], 'LYON-A')).differences
        .map((one) => [one.tokenId, one.ownCount] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    expect(await seenBy('theo')).toEqual([
      ['A-1', true],
      ['A-3', true],
      ['B-1', false],
    ]);
    expect((await seenBy('thomas')).some(([, isOwn]) => isOwn)).toBe(false);
    await settle(of['A-1']!, 'misplaced');
    // a loss that they made known, and a token that they saw, they explain themselves
    await w.flow.stock.change(w.theo, { serial: 'A-3', action: 'miss' });
    await settle(of['A-3']!, 'missing', 'theo');
    await settle(of['B-1']!, 'misplaced', 'theo');
  });

  it('takes as many serial numbers as one request bears', async () => {
    const serials = (n: number) => Array.from({ length: n }, (_, i) => `N-${i}`);
    expect(CountLocation.safeParse({ location: 'LYON-A', serials: serials(COUNTED_MOST) }).success).toBe(true);
    expect(CountLocation.safeParse({ location: 'LYON-A', serials: serials(COUNTED_MOST + 1) }).success).toBe(false);
  });

  it('is not of a location that no count can hold: it says so, and what to do', () => {
    const most = COUNTED_MOST + MOVED_MOST;
    expect(() => checkCountable('LYON-A', most, COUNTED_MOST)).not.toThrow();
    let refused: unknown;
    try {
      checkCountable('LYON-A', most + 1, COUNTED_MOST);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'limit_reached', detail: { why: 'too-full', n: 5101, most: 5000 } });
    const say = (language: 'fr' | 'en') =>
      explainError(translatorsOf<WordKey>(wordsFr, wordsEn)(language), language, refused as AppError);
    expect(say('fr')).toEqual({
      title: 'L’emplacement LYON-A contient 5101 jetons\u202f; un inventaire en compte 5000 au plus.',
      remedy:
        'Enregistrez un emplacement par tiroir du même site, rangez-y les jetons par centaines, puis comptez chacun.',
    });
    expect(say('en').remedy).toContain('Register a location for each drawer');
  });

  it('is by a technician, of a location that there is, and not of another than was meant', async () => {
    const nowhere = w.flow.stock.count(w.theo, { location: 'NANTES', serials: [] });
    await expect(nowhere).rejects.toMatchObject(refusal('not_found'));
    const alice = w.flow.stock.count(w.alice, { location: 'LYON-A', serials: [] });
    await expect(alice).rejects.toMatchObject(refusal('forbidden'));
    const many = Array.from({ length: 101 }, (_, i) => ({ serial: `C-${i}`, soPin: `sopin-${i}` }));
    await w.flow.stock.receive(w.thomas, { reference: 'BL-C', model: 'Twin', location: 'LYON-B', tokens: many });
    const empty = w.flow.stock.count(w.theo, { location: 'LYON-B', serials: [] });
    await expect(empty).rejects.toMatchObject(refusal('limit_reached', 'differences'));
    // what ought to be there is counted before a row of it is read
    await expect(empty).rejects.toMatchObject({ detail: { n: 103 } });
  });
});

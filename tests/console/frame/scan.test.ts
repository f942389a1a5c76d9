import { lookedFor, readScan, readTracking } from '../../../src/console/frame/forms/scan.ts';

describe('a scanned number', () => {
  it.each([
    ['DEM-2026-00471', 'DEM-2026-00471'],
    [' dem-2026-00471\n', 'DEM-2026-00471'],
    ["DE?)éàé-)àà'è&", 'DEM-2026-00471'],
    ["de,)éàé-)àà'è&", 'DEM-2026-00471'],
    ['00A4 51', '00A451'],
    ['B-0001', 'B-0001'],
    ['5daa66e0', '5daa66e0'],
    ['é&', 'é&'],
  ])('%j is %s', (typed, meant) => expect(readScan(typed)).toBe(meant));
});

describe('a carrier’s number', () => {
  it.each([
    ['LP-123456789FR', 'LP-123456789FR'],
    ['LP&é"\'(-è_çFR', 'LP123456789FR'],
    ['-Q&é"', '6A123'],
    ['&é"\'(-è_çà', '1234567890'],
    [' LP-42 ', 'LP-42'],
    ['AB-CD', 'AB-CD'], // nothing tells that it was mistyped
    ['LP&42', 'LP&42'], // a scanner that is set wrong types no digit
    ['?&', 'M1'],
  ])('%j is %s', (typed, meant) => expect(readTracking(typed)).toBe(meant));
});

describe('a text that is looked for', () => {
  it.each([
    ['c3ee 5cb3 3f6d e26a', 'c3ee5cb33f6de26a'], // as pages show it
    ['  C3EE\u202f5cb3  3f6d e26a 11 ', 'C3EE5cb33f6de26a11'],
    ['c3ee5cb33f6de26a', 'c3ee5cb33f6de26a'],
    ['dem-2026-00471', 'DEM-2026-00471'],
    ["DE?)éàé-)àà'è&", 'DEM-2026-00471'],
    ['c3 ee5cb33f6de26a', 'c3 ee5cb33f6de26a'], // no page shows it so
    ['ada bea', 'ada bea'],
    ['demander un jeton', 'demander un jeton'],
    ['', ''],
  ])('%j is %j', (typed, text) => expect(lookedFor(typed).text).toBe(text));
});

import { readScan } from '../../../src/console/frame/scan.ts';

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

import {
  isRequestNumber,
  looksLikeNumber,
  requestNumberOf,
  seriesOf,
  yearOfNumber,
} from '../../../../src/book/rules/request/request-number.ts';
import { tokenLabel } from '../../../../src/book/rules/request/token-label.ts';

describe('the number of a request', () => {
  it('is that of its year, five digits long or longer', () => {
    expect(seriesOf(2026)).toBe('DEM-2026');
    expect(requestNumberOf(2026, 471)).toBe('DEM-2026-00471');
    expect(requestNumberOf(2026, 123_456)).toBe('DEM-2026-123456');
  });

  it.each([
    ['DEM-2026-00471', '2026', true],
    ['DEM-2026-471', undefined, true],
    ['DEM-2026-0000000001', undefined, false],
    ['DEM-2026-00471B', undefined, false],
    ['dem-2026-00471', undefined, false],
    ['DEM-26-00471', undefined, false],
    ['', undefined, false],
  ])('%s names the year %s', (text, year, isWhole) => {
    expect(yearOfNumber(text)).toBe(year);
    expect(isRequestNumber(text)).toBe(isWhole);
  });

  it('is told from an id by how it begins', () => {
    expect(looksLikeNumber('DEM-')).toBe(true);
    expect(looksLikeNumber('X7TF1F285S3P3XHBY4YNTJ858K')).toBe(false);
  });
});

it('labels a token by the number of its request and the end of its serial number, in ASCII that fits', () => {
  expect(tokenLabel('DEM-2026-00471', 'YK-0123456789')).toBe('DEM-2026-00471-23456789');
  expect(tokenLabel('DEM-2026-00471', 'é12')).toBe('DEM-2026-00471-12');
  expect(tokenLabel('DEM-2026-1234567890123456', 'S-00000001')).toHaveLength(32);
});

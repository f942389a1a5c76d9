import { otherThanTracking } from '../../../../src/book/rules/handover/tracking-numbers.ts';

describe('what is scanned as a carrier’s number', () => {
  it.each([
    ['DEM-2026-00002', 'request'],
    [' dem-2026-00002k ', 'request'],
    ['DEM-2026-00002', 'request'],
    ['3760123456784', 'product'],
    ['376 0123 456784', 'product'],
    ['4006381333931', 'product'],
    ['3760123456789', undefined], // its last digit is not the one of an EAN
    ['LP-42', undefined],
    ['6A12345678901', undefined],
    ['12345678901234', undefined],
    ['1Z999AA10123456784', undefined],
  ])('%j is %s', (text, is) => expect(otherThanTracking(text)).toBe(is));
});

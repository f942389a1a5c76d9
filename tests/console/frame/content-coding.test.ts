import fc from 'fast-check';
import { contentCoding } from '../../../src/console/frame/content-coding.ts';

describe('the coding of an answer', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP;Q=0.5', 'gzip'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['identity;q=1, br;q=0.5', 'identity'],
    ['gzip;q=0.5, identity;q=0.5', 'gzip'],
    ['deflate', 'identity'],
    ['br;q=2, gzip;q=nothing', 'identity'],
    ['identity;q=0', undefined],
    ['*;q=0', undefined],
    ['*;q=0, gzip', 'gzip'],
  ])('of what %p asks for is %p', (header, coding) => {
    expect(contentCoding(header)).toBe(coding);
  });

  it('is a known one or none, whatever a client sends', () => {
    fc.assert(
      fc.property(fc.string(), (header) => ['br', 'gzip', 'identity', undefined].includes(contentCoding(header))),
    );
  });
});

import type { Request } from 'express';
import fc from 'fast-check';
import { checkOrigin, checkToken, localPath } from '../../../src/console/frame/forms/guard.ts';

const request = (headers: Record<string, string>) =>
  ({ get: (name: string) => headers[name.toLowerCase()] }) as unknown as Request;
const accepted = (headers: Record<string, string>): boolean => {
  try {
    checkOrigin(request({ host: 'jeton.example', ...headers }));
    return true;
  } catch {
    return false;
  }
};

describe('where a form comes from', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://jeton.example' }, false],
    [{ origin: 'https://jeton.example' }, true],
    [{ origin: 'https://evil.example' }, false],
    [{ origin: 'https://jeton.example.evil.example' }, false],
    [{ origin: 'null' }, false],
    [{}, true],
  ])('%j: accepted %s', (headers, expected) => expect(accepted(headers as Record<string, string>)).toBe(expected));
});

describe("the form's token", () => {
  it('is accepted when it is the expected one', () => expect(() => checkToken('abc', 'abc')).not.toThrow());
  it.each([
    ['abd', 'abc'],
    ['', 'abc'],
    ['abcd', 'abc'],
    ['', ''],
    ['', undefined],
  ])('"%s" for "%s" is refused', (given, expected) =>
    expect(() => checkToken(given, expected)).toThrow('reload the page'),
  );
});

describe('a path to go to next', () => {
  it.each(['/demandes?etat=approved', '/postes/PN-1', '/'])('%s is kept', (path) => expect(localPath(path)).toBe(path));
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    undefined,
    ['/a'],
    '/a\r\nX: y',
  ])('%j becomes the home page', (path) => expect(localPath(path)).toBe('/'));

  it('never leaves this origin, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(new URL(localPath(path), 'https://jeton.example').origin).toBe('https://jeton.example');
        expect(new URL(localPath(`/${path}`), 'https://jeton.example').origin).toBe('https://jeton.example');
      }),
    );
  });
});

import { looksLikeRecoveryKey } from '../../../../src/book/rules/workstation/check-values.ts';

const KEY = '123456-234567-345678-456789-567890-678901-789012-890123';

describe('a recovery key of a disk', () => {
  it.each([
    KEY,
    KEY.replaceAll('-', ''),
    KEY.replaceAll('-', ' '),
    KEY.replaceAll('-', ', '),
    KEY.replaceAll('-', ' / '),
    KEY.replaceAll('-', '\u00a0– '),
    `Clé : ${KEY.slice(0, 27)}.`,
  ])('is one, or half of one, in %j', (text) => {
    expect(looksLikeRecoveryKey(text)).toBe(true);
  });

  it.each([
    'Autoriser 10.0.0.0/24, 172.16.0.0/12, 192.168.0.0/16',
    'Appeler 01 40 07 60 60 / 01 49 27 49 27 / 01 53 71 53 71',
    '13001653800014/13001653800022',
    '6 rue des Messageries, 97404 Saint-Denis Cedex',
    'PN-2026-00088213',
  ])('is none in %j', (text) => {
    expect(looksLikeRecoveryKey(text)).toBe(false);
  });
});

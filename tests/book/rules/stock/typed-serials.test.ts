import { readSerial, readSerials, SerialRef } from '../../../../src/book/rules/stock/typed-serials.ts';

describe('a serial number that somebody typed', () => {
  it('is the one that pages show in groups', () => {
    expect(readSerial(' 7d86 f247\u00a0f419\u202f94f6 ')).toBe('7d86f247f41994f6');
    expect(SerialRef.parse('7d86 f247 f419 94f6')).toBe('7d86f247f41994f6');
    expect(SerialRef.safeParse('  ').success).toBe(false);
    // the key of a disk is refused in groups too
    expect(SerialRef.safeParse('123456 '.repeat(8)).success).toBe(false);
  });

  it('ends at a line, a tab, a comma or a semicolon, and at no space', () => {
    const all = ['7d86f247f41994f6', 'F-0002', 'F-0003', 'F-0004', 'F-0005'];
    expect(readSerials('7d86 f247 f419 94f6\r\nF-0002;F-0003, F-0004\tF-0005\n\n')).toEqual(all);
    expect(readSerials(' \n')).toEqual([]);
  });
});

import { DELIVERED_MOST, readDelivery } from '../../../../src/book/rules/stock/delivery-list.ts';

describe('the list of a delivery', () => {
  const two = [
    { serial: 'A-1', soPin: 'sopin-1' },
    { serial: 'A-2', soPin: 'sopin-2' },
  ];
  it.each([
    'A-1;sopin-1\nA-2;sopin-2',
    'serial;soPin\r\nA-1;sopin-1\r\n\r\nA-2;sopin-2\r\n',
    '\ufeff\nSerial, SOPIN\nA-1, sopin-1\nA-2, sopin-2',
    'série;so-pin\nA-1;sopin-1\nA-2;sopin-2',
    'se\u0301rie;so pin;micrologiciel\nA-1;sopin-1;\nA-2;sopin-2;',
    'SERIE;SO-PIN;Micrologiciel\nA-1;sopin-1;\nA-2;sopin-2;',
    'serial\tsoPin\tfirmware\nA-1\tsopin-1\t\nA-2\tsopin-2',
  ])('is read with or without its heading, whatever separates: %j', (text) => {
    expect(readDelivery(text)).toEqual(two);
  });

  it('takes a firmware only under its heading', () => {
    const withIt = [{ ...two[0], firmware: '5.7.1' }];
    expect(readDelivery('serial;soPin;firmware\nA-1;sopin-1;5.7.1')).toEqual(withIt);
    expect(readDelivery('série;so-pin;micrologiciel\nA-1;sopin-1;5.7.1')).toEqual(withIt);
  });

  const refusal = (text: string) => {
    try {
      return readDelivery(text);
    } catch (error) {
      return error;
    }
  };
  it.each([
    ['A-1;sopin-1\nA-2', 2],
    ['serial;soPin\n\nA-1;sopin-1\nA-2;', 4],
    ['A-1;sopin-1;secret', 1],
    ['série;so-pin\nA-1;sopin-1;secret', 2],
    ['serial;soPin;firmware\nA-1;sopin-1;5.7.1;secret', 2],
    ['A-1;sop', 1],
    [`A-1;sopin-1\n${'A'.repeat(300)};sopin-2`, 2],
  ])('names the line of a fault, and nothing that stands in it: %j', (text, line) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'invalid_input', detail: { why: 'delivery-line', line } });
    expect(String(error) + JSON.stringify(error)).not.toMatch(/sopin|secret/);
  });

  it.each(['', 'serial;soPin\n', Array.from({ length: DELIVERED_MOST + 1 }, (_, n) => `A-${n};sopin`).join('\n')])(
    'says how many there may be',
    (text) => {
      expect(refusal(text)).toMatchObject({
        code: 'invalid_input',
        detail: { why: 'delivery-size', most: DELIVERED_MOST },
      });
    },
  );
});

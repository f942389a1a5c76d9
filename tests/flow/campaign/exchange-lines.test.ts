import { exchangesOf } from '../../../src/flow/campaign/exchange-lines.ts';
import { MOST_EXCHANGES } from '../../../src/flow/campaign/exchange-list.ts';

const pair = (workstation: string, replacedBy: string) => ({ workstation, replacedBy });

describe('a list of exchanges', () => {
  it.each([
    ['a CSV file with headings', '\ufeffancien;nouveau\r\nPN-50;PN-80\r\nPN-51;PN-81\r\n'],
    ['commas, quotes and small letters', '"pn-50","pn-80"\n"pn-51", "pn-81"\n'],
    ['tabs and empty lines', 'PN-50\tPN-80\n\n;;\nPN-51\tPN-81'],
    ['what somebody pasted', 'PN-50 PN-80\nPN-51 → PN-81'],
    ['more columns', 'ancien;nouveau;modèle\nPN-50;PN-80;SPAN 14\nPN-51;PN-81;SPAN 15'],
  ])('is read from %s', (_, text) => {
    expect(exchangesOf(text)).toEqual([pair('PN-50', 'PN-80'), pair('PN-51', 'PN-81')]);
  });

  it('keeps a line that lacks a number, so that it is refused by name', () => {
    expect(exchangesOf('PN-50;\n;PN-80\nPN-51')).toEqual([pair('PN-50', ''), pair('', 'PN-80'), pair('PN-51', '')]);
    expect(exchangesOf('')).toEqual([]);
    expect(exchangesOf('ancien;nouveau')).toEqual([]);
    expect(exchangesOf('ancien;nouveau\r\n \r\n;PN-80\r;\rPN-51;PN-81;;')).toEqual([
      pair('', 'PN-80'),
      pair('PN-51', 'PN-81'),
    ]);
  });

  it('is read to one line behind the most of a list, so that it is refused, however long the text is', () => {
    const lines = (n: number) => `ancien;nouveau\n${'PN-50;PN-80\n'.repeat(n)}`;
    expect(exchangesOf(lines(MOST_EXCHANGES))).toHaveLength(MOST_EXCHANGES);
    expect(exchangesOf(lines(MOST_EXCHANGES + 1))).toHaveLength(MOST_EXCHANGES + 1);
    expect(exchangesOf(lines(10 * MOST_EXCHANGES))).toHaveLength(MOST_EXCHANGES + 1);
  });
});

import { assetNumbersOf } from '../../../src/flow/workstation/asset-numbers.ts';

describe('asset numbers of a list', () => {
  it.each([
    ['lines', 'PN-1\nPN-2\n', ['PN-1', 'PN-2']],
    [
      'a CSV file with headings, of a spreadsheet',
      '\ufeffnuméro;modèle\r\n"pn-1";SPAN 14\r\nPN-2;SPAN 15\r\n',
      ['PN-1', 'PN-2'],
    ],
    ['a table with numbers in two columns', 'numero;remplace_par\nPN-1;PN-2\nPN-3;PN-4', ['PN-1', 'PN-3']],
    ['headings after an empty line', '\nNumber,Site\nPN-1,Pau', ['PN-1']],
    ['one twice, and empty lines', 'PN-1\n\n pn-1 \n\tx\nPN-3', ['PN-1', 'PN-3']],
    ['one line, as somebody types them', 'PN-1, pn-2; PN-3 PN-4', ['PN-1', 'PN-2', 'PN-3', 'PN-4']],
    ['a file whose first column is empty in a line', 'numéro;modèle\n;SPAN 14\nPN-2;SPAN 14', ['PN-2']],
    ['nothing', ' \n', []],
  ])('are read from %s', (_, text, numbers) => {
    expect(assetNumbersOf(text)).toEqual(numbers);
  });
});

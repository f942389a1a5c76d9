import { siftInventory } from '../../src/imports/inventory.ts';
import { parseTakeOver } from '../../src/imports/take-over.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('an inventory', () => {
  it('has Jeton’s headings in French and English, `;`, `,` or tabs between fields', () => {
    const row = {
      assetNumber: 'PN-1',
      serialNumber: 'S-1',
      model: 'SPAN',
      service: 'PREF-33',
      site: 'Pau',
      holder: 'M-1',
    };
    for (const [head, separator] of [
      ['numero;serie;modele;service;site;agent', ';'],
      ['assetNumber,serialNumber,model,service,site,holder', ','],
      ['numéro\tsérie\tmodèle\tservice\tsite\tagent', '\t'],
    ] as const) {
      const text = `${head}\n${['pn-1', 's-1', 'SPAN', 'pref-33', 'Pau', 'M-1'].join(separator)}\n`;
      expect(siftInventory(text)).toMatchObject({ rows: [{ line: 2, row }], problems: [], ignored: [], count: 1 });
    }
  });

  it('tells of a heading that nobody knows in one line, shortened', () => {
    const long = `"${'un titre\nsans fin '.repeat(20)}"`;
    const { problems, ignored } = siftInventory(`numero;modele;service;site;${long}\nPN-1;SPAN;PREF-33;Pau;1\n`);
    expect([problems, ignored]).toEqual([[], ['un titre sans fin un titre sans fin un …']]);
  });

  it.each([
    [
      'French',
      '"Nom";"Entité";"Statut";"Fabricant";"Numéro de série";"Type";"Modèle";"Lieu";"Utilisateur";"Numéro d\'inventaire";"Groupe"',
      ['Nom', 'Entité', 'Statut', 'Fabricant', 'Type', 'Utilisateur'],
    ],
    [
      'English',
      '"Name";"Entity";"Status";"Manufacturer";"Serial number";"Type";"Model";"Location";"User";"Inventory number";"Group"',
      ['Name', 'Entity', 'Status', 'Manufacturer', 'Type', 'User'],
    ],
  ])('is one that GLPI exported in %s; its other columns are left out, and told', (_, head, ignored) => {
    const line =
      '"POSTE-1";"DNUM";"En service";"HP";"5CG1234XYZ";"Portable";"EliteBook";"Pau > RdC";"Anne Martin";"PN-1";"PREF-33"';
    expect(siftInventory(`${head}\r\n${line}\r\n`)).toMatchObject({
      problems: [],
      ignored,
      rows: [{ row: { assetNumber: 'PN-1', serialNumber: '5CG1234XYZ', site: 'Pau > RdC' } }],
    });
  });

  it('is read by its octets: UTF-8 where it is valid, else Windows-1252, and says which', () => {
    const text = 'numero;site\nPN-1;Besançon\n';
    const site = (file: Uint8Array) => siftInventory(file).rows[0]?.row.site;
    expect(siftInventory(Buffer.from(text)).encoding).toBe('utf-8');
    expect(site(Buffer.from(text))).toBe('Besançon');
    expect(siftInventory(latin1(text)).encoding).toBe('windows-1252');
    expect(site(latin1(text))).toBe('Besançon');
    // 0x9C is œ in Windows-1252 alone
    expect(site(latin1('numero;site\nPN-1;Vill\u009cur\n'))).toBe('Villœur');
  });

  it('says nothing by an empty field, and gives the right lines beside the wrong ones', () => {
    const { rows, problems, count } = siftInventory('numero;serie;agent\nPN-1;;\nPN 2;;\nPN-3;Default string;\n');
    expect(rows).toEqual([{ line: 2, row: { assetNumber: 'PN-1' } }]);
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'numero', 'bad_number'],
      [4, 'serie', 'bad_serial'],
    ]);
    expect(count).toBe(3);
  });

  it('is what two persons take over too, in the same encodings and headings', () => {
    const file = "Numéro d'inventaire;Modèle;Lieu;Groupe;Numéro de série;Statut\nPN-1;SPAN;Besançon;PREF-33;S-1;x\n";
    const row = { assetNumber: 'PN-1', serialNumber: 'S-1', model: 'SPAN', service: 'PREF-33', site: 'Besançon' };
    expect(parseTakeOver(latin1(file))).toEqual({ rows: [row], problems: [], ignored: expect.any(Array) });
  });
});

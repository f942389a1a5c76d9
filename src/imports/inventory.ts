import { InventoryLine } from '../flow/import/inventory-line.ts';
import { type Sifted, siftRows } from './rows.ts';

/**
 * Headings of an inventory: Jeton's own in French and English, and those under which GLPI exports its computers
 * (Computer and its search options) in both languages. Whoever has a machine is named by their directory id, in a column of its own: what
 * GLPI calls a user is often a name or a login, and one that nobody knows would refuse the whole file.
 */
export const INVENTORY_HEADINGS = {
  assetNumber: ['numero', 'numéro de poste', 'Numéro d’inventaire', 'Inventory number'],
  serialNumber: ['serie', 'Numéro de série', 'Serial number'],
  model: ['modele', 'Modèle', 'Model'],
  image: ['image'],
  service: ['service', 'Groupe', 'Group'],
  site: ['site', 'Lieu', 'Location'],
  holder: ['agent', 'matricule'],
} as const satisfies Record<keyof InventoryLine, readonly [string, ...string[]]>;

/** What else GLPI exports of a computer, which says nothing that is kept here. */
export const GLPI_IGNORED: readonly string[] = [
  ...[
    'Utilisateur',
    'User',
    'Nom',
    'Name',
    'Entité',
    'Entity',
    'Statut',
    'Status',
    'Fabricant',
    'Manufacturer',
    'Type',
    'Types',
  ],
  ...['Usager', 'Alternate username', 'Numéro d’usager', 'Alternate username number', 'Commentaires', 'Comments'],
  ...['Dernière modification', 'Last update', 'Date de création', 'Creation date', 'Réseau', 'Network', 'UUID', 'ID'],
  ...['Technicien responsable du matériel', 'Technician in charge of the hardware', 'Domaine', 'Domain'],
  ...['Groupe responsable du matériel', 'Group in charge of the hardware', 'Source de mise à jour', 'Update Source'],
  ...['Système d’exploitation - Nom', 'Operating System - Name', 'Système d’exploitation - Version'],
  ...['Operating System - Version', 'Composants - Processeur', 'Components - Processor'],
];

/** An inventory as it is: the lines that can be read, what is wrong with others, and which columns say nothing here. */
export function siftInventory(file: string | Uint8Array): Sifted<InventoryLine> {
  return siftRows(file, {
    schema: InventoryLine,
    columns: INVENTORY_HEADINGS,
    optional: ['serialNumber', 'model', 'image', 'service', 'site', 'holder'],
    unique: ['assetNumber', 'serialNumber'],
    ignored: 'all',
    legacy: true,
    emptySaysNothing: true,
    codes: { assetNumber: 'bad_number', serialNumber: 'bad_serial', service: 'bad_service' },
  });
}

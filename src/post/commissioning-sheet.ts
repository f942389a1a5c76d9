import type { CommissioningSheet } from '../flow/workstation/commissioning-sheet.ts';
import { typeset } from '../words/translator.ts';
import { DENSE, drawField, drawHeading, drawRows, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { type Cell, type Checkpoint, type Column, drawJournal, drawTable, ENGLISH, pagesOf } from './paged.ts';
import { A4, drawSheet, type Pen } from './sheet.ts';

const TITLES = {
  commissioning: { fr: 'Mise en service d’un poste SPAN', en: 'Commissioning of a SPAN workstation' },
  migration: { fr: 'Migration d’un poste SPAN', en: 'Migration of a SPAN workstation' },
} as const;
/** The signatures need the last 60 mm. */
const SIGNATURES = 222;

const VALUE_WORDS: Readonly<Record<string, string>> = { yes: 'oui · yes', no: 'non · no' };
/** Columns of the items, mm. */
const COLUMNS: readonly Column[] = [
  { fr: 'Point', en: 'Item', x: LEFT, width: 56 },
  { fr: 'Valeur', en: 'Value', x: 78, width: 32 },
  { fr: 'Signé par', en: 'Signed by', x: 112, width: 33 },
  { fr: 'Le', en: 'On', x: 147, width: 28 },
  { fr: 'Écriture', en: 'Entry', x: 177, width: RIGHT - 177 },
];

/** The sheet of a commissioning or migration, signed by both technicians and kept on paper; French, English below it. */
export function drawCommissioningSheet(
  { workstation, round }: CommissioningSheet,
  { size, root }: Checkpoint,
  { house, at }: { house: House; at: number },
): Promise<Buffer> {
  const title = TITLES[round.purpose];
  return drawSheet({ ...A4, title: `${title.fr} ${workstation.assetNumber}`, at }, (pen) => {
    const top = drawHeading(pen, house, { requestNumber: workstation.assetNumber, title });
    const facts = drawRows(
      pen,
      top + 4,
      [
        { fr: 'Modèle', en: 'Model', value: workstation.model },
        { fr: 'Numéro de série', en: 'Serial number', value: workstation.serialNumber ?? '—', mono: true },
        { fr: 'Image', en: 'Image', value: imageOf({ workstation, round }) },
        { fr: 'Service et site', en: 'Service and site', value: `${workstation.service}, ${workstation.site}` },
        { fr: 'Liste de contrôle', en: 'Checklist', value: checklistOf(round) },
      ],
      DENSE,
    );
    const paged = pagesOf(pen, workstation.assetNumber, title);
    const lacking = round.isOver ? [] : round.unsigned.map(lackingCells);
    const rows = [...round.items.map((item) => cellsOf(item, house)), ...lacking];
    const end = drawTable(paged, facts + 5, COLUMNS, rows);
    const last = end > SIGNATURES - 16 ? paged.next() : end;
    drawJournal(pen, last + 4, { size, root });
    drawSignatures(pen, namesOf(round.items));
  });
}

/** The image that an item of this round said; else the one that the machine has. */
const imageOf = ({ workstation, round }: CommissioningSheet): string => round.image ?? workstation.image ?? '—';
const namesOf = (items: CommissioningSheet['round']['items']): string[] => [
  ...new Set(items.map(({ signer }) => signer || '—')),
];
function checklistOf({ version, round, isOver }: CommissioningSheet['round']): string {
  const [fr, en] = isOver ? ['', ''] : [' – non terminé', ' – not finished'];
  return `version ${version}, passage ${round}${fr} · version ${version}, round ${round}${en}`;
}

const cellsOf = (
  { fr, en, value, signer, signedAt, seq }: CommissioningSheet['round']['items'][number],
  house: House,
): Cell[] => [
  { text: fr, en },
  { text: value === null ? '—' : (VALUE_WORDS[value] ?? value) },
  { text: signer || '—' },
  { text: dateOnPaper(signedAt, house.timeZone, 'minute') },
  { text: seq === null ? '—' : typeset(`n° ${seq}`) },
];

/** A round that is under way says what it lacks, so that nobody takes its paper for a machine that is ready. */
const lackingCells = ({ fr, en, required }: CommissioningSheet['round']['unsigned'][number]): Cell[] => [
  { text: fr, en },
  { text: '—' },
  required ? { text: 'à signer', en: 'to be signed' } : { text: 'facultatif', en: 'optional' },
  { text: '—' },
  { text: '—' },
];

function drawSignatures(pen: Pen, names: readonly string[]): void {
  const column = (x: number, name: string, who: { fr: string; en: string }): void => {
    pen.text(who.fr, x, 230, { face: 'bold', size: 10 });
    pen.text(who.en, x, 234.6, { ...ENGLISH, size: 8 });
    pen.text(name, x, 239.5, { size: 9.5, width: 78, fitDownTo: 7 });
    drawField(pen, { fr: 'Date', en: 'Date' }, x, 256, 24);
    drawField(pen, { fr: 'Signature', en: 'Signature' }, x + 28, 256, 50);
  };
  column(LEFT, names[0] ?? '—', { fr: 'Le technicien', en: 'The technician' });
  column(112, names.slice(1).join(', ') || ' ', { fr: 'Le second technicien', en: 'The second technician' });
}

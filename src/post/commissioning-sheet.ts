import type { CommissioningSheet } from '../flow/workstation/commissioning-sheet.ts';
import { DENSE, drawField, drawHeading, drawRows, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

const TITLES = {
  commissioning: { fr: 'Mise en service d’un poste SPAN', en: 'Commissioning of a SPAN workstation' },
  migration: { fr: 'Migration d’un poste SPAN', en: 'Migration of a SPAN workstation' },
} as const;
/** Left edges of the columns, mm. */
const COLUMNS = { item: LEFT, value: 78, signer: 112, at: 147, seq: 177 } as const;
const WIDTHS = { item: 56, value: 32, signer: 33, at: 28, seq: RIGHT - 177 } as const;
const ROW = 9.2;
/** The English below a heading or an item. */
const ENGLISH = { face: 'italic', size: 7, colour: GREY } as const;
/** Below this a row goes to the next page; the signatures need the last 60 mm. */
const BOTTOM = 272;
const SIGNATURES = 222;

/** What the journal said when the sheet was opened: its size, and the root in base64. */
interface Checkpoint {
  size: number;
  root: string;
}

const VALUE_WORDS: Readonly<Record<string, string>> = { yes: 'oui · yes', no: 'non · no' };
const HEADS = {
  item: { fr: 'Point', en: 'Item' },
  value: { fr: 'Valeur', en: 'Value' },
  signer: { fr: 'Signé par', en: 'Signed by' },
  at: { fr: 'Le', en: 'On' },
  seq: { fr: 'Écriture', en: 'Entry' },
} as const;
type Column = keyof typeof HEADS;
const NAMES = Object.keys(HEADS) as Column[];

/** A paper that goes on: what is signed at its end is signed of pages that say what they belong to. */
interface Paged {
  pen: Pen;
  /** Begins a page that says machine, title and its number. Answers the y under that. */
  next(): number;
}
function pagesOf(pen: Pen, assetNumber: string, title: { fr: string; en: string }): Paged {
  let page = 1;
  return {
    pen,
    next: () => {
      pen.nextPage();
      page += 1;
      const width = RIGHT - LEFT;
      pen.text(`${assetNumber} – ${title.fr}`, LEFT, 14, { face: 'bold', size: 9, width: width - 22, fitDownTo: 7 });
      pen.text(`page ${page}`, LEFT, 14, { size: 9, colour: GREY, width, align: 'right' });
      return pen.text(title.en, LEFT, 18.4, ENGLISH) + 3;
    },
  };
}

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
    const end = drawItems(paged, facts + 5, round.items, house);
    const last = end > SIGNATURES - 16 ? paged.next() : end;
    drawJournal(pen, last + 4, { size, root });
    drawSignatures(pen, namesOf(round.items));
  });
}

/** The image that an item of this round said; else the one that the machine has. */
const imageOf = ({ workstation, round }: CommissioningSheet): string =>
  round.items.find(({ item }) => item === 'image-version')?.value ?? workstation.image ?? '—';
const namesOf = (items: CommissioningSheet['round']['items']): string[] => [
  ...new Set(items.map(({ signer }) => signer || '—')),
];
const checklistOf = ({ version, round }: CommissioningSheet['round']): string =>
  `version ${version}, tour ${round} · version ${version}, round ${round}`;

function drawHead(pen: Pen, y: number): number {
  for (const name of NAMES) {
    pen.text(HEADS[name].fr, COLUMNS[name], y, { size: 8, face: 'bold', colour: GREY });
    pen.text(HEADS[name].en, COLUMNS[name], y + 3.6, ENGLISH);
  }
  pen.stroke([
    [LEFT, y + 7.6],
    [RIGHT, y + 7.6],
  ]);
  return y + 8.4;
}

function drawItems(
  { pen, next }: Paged,
  top: number,
  items: CommissioningSheet['round']['items'],
  house: House,
): number {
  let y = drawHead(pen, top);
  for (const { fr, en, value, signer, signedAt, seq } of items) {
    if (y + ROW > BOTTOM) y = drawHead(pen, next());
    const cells = {
      item: fr,
      value: value === null ? '—' : (VALUE_WORDS[value] ?? value),
      signer: signer || '—',
      at: dateOnPaper(signedAt, house.timeZone, 'minute'),
      seq: seq === null ? '—' : `n° ${seq}`,
    };
    const ends = NAMES.map((name) => {
      const end = pen.text(cells[name], COLUMNS[name], y, { size: 8.5, width: WIDTHS[name] });
      return name === 'item' ? pen.text(en, COLUMNS.item, end, { ...ENGLISH, width: WIDTHS.item }) : end;
    });
    y = Math.max(y + 5.2, ...ends) + 1;
    pen.stroke([
      [LEFT, y],
      [RIGHT, y],
    ]);
    y += 1.4;
  }
  return y;
}

/** By which entries and under which root of the journal this stands: a later export proves it. */
function drawJournal(pen: Pen, y: number, { size, root }: Checkpoint): void {
  pen.text(`Le journal compte ${size} écritures ; sa racine est :`, LEFT, y, { size: 8, colour: GREY });
  pen.text(`The journal has ${size} entries; its root is:`, LEFT, y + 3.6, ENGLISH);
  pen.text(root, LEFT, y + 7.4, { face: 'mono', size: 8, colour: GREY });
}

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

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
/** Below this a row goes to the next page; the signatures need the last 60 mm. */
const BOTTOM = 272;
const SIGNATURES = 222;

/** What the journal said when the sheet was opened: its size, and the root in base64. */
interface Checkpoint {
  size: number;
  root: string;
}

const VALUE_WORDS: Readonly<Record<string, string>> = { yes: 'oui', no: 'non' };

/** The sheet of a commissioning or migration, signed by both technicians and kept on paper. */
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
        { fr: 'Liste de contrôle', en: 'Checklist', value: `version ${round.version}, tour ${round.round}` },
      ],
      DENSE,
    );
    const end = drawItems(pen, facts + 5, round.items, house);
    const last = end > SIGNATURES - 16 ? nextPage(pen) : end;
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
const nextPage = (pen: Pen): number => {
  pen.nextPage();
  return 20;
};

function drawHead(pen: Pen, y: number): number {
  const head = { size: 8, face: 'bold', colour: GREY } as const;
  const words = { item: 'Point', value: 'Valeur', signer: 'Signé par', at: 'Le', seq: 'Écriture' } as const;
  for (const name of Object.keys(words) as (keyof typeof words)[]) pen.text(words[name], COLUMNS[name], y, head);
  pen.stroke([
    [LEFT, y + 4.6],
    [RIGHT, y + 4.6],
  ]);
  return y + 5.4;
}

function drawItems(pen: Pen, top: number, items: CommissioningSheet['round']['items'], house: House): number {
  let y = drawHead(pen, top);
  for (const { fr, value, signer, signedAt, seq } of items) {
    if (y + ROW > BOTTOM) y = drawHead(pen, nextPage(pen));
    const cells = {
      item: fr,
      value: value === null ? '—' : (VALUE_WORDS[value] ?? value),
      signer: signer || '—',
      at: dateOnPaper(signedAt, house.timeZone, 'minute'),
      seq: seq === null ? '—' : `n° ${seq}`,
    };
    const ends = (Object.keys(cells) as (keyof typeof cells)[]).map((name) =>
      pen.text(cells[name], COLUMNS[name], y, { size: 8.5, width: WIDTHS[name] }),
    );
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
  pen.text(`Journal : ${size} écritures, racine`, LEFT, y, { size: 8, colour: GREY });
  pen.text(root, LEFT, y + 4, { face: 'mono', size: 8, colour: GREY });
}

function drawSignatures(pen: Pen, names: readonly string[]): void {
  const column = (x: number, name: string, who: string): void => {
    pen.text(who, x, 232, { face: 'bold', size: 10 });
    pen.text(name, x, 237, { size: 9.5, width: 78, fitDownTo: 7 });
    drawField(pen, { fr: 'Date', en: 'Date' }, x, 256, 24);
    drawField(pen, { fr: 'Signature', en: 'Signature' }, x + 28, 256, 50);
  };
  column(LEFT, names[0] ?? '—', 'Le technicien');
  column(112, names.slice(1).join(', ') || ' ', 'Le second technicien');
}

import type { Paper } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { drawField, drawHeading, drawRows, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { A4, drawSheet, GREY, INK, type Pen } from './sheet.ts';

type WorkOrder = Extract<Paper, { kind: 'work-order' }>;
interface Both {
  fr: string;
  en: string;
}

const ASKED: Readonly<Record<WorkOrder['request'], Both>> = {
  'first-issue': { fr: 'Première dotation', en: 'First issue' },
  renewal: { fr: 'Renouvellement', en: 'Renewal' },
  replacement: { fr: 'Remplacement', en: 'Replacement' },
  nomade: { fr: 'Certificat Nomade', en: 'Nomade credential' },
};
const PRIORITIES: Readonly<Record<number, Both>> = {
  0: { fr: 'Normale', en: 'Normal' },
  1: { fr: 'Continuité de service', en: 'Continuity of service' },
  2: { fr: 'Crise', en: 'Crisis' },
};

/** The work order of a request (fiche de production), scanned at the bench and filed or destroyed with the day's papers. No secret. */
export function drawWorkOrder(paper: WorkOrder, house: House, at: number): Promise<Buffer> {
  return drawSheet({ ...A4, title: `Fiche de production ${paper.requestNumber}`, at }, (pen) => {
    const title = { fr: 'Fiche de production', en: 'Work order' };
    const top = drawHeading(pen, house, { requestNumber: paper.requestNumber, title });
    const end = drawRows(pen, top + 6, rowsOf(paper, house));
    drawGestures(pen, end + 9, GESTURES);
    drawField(pen, { fr: 'Jeton, numéro de série', en: 'Token, serial number' }, LEFT, 262, 64);
    drawField(pen, { fr: 'Produit le', en: 'Produced on' }, 90, 262, 36);
    drawField(pen, { fr: 'Par', en: 'By' }, 132, 262, RIGHT - 132);
    const printed = `Imprimée le · Printed on ${dateOnPaper(at, house.timeZone, 'minute')}`;
    pen.text(printed, LEFT, 284, { size: 7.5, colour: GREY, width: RIGHT - LEFT, align: 'center' });
  });
}

function rowsOf(paper: WorkOrder, house: House) {
  const asked = ASKED[paper.request];
  const priority = PRIORITIES[paper.priority] ?? { fr: String(paper.priority), en: '' };
  const both = ({ fr, en }: Both): string => (en === '' ? fr : `${fr} · ${en}`);
  return [
    { fr: 'Porteur', en: 'Holder', value: paper.name },
    { fr: 'Service', en: 'Service', value: paper.service },
    { fr: 'Demande', en: 'Request', value: both(asked) },
    { fr: 'Poste SPAN', en: 'SPAN workstation', value: paper.workstation || '—', mono: true },
    { fr: 'Priorité', en: 'Priority', value: both(priority) },
    { fr: 'Lieu de remise', en: 'Place of hand-over', value: paper.destination },
    { fr: 'Demandée le', en: 'Asked on', value: dateOnPaper(paper.submittedAt, house.timeZone, 'long') },
  ];
}

const GESTURES: readonly Both[] = [
  {
    fr: 'Scannez cette fiche à l’atelier, puis branchez un jeton vierge du stock.',
    en: 'Scan this sheet at the workshop, then plug in a blank token of the stock.',
  },
  {
    fr: 'Quand l’écran le dit, collez l’étiquette sur ce jeton.',
    en: 'When the screen says so, stick the label on that very token.',
  },
  {
    fr: 'Rangez le jeton étiqueté pour la remise ; le code PIN n’est imprimé qu’alors, par une autre personne.',
    en: 'Put the labelled token aside for hand-over; its PIN prints only then, by another person.',
  },
];

/** Boxes to tick, French, English below. */
function drawGestures(pen: Pen, top: number, gestures: readonly Both[]): void {
  let y = pen.text('À l’atelier · At the workshop', LEFT, top, { face: 'bold', size: 11.5 }) + 2;
  for (const { fr, en } of gestures) {
    pen.box(LEFT, y + 0.6, 4, 4, { colour: INK });
    y = pen.text(typeset(fr), LEFT + 8, y, { size: 10.5, width: RIGHT - LEFT - 8 });
    y = pen.text(en, LEFT + 8, y + 0.2, { face: 'italic', size: 9, colour: GREY, width: RIGHT - LEFT - 8 }) + 2.6;
  }
}

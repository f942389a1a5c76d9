import type { Paper } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { drawField, drawHeading, drawRows, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

/** The record of a token's destruction (procès-verbal de destruction), decided by two persons and signed by both. */
export function drawDestructionReport(
  paper: Extract<Paper, { kind: 'destruction-report' }>,
  house: House,
  at: number,
): Promise<Buffer> {
  return drawSheet({ ...A4, title: `PV de destruction ${paper.serial}`, at }, (pen) => {
    const title = { fr: 'Procès-verbal de destruction d’un jeton', en: 'Record of a token’s destruction' };
    const top = drawHeading(pen, house, { requestNumber: paper.serial, title });
    const end = drawRows(pen, top + 6, [
      { fr: 'Jeton, numéro de série', en: 'Token, serial number', value: paper.serial, mono: true },
      { fr: 'Modèle', en: 'Model', value: paper.model },
      { fr: 'Bon de livraison', en: 'Delivery', value: paper.delivery, mono: true },
      { fr: 'Décidée le', en: 'Decided on', value: dateOnPaper(paper.decidedAt, house.timeZone, 'minute') },
      { fr: 'Proposée par', en: 'Proposed by', value: paper.proposer },
      { fr: 'Confirmée par', en: 'Confirmed by', value: paper.confirmer },
    ]);
    drawDeclaration(pen, end + 9);
    drawSignatures(pen, paper);
  });
}

const DECLARATION = {
  fr: 'Le jeton a été détruit devant nous de façon à ne plus pouvoir servir ni livrer ses clés. Son code d’administration (SO-PIN) est effacé.',
  en: 'The token was destroyed in our presence, so that it can neither be used nor give its keys away. Its administration code (SO-PIN) is erased.',
};

function drawDeclaration(pen: Pen, top: number): void {
  const width = RIGHT - LEFT;
  const y = pen.text(typeset(DECLARATION.fr), LEFT, top, { size: 10.5, width });
  pen.text(DECLARATION.en, LEFT, y + 2, { face: 'italic', size: 10, colour: GREY, width });
}

function drawSignatures(pen: Pen, { proposer, confirmer }: { proposer: string; confirmer: string }): void {
  const column = (x: number, name: string): void => {
    pen.text(name, x, 224, { face: 'bold', size: 10, width: 82, fitDownTo: 7 });
    drawField(pen, { fr: 'Détruit le', en: 'Destroyed on' }, x, 246, 24);
    drawField(pen, { fr: 'Signature', en: 'Signature' }, x + 28, 246, 50);
  };
  column(LEFT, proposer);
  column(112, confirmer);
}

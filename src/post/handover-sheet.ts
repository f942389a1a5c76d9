import type { Paper } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { drawField, drawHeading, drawRows, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

/** The record of a hand-over (procès-verbal de remise), signed by both and kept on paper. */
export function drawHandoverSheet(
  paper: Extract<Paper, { kind: 'handover-sheet' }>,
  house: House,
  at: number,
): Promise<Buffer> {
  return drawSheet({ ...A4, title: `PV de remise ${paper.requestNumber}`, at }, (pen) => {
    const title = { fr: 'Procès-verbal de remise d’un jeton', en: 'Record of a token’s hand-over' };
    const top = drawHeading(pen, house, { requestNumber: paper.requestNumber, title });
    const end = drawRows(pen, top + 6, [
      { fr: 'Porteur', en: 'Holder', value: paper.name },
      { fr: 'Jeton, numéro de série', en: 'Token, serial number', value: paper.serial, mono: true },
      {
        fr: 'Certificat, numéro de série',
        en: 'Certificate, serial number',
        value: paper.certificateSerial,
        mono: true,
      },
      { fr: 'Remis le', en: 'Handed over on', value: dateOnPaper(paper.handedOverAt, house.timeZone, 'minute') },
      { fr: 'Remis par', en: 'Handed over by', value: paper.operator },
    ]);
    drawDeclaration(pen, end + 9);
    drawSignatures(pen);
  });
}

const DECLARATION = {
  fr: [
    'J’ai reçu ce jeton ; j’ai lu le contenu de son certificat et je l’accepte.',
    'Je suis seul à utiliser ce jeton et à connaître son code PIN, que je ne garde pas avec lui.',
    'En cas de perte, de vol ou de doute, je le déclare aussitôt ; le certificat est alors révoqué.',
  ],
  en: [
    'I received this token; I read the content of its certificate and accept it.',
    'I alone use this token and know its PIN, which I do not keep with it.',
    'In case of loss, theft or doubt I report it at once; the certificate is then revoked.',
  ],
};

function drawDeclaration(pen: Pen, top: number): void {
  const list = (
    title: string,
    lines: readonly string[],
    from: number,
    style: { face: 'regular' | 'italic'; colour?: string },
  ): number => {
    let y = pen.text(title, LEFT, from, { face: 'bold', size: 11.5 }) + 1.5;
    for (const line of lines) {
      pen.text('–', LEFT, y, { ...style, size: 10 });
      y = pen.text(line, LEFT + 5, y, { ...style, size: 10, width: RIGHT - LEFT - 5 }) + 1.2;
    }
    return y;
  };
  const y = list('Le porteur déclare', DECLARATION.fr.map(typeset), top, { face: 'regular' });
  list('The holder declares', DECLARATION.en, y + 3, { face: 'italic', colour: GREY });
}

function drawSignatures(pen: Pen): void {
  const column = (x: number, who: { fr: string; en: string }): void => {
    pen.text(who.fr, x, 224, { face: 'bold', size: 10 });
    pen.text(who.en, x, 228.8, { face: 'italic', size: 8, colour: GREY });
    drawField(pen, { fr: 'Date', en: 'Date' }, x, 246, 24);
    drawField(pen, { fr: 'Signature', en: 'Signature' }, x + 28, 246, 50);
  };
  column(LEFT, { fr: 'Le porteur', en: 'The holder' });
  column(112, { fr: 'La personne qui remet', en: 'The person handing over' });
  pen.text(
    'Un exemplaire au porteur, un exemplaire au dossier · One copy for the holder, one for the file',
    LEFT,
    284,
    { size: 7.5, colour: GREY, width: RIGHT - LEFT, align: 'center' },
  );
}

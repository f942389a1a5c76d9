import type { Paper } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { drawField, drawHeading, drawRows, LEFT, RIGHT } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

/** What travels with a token: where it goes and what to do on arrival. No PIN, no name of the holder. */
export function drawTransportNote(
  paper: Extract<Paper, { kind: 'transport-note' }>,
  house: House,
  at: number,
): Promise<Buffer> {
  return drawSheet({ ...A4, title: `Transport ${paper.requestNumber}`, at }, (pen) => {
    const title = { fr: 'Bordereau de transport', en: 'Transport note' };
    const top = drawHeading(pen, house, { requestNumber: paper.requestNumber, title });
    const end = drawRows(pen, top + 6, [
      { fr: 'Lieu de remise', en: 'Place of hand-over', value: paper.destination },
      { fr: 'Jeton, numéro de série', en: 'Token, serial number', value: paper.serial, mono: true },
      { fr: 'Numéro de suivi', en: 'Tracking number', value: paper.trackingNumber, mono: true },
      { fr: 'Remis au transport le', en: 'Dispatched on', value: dateOnPaper(at, house.timeZone, 'long') },
    ]);
    drawArrival(pen, end + 10, house);
    drawField(pen, { fr: 'Reçu le', en: 'Received on' }, LEFT, 262, 40);
    drawField(pen, { fr: 'Nom et service', en: 'Name and service' }, 66, 262, 64);
    drawField(pen, { fr: 'Signature', en: 'Signature' }, 136, 262, RIGHT - 136);
  });
}

const ARRIVAL = {
  fr: [
    'Vérifiez que l’emballage est intact et que l’étiquette du jeton porte ce numéro de demande et ce numéro de série.',
    'Confirmez la réception dans Jeton : le code PIN ne part qu’ensuite, par une autre voie. Ce colis n’en contient pas.',
    'Emballage ouvert, jeton absent ou autre jeton : n’utilisez rien et appelez la permanence,',
  ],
  en: [
    'Check that the packaging is intact and that the token’s label bears this request number and this serial number.',
    'Confirm receipt in Jeton: only then is the PIN sent, by another route. It is not in this parcel.',
    'Packaging opened, token missing or another one: use nothing and call the duty officer,',
  ],
};

function drawArrival(pen: Pen, top: number, house: House): void {
  const list = (
    title: string,
    steps: readonly string[],
    from: number,
    style: { face: 'regular' | 'italic'; colour?: string },
  ): number => {
    let y = pen.text(title, LEFT, from, { face: 'bold', size: 11.5 }) + 1.5;
    steps.forEach((step, place) => {
      const last = place === steps.length - 1 ? ` ${house.dutyPhone.replaceAll(' ', '\u00a0')}.` : '';
      pen.text(`${place + 1}.`, LEFT, y, { ...style, size: 10 });
      y = pen.text(`${step}${last}`, LEFT + 6, y, { ...style, size: 10, width: RIGHT - LEFT - 6 }) + 1.2;
    });
    return y;
  };
  const y = list('À l’arrivée', ARRIVAL.fr.map(typeset), top, { face: 'regular' });
  list('On arrival', ARRIVAL.en, y + 4, { face: 'italic', colour: GREY });
}

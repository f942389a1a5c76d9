import type { DayTold, Paper } from '../flow/ports/paper.ts';
import { typeset } from '../words/translator.ts';
import { DENSE, drawRows, drawSender, LEFT, RIGHT } from './heading.ts';
import { dayInWords, type House } from './house.ts';
import { A4, drawSheet, GREY } from './sheet.ts';

const KEEP = {
  fr: 'Conservez cette page hors du service : elle prouve, avec la clé de vérification, que rien de ce qu’elle couvre n’a été réécrit.',
  en: 'Keep this page away from the service: with the verifier key it proves that nothing it covers was rewritten.',
};

/** Until which hour the day lasted, and the usual hour where surge mode made it longer. */
function lasted({ hour, insteadOf }: NonNullable<DayTold['until']>): { fr: string; en: string; value: string } {
  const value = typeset(
    insteadOf === null ? `${hour} h · ${hour}:00` : `${hour} h (${insteadOf} h) · ${hour}:00 (${insteadOf}:00)`,
  );
  return insteadOf === null
    ? { fr: 'Fin de journée', en: 'End of the day', value }
    : { fr: 'Fin de journée (d’habitude)', en: 'End of the day (usually)', value };
}
/** One day on paper: its figures, and the signed checkpoint of the journal, letter by letter. */
export function drawDayReport(
  paper: Extract<Paper, { kind: 'day-report' }>,
  house: House,
  at: number,
): Promise<Buffer> {
  return drawSheet({ ...A4, title: `Rapport du ${paper.date}`, at }, (pen) => {
    const width = RIGHT - LEFT;
    drawSender(pen, house);
    pen.text(`Rapport du ${dayInWords('fr-FR', paper.date)}`, LEFT, 48, { face: 'bold', size: 20, width });
    const top = pen.text(`Report of ${dayInWords('en-GB', paper.date)}`, LEFT, 57.2, {
      face: 'italic',
      size: 11,
      colour: GREY,
    });
    const rows = [
      { fr: 'Demandes reçues', en: 'Requests received', value: paper.received.toLocaleString('fr') },
      { fr: 'Demandes closes', en: 'Requests closed', value: paper.closed.toLocaleString('fr') },
      { fr: 'Demandes refusées', en: 'Requests rejected', value: paper.rejected.toLocaleString('fr') },
      { fr: 'Demandes annulées', en: 'Requests withdrawn', value: paper.withdrawn.toLocaleString('fr') },
      { fr: 'Jetons produits', en: 'Tokens produced', value: paper.produced.toLocaleString('fr') },
      { fr: 'Jetons refaits', en: 'Tokens made again', value: paper.madeAgain.toLocaleString('fr') },
      { fr: 'Certificats Nomade', en: 'Nomade credentials', value: paper.nomade.toLocaleString('fr') },
      { fr: 'Jetons activés', en: 'Tokens activated', value: paper.activated.toLocaleString('fr') },
      {
        fr: 'Acceptés devant deux personnes',
        en: 'Accepted in the presence of two persons',
        value: paper.acceptedByTwo.toLocaleString('fr'),
      },
      { fr: 'Certificats révoqués', en: 'Certificates revoked', value: paper.revoked.toLocaleString('fr') },
      { fr: 'Actes refusés', en: 'Acts refused', value: paper.refusedActs.toLocaleString('fr') },
      ...(paper.until ? [lasted(paper.until)] : []),
      ...paper.surge.map(({ fr: value }) => ({ fr: 'Forte activité', en: 'Surge mode', value })),
      { fr: 'Écritures du journal', en: 'Entries of the journal', value: paper.size.toLocaleString('fr') },
    ];
    const end = drawRows(pen, top + 6, rows, DENSE);
    let y =
      pen.text('Point de contrôle signé · Signed checkpoint', LEFT, end + 8, { face: 'bold', size: 11, width }) + 2;
    for (const line of paper.note.split('\n'))
      y = pen.text(line || ' ', LEFT, y, { face: 'mono', size: 8, width }) + 0.6;
    y = pen.text('Clé de vérification · Verifier key', LEFT, y + 2, { face: 'bold', size: 11, width }) + 2;
    y = pen.text(paper.vkey, LEFT, y, { face: 'mono', size: 8, width }) + 6;
    y = pen.text(typeset(KEEP.fr), LEFT, y, { size: 10, width });
    pen.text(KEEP.en, LEFT, y + 1.5, { face: 'italic', size: 9.5, colour: GREY, width });
  });
}

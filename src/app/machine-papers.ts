import type { z } from 'zod';
import type { Caller } from '../book/rights/roles.ts';
import { AppError } from '../errors.ts';
import type { Flow } from '../flow/index.ts';
import type { OpenSheet } from '../flow/workstation/commissioning-sheet.ts';
import type { LabelSheet } from '../flow/workstation/machine-labels.ts';
import { parseCheckpoint } from '../journal/checkpoint.ts';
import { cardsOf } from '../post/cards.ts';
import { drawCommissioningSheet } from '../post/commissioning-sheet.ts';
import type { House } from '../post/house.ts';
import { drawLabelSheet } from '../post/label-sheet.ts';
import { labelOf } from '../post/machine-label.ts';

interface Parts {
  flow: Pick<Flow, 'sheets' | 'labels' | 'reading'>;
  /** Signs the journal as it stands. */
  checkpoint(): Promise<{ note: string }>;
  house: House;
  now(): number;
}
export interface PdfFile {
  name: string;
  content: Buffer;
}

/** The papers of machines that are opened as PDF, not printed: sheets to sign, labels, cards for the bench. */
export function machinePapers({ flow, checkpoint, house, now }: Parts) {
  return {
    /** The sheet of a commissioning or migration; its opening is recorded, and the checkpoint covers that too. */
    commissioningSheet: async (caller: Caller, input: z.output<typeof OpenSheet>): Promise<PdfFile> => {
      const sheet = await flow.sheets.open(caller, input);
      const { size, root } = parseCheckpoint((await checkpoint()).note);
      const journal = { size, root: Buffer.from(root).toString('base64') };
      const content = await drawCommissioningSheet(sheet, journal, { house, at: now() });
      return { name: `${sheet.round.purpose}-${sheet.workstation.assetNumber}-${sheet.round.round}.pdf`, content };
    },
    labelSheet: async (caller: Caller, input: z.output<typeof LabelSheet>): Promise<PdfFile> => {
      const machines = await flow.labels.sheet(caller, input);
      const page = { title: 'Étiquettes de postes', at: now(), first: input.first };
      return { name: 'etiquettes.pdf', content: await drawLabelSheet(machines.map(labelOf), page) };
    },
    /** Cards of a checklist's items, to be scanned at the bench. Throws `not_found`. */
    cards: async (caller: Caller, checklistId: string): Promise<PdfFile> => {
      const list = (await flow.reading.checklists(caller)).find(({ id }) => id === checklistId);
      if (!list) throw new AppError('not_found', 'there is no such checklist in force');
      const page = { title: 'Cartes de la liste de contrôle', at: now() };
      return {
        name: `cartes-${list.purpose}-${list.version}.pdf`,
        content: await drawLabelSheet(cardsOf(list.items), page),
      };
    },
  };
}

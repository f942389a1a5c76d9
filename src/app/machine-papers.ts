import type { z } from 'zod';
import type { Caller } from '../book/rights/roles.ts';
import { AppError } from '../errors.ts';
import type { IncidentRef } from '../flow/incident/incident.ts';
import type { Flow } from '../flow/index.ts';
import type { OpenSheet } from '../flow/workstation/commissioning-sheet.ts';
import type { LabelSheet } from '../flow/workstation/machine-labels.ts';
import { parseCheckpoint } from '../journal/checkpoint.ts';
import { cardsOf } from '../post/cards.ts';
import { drawCommissioningSheet } from '../post/commissioning-sheet.ts';
import type { House } from '../post/house.ts';
import { drawIncidentReport } from '../post/incident-report.ts';
import { drawLabelSheet } from '../post/label-sheet.ts';
import { labelOf } from '../post/machine-label.ts';
import type { Checkpoint } from '../post/paged.ts';
import { incidentPaper } from './incident-paper.ts';

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

/** The papers of machines that are opened as PDF, not printed: sheets to sign, labels, cards for the bench, reports of incidents. */
export function machinePapers({ flow, checkpoint, house, now }: Parts) {
  /** What the journal said once an opening was recorded: the checkpoint covers that too. */
  const journal = async (): Promise<Checkpoint> => {
    const { size, root } = parseCheckpoint((await checkpoint()).note);
    return { size, root: Buffer.from(root).toString('base64') };
  };
  return {
    /** The report of an incident; that it was taken away is recorded. Throws `not_found`. */
    incidentReport: async (caller: Caller, { incidentId }: z.output<typeof IncidentRef>): Promise<PdfFile> => {
      const read = async () => ({ items: [await flow.reading.incident(caller, incidentId)], next: null });
      const scope = { list: 'incident', incident: incidentId, text: false } as const;
      for await (const [report] of await flow.reading.exportList(caller, scope, read)) {
        if (!report) break;
        const at = now();
        const content = await drawIncidentReport(incidentPaper(report, house, at), await journal(), { house, at });
        return { name: `incident-${report.id}.pdf`, content };
      }
      throw new AppError('not_found', 'there is no such incident');
    },
    /** The sheet of a commissioning or migration; its opening is recorded, and the checkpoint covers that too. */
    commissioningSheet: async (caller: Caller, input: z.output<typeof OpenSheet>): Promise<PdfFile> => {
      const sheet = await flow.sheets.open(caller, input);
      const content = await drawCommissioningSheet(sheet, await journal(), { house, at: now() });
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

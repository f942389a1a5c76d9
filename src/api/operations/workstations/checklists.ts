import { z } from 'zod';
import { Ref } from '../../../flow/inputs.ts';
import { OpenSheet } from '../../../flow/workstation/commissioning-sheet.ts';
import { WorkstationRef } from '../../../flow/workstation/enrolment.ts';
import { LabelSheet } from '../../../flow/workstation/machine-labels.ts';
import { operation } from '../../operation.ts';
import { Nothing } from '../../shapes/values.ts';
import { Checklist } from '../../shapes/workstations.ts';

const File = z.custom<{ name: string; content: Uint8Array }>();

/** Checklists of commissioning and migration. Their next version is proposed as `checklist.set`. */
export const checklists = {
  listChecklists: operation({
    method: 'GET',
    path: '/v1/checklists',
    summary: 'The checklists in force, each in its newest version',
    acts: ['checklist.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Checklist) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.checklists(who.caller) }),
  }),
  checklistCards: operation({
    method: 'GET',
    path: '/v1/checklists/{checklist}/cards',
    summary: 'Cards of the items of a checklist, to be scanned at the bench (PDF, A4, 24 a sheet)',
    acts: ['checklist.read'],
    produces: 'application/pdf',
    input: z.strictObject({ checklist: Ref }),
    output: File,
    run: ({ door, who }, { checklist }) => door.papers.cards(who.caller, checklist),
  }),
  commissioningSheet: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/commissioning-sheet',
    summary: 'The sheet of a commissioning or migration, to sign (PDF, A4, French); its opening is recorded',
    acts: ['commissioning.print'],
    produces: 'application/pdf',
    input: OpenSheet,
    output: File,
    run: ({ door, who }, input) => door.papers.commissioningSheet(who.caller, input),
  }),
  workstationLabels: operation({
    method: 'POST',
    path: '/v1/workstations/labels',
    summary: 'Labels of workstations (PDF, A4, 24 of 70 × 37 mm a sheet): asset number as Code 128 and QR',
    acts: ['workstation.register'],
    produces: 'application/pdf',
    input: LabelSheet,
    output: File,
    run: ({ door, who }, input) => door.papers.labelSheet(who.caller, input),
  }),
  printWorkstationLabel: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/label',
    summary: 'Print the label of a workstation on the label printer',
    acts: ['workstation.register'],
    input: WorkstationRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.labels.print(who.caller, input),
  }),
};

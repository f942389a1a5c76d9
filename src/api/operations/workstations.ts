import { z } from 'zod';
import { searchText, WorkstationInput } from '../../flow/inputs.ts';
import { ChangeWorkstation, WorkstationRef } from '../../flow/workstation/enrolment.ts';
import { CertifyMachine, MachineCertificate, ShowRequest } from '../../flow/workstation/machine-certificate.ts';
import { SignItems } from '../../flow/workstation/sign-items.ts';
import { operation } from '../operation.ts';
import {
  Certificate,
  ChecklistPurpose,
  CheckRound,
  DueItem,
  PageInput,
  Proposal,
  page,
  several,
  Token,
  Workstation,
  WorkstationStates,
} from '../shapes.ts';
import { CSV_LIMIT, Csv, rowsOf } from './csv.ts';

const List = z.strictObject({ text: searchText(100).optional(), state: several(WorkstationStates), ...PageInput });

/** SPAN workstations: registered, commissioned item by item, migrated. A reference is an asset number or an id. */
export const workstations = {
  registerWorkstation: operation({
    method: 'POST',
    path: '/v1/workstations',
    summary: 'Register a SPAN workstation',
    acts: ['workstation.register'],
    created: true,
    input: WorkstationInput,
    output: Workstation,
    run: ({ door, who }, input) => door.flow.enrolment.register(who.caller, input),
  }),
  takeOverWorkstations: operation({
    method: 'POST',
    path: '/v1/workstations/take-over',
    summary: 'Propose to take over, from CSV, workstations that are in service already; a second person confirms',
    acts: ['workstation.takeOver'],
    created: true,
    consumes: 'text/csv',
    bodyLimit: CSV_LIMIT,
    input: Csv,
    output: Proposal,
    run: async (context, { csv }) => {
      const rows = await rowsOf(context, { right: 'workstation.takeOver', kind: 'takeOver', csv });
      const args = { workstations: [...rows] };
      return context.door.flow.dualControl.propose(context.who.caller, { act: 'workstation.takeOver', args });
    },
  }),
  listWorkstations: operation({
    method: 'GET',
    path: '/v1/workstations',
    summary: 'SPAN workstations',
    acts: ['workstation.read'],
    input: List,
    output: page(Workstation),
    run: ({ door, who }, { cursor, limit, text, state }) => {
      const filter = { ...(text === undefined ? {} : { text }), ...(state === undefined ? {} : { state }) };
      return door.flow.reading.workstations(who.caller, filter, { cursor, limit });
    },
  }),
  myWorkstations: operation({
    method: 'GET',
    path: '/v1/me/workstations',
    summary: 'The workstations that the caller may name in a request',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Workstation) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.myWorkstations(who.caller) }),
  }),
  getWorkstation: operation({
    method: 'GET',
    path: '/v1/workstations/{workstation}',
    summary:
      'A workstation with the checklist that is due and what was ever signed, its tokens and its own certificates',
    acts: ['workstation.read'],
    input: WorkstationRef,
    output: z.object({
      workstation: Workstation,
      checklist: ChecklistPurpose.nullable(),
      items: z.array(DueItem),
      rounds: z.array(CheckRound),
      tokens: z.array(Token),
      certificates: z.array(Certificate),
    }),
    run: ({ door, who }, { workstation }) => door.flow.reading.workstation(who.caller, workstation),
  }),
  signChecklistItems: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/items',
    summary: 'Sign items of the checklist that is due; the last one that is required puts the workstation into service',
    acts: ['workstation.signItem'],
    input: SignItems,
    output: z.object({ missing: z.array(z.string()), ended: z.boolean() }),
    run: ({ door, who }, input) => door.flow.enrolment.signItems(who.caller, input),
  }),
  changeWorkstation: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/changes',
    summary: 'Move a workstation through its life; lost or blocked, its tokens are revoked at once',
    acts: ['workstation.change', 'workstation.block'],
    input: ChangeWorkstation,
    output: z.object({ state: WorkstationStates, revoked: z.int() }),
    run: ({ door, who }, input) => door.flow.enrolment.change(who.caller, input),
  }),
  showWorkstationRequest: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/certificate-requests',
    summary: 'The fingerprint of the key in a PKCS#10 request, to be compared with what the workstation shows',
    acts: ['workstation.certify'],
    input: ShowRequest,
    output: z.object({ keySha256: z.string() }),
    run: ({ door, who }, input) => door.flow.machine.show(who.caller, input),
  }),
  certifyWorkstation: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/certificates',
    summary:
      'Certify the key of a PKCS#10 request, compared by its fingerprint, for a workstation that others brought into service; the certificate before it is revoked',
    acts: ['workstation.certify'],
    created: true,
    input: CertifyMachine,
    output: z.object({ certificate: Certificate, published: z.boolean() }),
    run: ({ door, who }, input) => door.flow.machine.certify(who.caller, input),
  }),
  downloadWorkstationCertificate: operation({
    method: 'GET',
    path: '/v1/workstations/{workstation}/certificate',
    summary: 'The certificate of a workstation in use, or the one named, with its chain in PEM',
    acts: ['workstation.read'],
    produces: 'application/x-pem-file',
    input: MachineCertificate,
    output: z.custom<{ name: string; content: Uint8Array }>(),
    run: ({ door, who }, input) => door.flow.machine.download(who.caller, input),
  }),
};

import { z } from 'zod';
import { dateOf } from '../../../book/rules/calendar/working-days.ts';
import { CAMPAIGN_BLOCKERS } from '../../../book/tables/codes.ts';
import { oneLine, ServiceCode, searchText, WorkstationInput } from '../../../flow/inputs.ts';
import { ordersOf, sortCalled } from '../../../flow/reading/sorting.ts';
import { ChangeWorkstation, WorkstationRef } from '../../../flow/workstation/enrolment.ts';
import { CertifyMachine, MachineCertificate, ShowRequest } from '../../../flow/workstation/machine-certificate.ts';
import { AmendWorkstation, AssignWorkstation, TakeBackWorkstation } from '../../../flow/workstation/record.ts';
import { SignItems } from '../../../flow/workstation/sign-items.ts';
import { FILE_BYTES } from '../../../imports/size.ts';
import { Csv, fileOf } from '../../csv.ts';
import { operation } from '../../operation.ts';
import { PageInput, page, several } from '../../shapes/page.ts';
import { WorkstationStates } from '../../shapes/states.ts';
import { Certificate, Token } from '../../shapes/tokens.ts';
import { Proposal } from '../../shapes/two-persons.ts';
import { Time } from '../../shapes/values.ts';
import { ChecklistPurpose, CheckRound, DueItem, Incident, Workstation } from '../../shapes/workstations.ts';

const List = z.strictObject({
  text: searchText(100).optional(),
  state: several(WorkstationStates),
  image: oneLine(80).optional(),
  model: oneLine(80).optional(),
  site: oneLine(100).optional(),
  /** With those below it. */
  service: ServiceCode.optional(),
  /** A column; `-` before it has it the other way round. */
  sort: z.enum(ordersOf('workstations')).optional(),
  ...PageInput,
});

const Value = z.union([z.string(), z.number()]).nullable();
/** Something that was done to a workstation. */
const Event = z.object({
  /** Of the journal's entry. */
  seq: z.int(),
  at: Time,
  action: z.string(),
  /** Id of the person, or `system`. */
  actorId: z.string(),
  /** Null for people who may not see that person. */
  actor: z.string().nullable(),
  role: z.string(),
  reason: z.string().nullable(),
  /** Serial number of the token that it is about; null for what is about the machine. */
  token: z.string().nullable(),
  /** `before` is left out where there was nothing. */
  changes: z.array(z.object({ column: z.string(), before: Value.optional(), after: Value })),
});

/** The campaign that moves a machine to another image. */
const Migration = z.object({
  /** Null, as `blocked` is, for people who have no part in the workshop. */
  id: z.string().nullable(),
  targetImage: z.string(),
  day: z.iso.date().nullable(),
  blocked: z.enum(CAMPAIGN_BLOCKERS).nullable(),
});
/** Its day as a date. */
const withDate = <T extends { day: number | null }>(one: T | null) =>
  one && { ...one, day: one.day === null ? null : dateOf(one.day) };

/** The campaign that exchanges a machine, or brings it in the place of another. */
const Exchange = z.object({
  /** Null, as `blocked` is, for people who have no part in the workshop. */
  campaignId: z.string().nullable(),
  /** The machine that goes, and the one that takes its place; `isOld`: this one goes. */
  old: z.string(),
  new: z.string(),
  isOld: z.boolean(),
  day: z.iso.date().nullable(),
  blocked: z.enum(CAMPAIGN_BLOCKERS).nullable(),
  /** Who has the old machine has the new one already. */
  isGiven: z.boolean(),
  /** Of the token that is to be bound to the new machine; null: there is none. */
  serial: z.string().nullable(),
});

/** A workstation whose certificate ends. */
const CertificateEnd = z.object({
  assetNumber: z.string(),
  site: z.string(),
  service: z.string(),
  state: WorkstationStates,
  notAfter: Time,
});

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
    summary:
      'Propose to take over, from CSV, workstations that are in service already; a second person confirms; `ignored`: columns that say nothing here',
    acts: ['workstation.takeOver'],
    created: true,
    consumes: 'text/csv',
    bodyLimit: FILE_BYTES,
    input: Csv,
    output: Proposal.extend({ ignored: z.array(z.string()) }),
    run: async (context, { csv }) => {
      const { rows, ignored } = await fileOf(context, { right: 'workstation.takeOver', kind: 'takeOver', csv });
      const args = { workstations: [...rows] };
      const proposal = await context.door.flow.dualControl.propose(context.who.caller, {
        act: 'workstation.takeOver',
        args,
      });
      return { ...proposal, ignored: [...ignored] };
    },
  }),
  listWorkstations: operation({
    method: 'GET',
    path: '/v1/workstations',
    summary:
      'SPAN workstations, all or those of an image, a model, a site, a service with those below it; sorted by a column',
    acts: ['workstation.read'],
    input: List,
    output: page(Workstation),
    run: ({ door, who }, { cursor, limit, sort: order, ...filter }) => {
      const sort = order === undefined ? undefined : sortCalled('workstations', order);
      return door.flow.reading.workstations(who.caller, { ...filter, ...(sort && { sort }) }, { cursor, limit });
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
  // before the record of any workstation
  listWorkstationCertificateEnds: operation({
    method: 'GET',
    path: '/v1/workstations/certificate-ends',
    summary:
      'Workstations whose own certificate ends within `days`, the soonest first; not those that are lost, blocked or retired',
    acts: ['workstation.export', 'renewal.read'],
    input: z.strictObject({
      text: searchText(100).optional(),
      /** With those below it. */
      service: ServiceCode.optional(),
      site: oneLine(100).optional(),
      /** A column; `-` before it has it the other way round. */
      sort: z.enum(ordersOf('machineEnds')).optional(),
      ...PageInput,
    }),
    output: page(CertificateEnd).extend({ days: z.int() }),
    run: ({ door, who }, { cursor, limit, sort: order, ...filter }) => {
      const sort = order === undefined ? undefined : sortCalled('machineEnds', order);
      return door.flow.reading.machineEnds(who.caller, { ...filter, ...(sort && { sort }) }, { cursor, limit });
    },
  }),
  getWorkstation: operation({
    method: 'GET',
    path: '/v1/workstations/{workstation}',
    summary:
      'The record of a workstation: who has it, the checklist that is due and what was signed, tokens past and present, certificates, incidents',
    acts: ['workstation.read'],
    input: WorkstationRef,
    output: z.object({
      workstation: Workstation,
      checklist: ChecklistPurpose.nullable(),
      items: z.array(DueItem),
      rounds: z.array(CheckRound),
      /** Null: nobody has it. The name is null for people who may not see that person. */
      holder: z.object({ id: z.string(), name: z.string().nullable(), directoryId: z.string().nullable() }).nullable(),
      tokens: z.array(Token),
      /** Bound to it once, and no more. */
      formerTokens: z.array(Token),
      certificates: z.array(Certificate),
      /** Null for people who may read none. */
      incidents: z.array(Incident).nullable(),
      /** Of which there are older ones than the newest, which are told. */
      cut: z.object({ formerTokens: z.boolean(), certificates: z.boolean(), incidents: z.boolean() }),
      campaign: Migration.nullable(),
      exchange: Exchange.nullable(),
    }),
    run: async ({ door, who }, { workstation }) => {
      const found = await door.flow.reading.workstation(who.caller, workstation);
      return { ...found, campaign: withDate(found.campaign), exchange: withDate(found.exchange) };
    },
  }),
  workstationLife: operation({
    method: 'GET',
    path: '/v1/workstations/{workstation}/life',
    summary: 'What was done to a workstation: who, when, what changed, before and after; the newest first',
    acts: ['workstation.read'],
    input: WorkstationRef.extend(PageInput),
    output: page(Event),
    run: ({ door, who }, { workstation, cursor, limit }) =>
      door.flow.reading.workstationLife(who.caller, workstation, { cursor, limit }),
  }),
  amendWorkstation: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/amendments',
    summary: 'Correct what is known of a workstation; the entry says what it was. No state changes',
    acts: ['workstation.amend'],
    input: AmendWorkstation,
    output: Workstation,
    run: ({ door, who }, input) => door.flow.record.amend(who.caller, input),
  }),
  assignWorkstation: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/holder',
    summary: 'Give a workstation to an agent',
    acts: ['workstation.assign'],
    input: AssignWorkstation,
    output: Workstation,
    run: ({ door, who }, input) => door.flow.record.assign(who.caller, input),
  }),
  takeWorkstationBack: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/holder/end',
    summary: 'Take a workstation back from the agent who has it',
    acts: ['workstation.assign'],
    input: TakeBackWorkstation,
    output: Workstation,
    run: ({ door, who }, input) => door.flow.record.takeBack(who.caller, input),
  }),
  signChecklistItems: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/items',
    summary: 'Sign items of the checklist that is due; the last one that is required puts the workstation into service',
    acts: ['workstation.signItem'],
    input: SignItems,
    output: z.object({ missing: z.array(z.string()), ended: z.boolean(), unnamedImage: z.string().optional() }),
    run: ({ door, who }, input) => door.flow.enrolment.signItems(who.caller, input),
  }),
  changeWorkstation: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/changes',
    summary:
      'Move a workstation through its life; blocked, retired or back from a loan, its tokens are revoked at once; blocked, the incidents open on it are marked as blocked; retired or back from a loan, the requests open for it are withdrawn too',
    acts: ['workstation.change', 'workstation.block'],
    input: ChangeWorkstation,
    output: z.object({ state: WorkstationStates, revoked: z.int(), withdrawn: z.int(), published: z.boolean() }),
    run: ({ door, who }, input) => door.flow.enrolment.change(who.caller, input),
  }),
  reportWorkstationLoss: operation({
    method: 'POST',
    path: '/v1/workstations/{workstation}/report-loss',
    summary:
      'Who has a workstation, or a token in use on it, reports its loss, as may their correspondent and approver: its tokens and its certificate are revoked at once, and the requests open for it withdrawn',
    acts: ['workstation.lose'],
    input: WorkstationRef,
    output: z.object({
      workstation: z.string(),
      state: WorkstationStates,
      revoked: z.int(),
      withdrawn: z.int(),
      published: z.boolean(),
    }),
    run: ({ door, who }, input) => door.flow.enrolment.reportLoss(who.caller, input),
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

/**
 * The records of the flow, as stored and as journalled: one interface a table (rows/), camelCase columns, times as epoch
 * milliseconds, JSON as text. Every row here can be rebuilt from the journal; what cannot (password hashes, sessions,
 * secrets, certificate bodies) belongs to the adapter that owns it.
 */
import type { HandoverRow, IdentityCheckRow, LetterRow, PickupCodeRow } from './rows/handovers.ts';
import type { AccountRow, ApiTokenRow, GrantRow, PersonRow, ProposalRow } from './rows/people.ts';
import type { AppointmentRow, ApprovalRow, DeviceRow, PromiseRow, RequestRow, RosterRow } from './rows/requests.ts';
import type { ImportRow, NodeRow, SettingRow } from './rows/service.ts';
import type {
  DeliveryRow,
  ExpectedDeliveryRow,
  RecallItemRow,
  RecallRow,
  StockAlertRow,
  StockCountRow,
  StockDifferenceRow,
  StockLocationRow,
  StockTransferRow,
} from './rows/stock.ts';
import type { AuthorityRow, CertificateRow, CrlRow, JobRow, TokenRow } from './rows/tokens.ts';
import type {
  CampaignItemRow,
  CampaignRow,
  CheckItemRow,
  ChecklistRow,
  IncidentRow,
  WorkstationRow,
} from './rows/workstations.ts';

/** Everything the journal can rebuild, by the name an entry's `changes` use. */
export interface Tables {
  person: PersonRow;
  account: AccountRow;
  grant: GrantRow;
  proposal: ProposalRow;
  apiToken: ApiTokenRow;
  workstation: WorkstationRow;
  checklist: ChecklistRow;
  checkItem: CheckItemRow;
  import: ImportRow;
  device: DeviceRow;
  request: RequestRow;
  approval: ApprovalRow;
  promise: PromiseRow;
  roster: RosterRow;
  appointment: AppointmentRow;
  stockLocation: StockLocationRow;
  stockTransfer: StockTransferRow;
  stockCount: StockCountRow;
  stockAlert: StockAlertRow;
  stockDifference: StockDifferenceRow;
  expectedDelivery: ExpectedDeliveryRow;
  delivery: DeliveryRow;
  token: TokenRow;
  job: JobRow;
  certificate: CertificateRow;
  handover: HandoverRow;
  pickupCode: PickupCodeRow;
  identityCheck: IdentityCheckRow;
  letter: LetterRow;
  incident: IncidentRow;
  recall: RecallRow;
  recallItem: RecallItemRow;
  campaign: CampaignRow;
  campaignItem: CampaignItemRow;
  authority: AuthorityRow;
  crl: CrlRow;
  setting: SettingRow;
  node: NodeRow;
}

export type TableName = keyof Tables;
type Columns = { readonly [T in TableName]?: readonly (keyof Tables[T] & string)[] };
const COMMITTED = {
  person: [
    'directoryId',
    'givenName',
    'familyName',
    'email',
    'userPrincipalName',
    'securityIdentifier',
    'postalAddress',
  ],
  apiToken: ['name'],
  device: ['name'],
  request: ['comment', 'answer', 'contentSalt'],
  certificate: ['subject', 'names'],
  handover: ['trackingNumber'],
} as const satisfies Columns;
/** Columns that the journal shows as commitments only (docs/journal.md): a purge sets them to null and drops the openings. */
export const PERSONAL: Columns = COMMITTED;
/** The personal columns of a table. */
export type PersonalColumn<T extends TableName> = T extends keyof typeof COMMITTED
  ? (typeof COMMITTED)[T][number]
  : never;

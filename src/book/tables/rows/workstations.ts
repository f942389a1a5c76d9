/** Rows of workstations: each with its checklists, and the campaigns and incidents that concern it. */
import type {
  CameIn,
  CampaignBlocker,
  CampaignChecklist,
  CampaignKind,
  CampaignOutcome,
  CampaignTokenLeft,
  CampaignTokens,
  ChecklistPurpose,
  IncidentKind,
  IncidentOutcome,
  MovedFor,
  ReplanReason,
  ReplanWay,
} from '../codes.ts';
import type { CampaignState, IncidentState, WorkstationState } from '../states.ts';

/** A SPAN workstation. */
export interface WorkstationRow {
  id: string;
  /** Label on the machine, such as `PN-88213`. */
  assetNumber: string;
  /** Its maker's serial number, in capitals; null until it is known. No two machines have the same. */
  serialNumber: string | null;
  model: string;
  /** The image that it runs, by its name and version; null until it is known. */
  image: string | null;
  service: string;
  site: string;
  /** The agent who has it; null: nobody. */
  holderId: string | null;
  /** From whom it was taken back last; null: from nobody. */
  formerHolderId: string | null;
  state: WorkstationState;
  /** How many commissionings and migrations were begun; check items belong to one round. */
  round: number;
  /** The checklist, in its version, under which the last round began; null: none did, it was taken over. */
  checklistId: string | null;
  registeredAt: number;
  /** Who brought it in: registered or imported it, or proposed that it be taken over. */
  registererId: string;
  /** The second person, who confirmed that it be taken over; null: one person brought it in, alone. */
  seconderId: string | null;
  /** Who signed the last item of its last checklist; null: nobody did yet. */
  commissionerId: string | null;
  /** How it came into service; null: it did not, or has to come anew. */
  cameIn: CameIn | null;
}

/** A version of a checklist (book/rules/workstation/checklists.ts). None is ever changed: the next version is a row of its own. */
export interface ChecklistRow {
  id: string;
  purpose: ChecklistPurpose;
  /** For which machines: a model's and an image's name, or `*`. */
  model: string;
  image: string;
  version: number;
  /** Its items in order, as canonical JSON. */
  items: string;
  /** The two who decided it; null: it came with the service. */
  proposerId: string | null;
  confirmerId: string | null;
  since: number;
}

/** An item of a checklist that a technician signed. */
export interface CheckItemRow {
  id: string;
  workstationId: string;
  checklistId: string;
  round: number;
  item: string;
  /** What the item asks for (book/rules/workstation/check-values.ts); null: it asks for nothing. */
  value: string | null;
  signedBy: string;
  signedAt: number;
}

/** Phishing, ransomware or the like that somebody reported, for themselves or for somebody else. */
export interface IncidentRow {
  id: string;
  kind: IncidentKind;
  state: IncidentState;
  /** Whom it befell, and on which machine; null where none was named. */
  personId: string;
  workstationId: string | null;
  reporterId: string;
  reportedAt: number;
  /** When what could be misused was last taken away, and who did it; null where nobody did. */
  blockedAt: number | null;
  blockerId: string | null;
  /** Null while it is open. */
  closedAt: number | null;
  closerId: string | null;
  outcome: IncidentOutcome | null;
}

/** Machines are moved from one image to another, or exchanged for others, so many a day. */
export interface CampaignRow {
  id: string;
  kind: CampaignKind;
  /** The image that its machines have; null: whichever. */
  fromImage: string | null;
  /** Null where machines are exchanged: each keeps its image. */
  targetImage: string | null;
  /** What a selection's machines have in common, the services below the one named included; null: whichever. */
  site: string | null;
  service: string | null;
  model: string | null;
  tokens: CampaignTokens;
  checklist: CampaignChecklist;
  /** Technicians on a day, and how many machines each migrates or exchanges: together what a day takes. */
  technicians: number;
  perTechnician: number;
  /** The first day (book/rules/calendar/working-days.ts). */
  startsOn: number;
  /** Working days on which no machine comes, to migrate or to be exchanged, as a JSON list in rising order. */
  closedDays: string;
  /** The number of the plan that stands, how it treats days given before, and why it was made; null: it is the first. */
  plan: number;
  way: ReplanWay;
  reason: ReplanReason | null;
  state: CampaignState;
  openerId: string;
  openedAt: number;
  /** When all its machines were found; null until then. */
  enrolledAt: number | null;
  closedAt: number | null;
  /** Who had it closed; null while nobody has. */
  closerId: string | null;
}

/** A machine of a campaign. */
export interface CampaignItemRow {
  id: string;
  campaignId: string;
  workstationId: string;
  /** The machine that takes its place; null where none does: it migrates. */
  otherId: string | null;
  /** Its place in the order: site, service, asset number. */
  rank: string;
  /** Of the machine, which keeps it for good: the list of a campaign is sorted by it. */
  assetNumber: string;
  addedAt: number;
  /** The plan under which it was looked at last; 0: under none yet. */
  plan: number;
  /** The day on which it is to come (book/rules/calendar/working-days.ts); null: it has none. */
  day: number | null;
  /** Who was told that day, and comes on it; null: it has none, or is for nobody. */
  toldId: string | null;
  /** Why that is not what its holder was told before; null: nothing was, or it is the first day. */
  reason: MovedFor | null;
  /** How many days it was given, one after another. */
  times: number;
  blocked: CampaignBlocker | null;
  /** Null while it is to migrate. */
  endedAt: number | null;
  outcome: CampaignOutcome | null;
  /** When it was settled what becomes of its token; null until then, and always where tokens stay. */
  tokenAt: number | null;
  /** The request that replaces it; null where there is none, for the reason of `tokenLeft`. */
  requestId: string | null;
  tokenLeft: CampaignTokenLeft | null;
}

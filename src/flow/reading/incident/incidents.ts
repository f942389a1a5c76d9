import type { Caller } from '../../../book/rights/roles.ts';
import { canBlock } from '../../../book/rules/workstation/incidents.ts';
import { isOneOf } from '../../../book/tables/one-of.ts';
import type { IncidentRow } from '../../../book/tables/rows/workstations.ts';
import { TOKEN_ENDED, TOKEN_IN_USE, WORKSTATION_BACK, type WorkstationState } from '../../../book/tables/states.ts';
import { DAY_MS } from '../../../durations.ts';
import { type Deps, need } from '../../act.ts';
import { hitOf, isHit, targetOfIncident } from '../../incident/blocking.ts';
import { machinesOf } from '../../incident/machines-of-person.ts';
import { guard, nameOf } from '../guard.ts';
import { ABOUT_MOST, type EntryItem } from '../journal/entry-lists.ts';
import { changesOf } from '../journal/entry-things.ts';
import type { Lists } from '../lists.ts';
import type { Newest } from '../newest.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { Sort } from '../sorting.ts';
import { BLOCKS_BY_SUBJECT, type TakenAway, takenAwayBy } from './incident-blocks.ts';
import type { IncidentFilter } from './incident-lists.ts';

/** Entries of one incident that its report tells. */
const MOST = 200;

/** An incident, in words for people who read it. */
export interface ReadIncident extends IncidentRow {
  personName: string;
  /** Tells namesakes apart; null once they were purged. */
  directoryId: string | null;
  reporterName: string;
  assetNumber: string | null;
}
/** Which incidents are asked for, and in which order. */
type IncidentsAsked = IncidentFilter & { sort?: Sort<'incidents'> };
/** As a list tells it. */
export interface ListedIncident extends ReadIncident {
  /** It was blocked, and a block would take something away once more: only its machine was blocked, or something came into use since. */
  isStillInUse: boolean;
}
/** With what a block would take away now. */
export interface IncidentReport extends ReadIncident {
  tokens: number;
  credentials: number;
  /** Nomade credentials whose making a block would stop. */
  begun: number;
  /** Who has the machine now, and loses what they have in use as the person does; null for nobody. */
  holderId: string | null;
  holderName: string | null;
  /** Whether a block would take anything away now. */
  isInUse: boolean;
  /** Where no machine was named: the person's own that are in use still, by their numbers. A block of the incident leaves them. */
  machinesLeft: string[];
  /** Who did what when, the oldest first, with what was revoked by itself since a day before; the names of who acted are `actors`. */
  entries: EntryItem[];
  /** There are older ones than these. */
  more: boolean;
  actors: ReadonlyMap<string, string>;
  /** What was blocked, in the order of these entries. */
  taken: TakenAway[];
  /** How the machine stands now; null where none was named. */
  machineState: WorkstationState | null;
  /** The steps by which the machine came back after the block, the oldest first; null where none was named, or nothing blocked. */
  back: EntryItem[] | null;
}
/** What blocks of machines, lists and services took away, the newest first. */
export interface ManyBlocked {
  taken: TakenAway[];
  next: string | null;
}

/** The acts by which a machine that was blocked is taken back, checked and put into service again, or given up. */
const WAY_BACK = ['takeBackCleaned', 'takeBackFound', 'backFromRepair', 'signItem', 'retire'].map(
  (step) => `workstation.${step}`,
);
/** What it became by an entry; undefined where it stayed what it was. */
const stateBy = (entry: EntryItem): unknown =>
  changesOf(entry).find(({ table, cells }) => table === 'workstation' && 'state' in cells)?.cells['state'];

/** Acts by which a token, a credential or a machine is given up apart from any block. */
const REVOKED_APART = [
  'token.revoke',
  'token.reportLoss',
  'token.revokeByCode',
  'credential.giveUp',
  'workstation.lose',
];
/** So long before an incident is reported, a loss may be the first that was done about it. */
const BEFORE_MS = DAY_MS;
/** Newest certificates and tokens of a person or a machine that its report looks at. */
const HELD_MOST = 200;

/** Incidents, for security officers. */
export function createIncidentReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const check = guard(deps);

  const shown = async (rows: readonly IncidentRow[]): Promise<ReadIncident[]> => {
    const ids = rows.flatMap(({ personId, reporterId }) => [personId, reporterId]);
    const people = new Map((await reads.find('person', { id: ids })).map((person) => [person.id, person]));
    const machines = await reads.find('workstation', { id: rows.flatMap((row) => row.workstationId ?? []) });
    const numbers = new Map(machines.map(({ id, assetNumber }) => [id, assetNumber]));
    return rows.map((row) => ({
      ...row,
      personName: nameOf(people.get(row.personId)),
      directoryId: people.get(row.personId)?.directoryId ?? null,
      reporterName: nameOf(people.get(row.reporterId)),
      assetNumber: numbers.get(row.workstationId ?? '') ?? null,
    }));
  };

  /** The block of its machine, of a list or a service that took this one with it: its subject is the machine or the person. */
  const blockedWith = async ({ id, reportedAt, blockedAt }: IncidentRow): Promise<Newest<EntryItem>> => {
    if (blockedAt === null) return { items: [], more: false };
    const { items, next } = await lists.entries(
      { any: { actions: BLOCKS_BY_SUBJECT }, from: reportedAt, to: blockedAt + 1 },
      { limit: MOST },
    );
    const took = (entry: EntryItem) => changesOf(entry).some((one) => one.table === 'incident' && one.id === id);
    return { items: items.filter(took), more: next !== null };
  };
  /** What its person held, or was used on its machine, and was revoked by itself: a loss or a theft, by whoever declared it. */
  const revokedApart = async (row: IncidentRow): Promise<Newest<EntryItem>> => {
    const { personId, workstationId, reportedAt, closedAt } = row;
    // an edited row of one token keeps nobody from reading the rest
    const newest = { descending: true, limit: HELD_MOST, leaveOut: true } as const;
    const [certificates, theirs, here] = await Promise.all([
      reads.find('certificate', { holderId: personId }, newest),
      reads.find('token', { holderId: personId }, newest),
      workstationId === null ? [] : reads.find('token', { workstationId }, newest),
    ]);
    const machines = [workstationId, ...theirs.map((token) => token.workstationId)];
    const serials = [...certificates.flatMap(({ id, tokenId }) => [id, tokenId]), ...here.map(({ id }) => id)];
    const subjects = new Set([
      ...machines.flatMap((id) => (id === null ? [] : [`workstation:${id}`])),
      ...serials.flatMap((serial) => (serial === null ? [] : [`token:${serial}`])),
    ]);
    if (subjects.size === 0) return { items: [], more: false };
    const since = reportedAt - BEFORE_MS;
    const found = await lists.entriesAbout({ subjects: [...subjects], actions: REVOKED_APART, notBy: '', since });
    // a token may have been somebody else's then
    const held = new Set([
      ...certificates.map(({ id }) => `certificate:${id}`),
      ...here.map(({ id }) => `token:${id}`),
    ]);
    const concerns = (entry: EntryItem): boolean =>
      (closedAt === null || Date.parse(entry.at) <= closedAt) &&
      (entry.subject === `workstation:${workstationId}` ||
        changesOf(entry).some(({ table, id }) => held.has(`${table}:${id}`)));
    return { items: found.filter(concerns), more: found.length >= ABOUT_MOST };
  };

  const entriesOf = async (row: IncidentRow): Promise<Newest<EntryItem>> => {
    const [own, ...others] = await Promise.all([
      lists.entries({ subject: `incident:${row.id}` }, { limit: MOST }),
      blockedWith(row),
      revokedApart(row),
    ]);
    const items = [...own.items, ...others.flatMap((one) => one.items)].sort((one, other) => one.seq - other.seq);
    return { items, more: own.next !== null || others.some(({ more }) => more) };
  };

  /** Steps of the machine alone: of the items that are signed, the last one puts it into service. */
  const backOf = async ({ workstationId, blockedAt }: IncidentRow): Promise<EntryItem[] | null> => {
    if (workstationId === null || blockedAt === null) return null;
    const of = {
      subject: `workstation:${workstationId}`,
      any: { actions: WAY_BACK },
      outcome: 'done',
      from: blockedAt,
    };
    const steps: EntryItem[] = [];
    let cursor: string | undefined;
    do {
      const page: Paged<EntryItem> = await lists.entries(of, { limit: MOST, cursor });
      steps.push(...page.items.filter((entry) => stateBy(entry) !== undefined));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    steps.reverse();
    const end = steps.findIndex((entry) => isOneOf(WORKSTATION_BACK, stateBy(entry)));
    return end < 0 ? steps : steps.slice(0, end + 1);
  };

  const inUseOf = async (row: IncidentRow) => {
    const target = await targetOfIncident(reads, row);
    const hit = await hitOf(reads, target);
    const { workstation } = target;
    return { workstation, hit, isInUse: isHit(hit) || (workstation !== undefined && canBlock(workstation.state)) };
  };
  /** After a block the tokens are over that bound the person to their machines. What somebody else has by now is no machine of theirs. */
  const machinesLeft = async ({ personId, workstationId, state }: IncidentRow): Promise<string[]> => {
    if (workstationId !== null || state !== 'open') return [];
    const own = await machinesOf(reads, personId, [...TOKEN_IN_USE, ...TOKEN_ENDED]);
    return own
      .filter(({ state: now, holderId }) => canBlock(now) && (holderId === null || holderId === personId))
      .map(({ assetNumber }) => assetNumber);
  };
  /** Of one that is open and was blocked: any other is blocked or closed by its state alone. */
  const isStillInUse = async (row: IncidentRow): Promise<boolean> =>
    row.state === 'open' && row.blockedAt !== null && (await inUseOf(row)).isInUse;

  return {
    /** Open or past incidents, the newest first where nothing is said, in pages. */
    incidents: async (caller: Caller, filter: IncidentsAsked, page: Cursor): Promise<Paged<ListedIncident>> => {
      check(caller, 'incident.read');
      const { items, next } = await lists.incidents(filter, page);
      const read = await shown(items);
      return {
        items: await Promise.all(read.map(async (row) => ({ ...row, isStillInUse: await isStillInUse(row) }))),
        next,
      };
    },

    /** How many there are of them. */
    incidentTotal: async (caller: Caller, filter: IncidentFilter): Promise<Total | undefined> => {
      check(caller, 'incident.read');
      return lists.totals.incidents(filter);
    },

    /** What blocks of machines, lists and services took away: found again in the journal. A page is of so many entries. */
    blocksOfMany: async (caller: Caller, page: Cursor): Promise<ManyBlocked> => {
      check(caller, 'incident.read');
      const { items, next } = await lists.entries({ any: { actions: BLOCKS_BY_SUBJECT }, outcome: 'done' }, page);
      return { taken: await takenAwayBy(reads, items), next };
    },

    /** How many are open. */
    openIncidentCount: async (caller: Caller): Promise<number> => {
      check(caller, 'incident.read');
      return reads.count('incident', { state: 'open' });
    },

    /** One incident with what the journal tells of it. */
    incident: async (caller: Caller, id: string): Promise<IncidentReport> => {
      check(caller, 'incident.read');
      const row = await need(reads.get('incident', id), 'incident');
      const [{ workstation, hit, isInUse }, { items: entries, more }, back, [read]] = await Promise.all([
        inUseOf(row),
        entriesOf(row),
        backOf(row),
        shown([row]),
      ]);
      const { tokens, credentials, begun } = hit;
      const [holder, actors] = await Promise.all([
        workstation?.holderId ? reads.get('person', workstation.holderId) : undefined,
        reads.find('person', { id: [...new Set([...entries, ...(back ?? [])].map(({ actor }) => actor))] }),
      ]);
      return {
        ...(await need(Promise.resolve(read), 'incident')),
        tokens: tokens.length,
        credentials: credentials.length,
        begun: begun.length,
        holderId: holder?.id ?? null,
        holderName: holder ? nameOf(holder) : null,
        entries,
        more,
        machineState: workstation?.state ?? null,
        back,
        isInUse,
        machinesLeft: await machinesLeft(row),
        taken: await takenAwayBy(reads, entries),
        actors: new Map(actors.map((person) => [person.id, nameOf(person)])),
      };
    },
  };
}

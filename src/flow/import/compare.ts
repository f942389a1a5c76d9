import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { WORKSTATION_USABLE } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { incidentAgainst } from '../incident/incident-against.ts';
import { differing, type Recorded } from '../workstation/record.ts';
import type { Turn } from './checks.ts';
import type { InventoryLine } from './inventory-line.ts';
import { type PlannedChange, RETIRABLE } from './planned.ts';

/** Lines that are looked at together, before anybody else has their turn. */
const TOGETHER = 250;
/** Machines of a service or site that are read at once. */
const PAGE = 1000;

export const FINDING_KINDS = ['new', 'changed', 'gone', 'noted', 'wrong'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];
/** What a file says that is not so here, line by line. `gone`: known here and left out of the file, which says no line of it. */
export interface Finding {
  line: number;
  kind: FindingKind;
  /** Null where the line has none that can be read. */
  assetNumber: string | null;
  changes: { column: string; before: string | null; after: string | null }[];
  /** Of what is wrong: the column as the file writes it, and the fault in both languages. */
  problem: { column: string | null; code: string; message: { fr: string; en: string } } | null;
}
export interface Line {
  line: number;
  row: InventoryLine;
}
/**
 * How machines were looked for that a file leaves out: among those of the services that it names, of the sites where it names no service,
 * not at all where it names neither, or where it has a line of which the machine could not be read.
 */
export const ABSENCES = ['service', 'site', 'no-place', 'unread'] as const;
export type Absence = (typeof ABSENCES)[number];
export interface Compared {
  findings: Finding[];
  rows: PlannedChange[];
  /** Machines that the file leaves out and that may be retired for it. */
  gone: PlannedChange[];
  absence: Absence;
  unchanged: number;
}
type Reads = Deps['store']['reads'];
/** What is wrong with a line by what is known, and how it is said. */
export type Fault =
  | 'missing'
  | 'number_known'
  | 'serial_known'
  | 'holder_unknown'
  | 'not_in_house'
  | 'image_kept'
  | 'retired';
export type Say = (code: Fault, fact?: string) => { fr: string; en: string };

async function holdersOf(reads: Reads, lines: readonly Line[]): Promise<ReadonlyMap<string, PersonRow>> {
  const ids = lines.flatMap(({ row: { holder } }) => (holder ? [holder, holder.toUpperCase()] : []));
  const people = ids.length === 0 ? [] : await reads.find('person', { directoryId: [...new Set(ids)] });
  return new Map(people.filter((one) => one.purgedAt === null).map((one) => [String(one.directoryId), one]));
}

/** Services by the site that the file names for one of their machines. */
type Places = Map<string, Set<string>>;
interface Telling {
  say: Say;
  /** Numbers on lines that could not be read otherwise: those machines are not left out. */
  faulty: ReadonlySet<string>;
  /** Whether each line says which machine it is of. */
  isKnown: boolean;
  turn: Turn;
}
/** Holds a file against what is known, and says what would come of it; nothing is written. */
export async function compareInventory(
  { store }: Pick<Deps, 'store'>,
  lines: readonly Line[],
  { say, faulty, isKnown, turn }: Telling,
): Promise<Compared> {
  const { reads } = store;
  const out: Compared = { findings: [], rows: [], gone: [], absence: 'unread', unchanged: 0 };
  const places: Places = new Map();
  for (let at = 0; at < lines.length; at += TOGETHER) {
    await comparePiece(reads, lines.slice(at, at + TOGETHER), { out, places, say });
    await turn();
  }
  if (!isKnown) return out;
  const named = new Set([...faulty, ...lines.map(({ row }) => row.assetNumber)]);
  out.absence = await findGone(reads, lines, { out, places, named, turn });
  return out;
}

async function comparePiece(
  reads: Reads,
  lines: readonly Line[],
  { out, places, say }: { out: Compared; places: Places; say: Say },
) {
  const numbers = lines.map(({ row }) => row.assetNumber);
  const serials = lines.flatMap(({ row }) => row.serialNumber ?? []);
  const known = new Map((await reads.find('workstation', { assetNumber: numbers })).map((w) => [w.assetNumber, w]));
  // what a machine is called is its number and its serial: a scan finds it by either
  const called = new Map<string | null, WorkstationRow>();
  for (const one of await reads.find('workstation', { assetNumber: serials })) called.set(one.assetNumber, one);
  for (const one of await reads.find('workstation', { serialNumber: [...numbers, ...serials] }))
    called.set(one.serialNumber, one);
  const holders = await holdersOf(reads, lines);
  const had = [...known.values()].flatMap(({ holderId }) => holderId ?? []);
  const former = new Map((await reads.find('person', { id: [...new Set(had)] })).map((p) => [p.id, p.directoryId]));

  for (const { line, row } of lines) {
    const { assetNumber } = row;
    const standing = known.get(assetNumber);
    if (standing && row.site) places.set(row.site, (places.get(row.site) ?? new Set()).add(standing.service));
    const holder =
      row.holder === undefined ? undefined : (holders.get(row.holder) ?? holders.get(row.holder.toUpperCase()));
    const other = (number: string | undefined): WorkstationRow | undefined => {
      const one = number === undefined ? undefined : called.get(number);
      return one?.assetNumber === assetNumber ? undefined : one;
    };
    const [sameNumber, sameSerial] = [other(assetNumber), other(row.serialNumber)];
    const wrong = (code: Fault, column: string, fact?: string): void =>
      void out.findings.push({
        line,
        kind: 'wrong',
        assetNumber,
        changes: [],
        problem: { column, code, message: say(code, fact) },
      });
    const before = out.findings.length;
    if (standing?.state === 'retired') wrong('retired', 'assetNumber');
    if (sameNumber) wrong('number_known', 'assetNumber', sameNumber.assetNumber);
    if (sameSerial) wrong('serial_known', 'serialNumber', sameSerial.assetNumber);
    if (row.holder !== undefined && !holder) wrong('holder_unknown', 'holder');
    const isGiven = holder !== undefined && holder.id !== standing?.holderId;
    if (standing && standing.state !== 'retired' && isGiven && !WORKSTATION_USABLE.includes(standing.state))
      wrong('not_in_house', 'holder');
    if (!standing)
      for (const column of ['model', 'service', 'site'] as const) if (!row[column]) wrong('missing', column);
    if (out.findings.length > before) continue;
    if (standing) compareKnown(out, { line, row, standing, holder, former, say });
    else planNew(out, { line, row, holder });
  }
}

function planNew(out: Compared, { line, row, holder }: Line & { holder: PersonRow | undefined }): void {
  const { holder: _, model = '', service = '', site = '', ...rest } = row;
  const input = { ...rest, model, service, site };
  const told = Object.entries({ ...input, holderId: holder?.directoryId }).filter(([name]) => name !== 'assetNumber');
  out.findings.push({
    line,
    kind: 'new',
    assetNumber: row.assetNumber,
    problem: null,
    changes: told.flatMap(([column, after]) => (after ? [{ column, before: null, after }] : [])),
  });
  out.rows.push({ plan: 'new', line, input, holderId: holder?.id ?? null });
}

interface Known extends Line {
  standing: WorkstationRow;
  holder: PersonRow | undefined;
  former: ReadonlyMap<string, string | null>;
  say: Say;
}
function compareKnown(out: Compared, { line, row, standing, holder, former, say }: Known): void {
  const { assetNumber, serialNumber, model, service, site } = row;
  if (row.image !== undefined && row.image !== standing.image) {
    const changes = [{ column: 'image', before: standing.image, after: row.image }];
    const problem = { column: 'image', code: 'image_kept', message: say('image_kept') };
    out.findings.push({ line, kind: 'noted', assetNumber, changes, problem });
  }
  const said = { serialNumber, model, service, site, holderId: holder?.id };
  const columns = differing(standing, said);
  if (columns.length === 0) {
    out.unchanged += 1;
    return;
  }
  const of = (from: Partial<Recorded>): Partial<Recorded> =>
    Object.fromEntries(columns.map((column) => [column, from[column] ?? null]));
  const shown = (column: keyof Recorded, value: string | null | undefined): string | null => {
    if (column !== 'holderId' || !value) return value ?? null;
    return value === holder?.id ? holder.directoryId : (former.get(value) ?? null);
  };
  out.findings.push({
    line,
    kind: 'changed',
    assetNumber,
    problem: null,
    changes: columns.map((column) => ({
      column,
      before: shown(column, standing[column]),
      after: shown(column, said[column as keyof typeof said]),
    })),
  });
  const set = Object.fromEntries(columns.map((column) => [column, said[column as keyof typeof said] ?? null]));
  out.rows.push({ plan: 'changed', line, id: standing.id, was: of(standing), set });
}

/**
 * Machines that the file leaves out: of its services, and of its sites where it names some. Where it names sites alone, those of its
 * sites, in services of which it has a machine there: the list of one service says nothing of its neighbour's.
 */
async function findGone(
  reads: Reads,
  lines: readonly Line[],
  { out, places, named, turn }: { out: Compared; places: Places; named: ReadonlySet<string>; turn: Turn },
): Promise<Absence> {
  const services = new Set(lines.flatMap(({ row }) => row.service ?? []));
  const sites = new Set(lines.flatMap(({ row }) => row.site ?? []));
  const leaveOut = async (left: readonly WorkstationRow[]): Promise<void> => {
    for (const { id, assetNumber, state, holderId } of left) {
      if (named.has(assetNumber) || state === 'retired') continue;
      const changes = [{ column: 'state', before: state, after: null }];
      out.findings.push({ line: 0, kind: 'gone', assetNumber, changes, problem: null });
      if (RETIRABLE.includes(state) && (await incidentAgainst(reads, { id, holderId })) === undefined)
        out.gone.push({ plan: 'gone', line: 0, id, assetNumber, state });
    }
    await turn();
  };
  for (const service of services)
    for await (const page of pagesOf(reads, { service }))
      await leaveOut(page.filter(({ site }) => sites.size === 0 || sites.has(site)));
  if (services.size > 0) return 'service';
  for (const site of sites)
    for await (const page of pagesOf(reads, { site }))
      await leaveOut(page.filter(({ service }) => places.get(site)?.has(service)));
  return sites.size > 0 ? 'site' : 'no-place';
}

/** Machines of a service or site, page by page. */
async function* pagesOf(
  reads: Reads,
  where: { service: string } | { site: string },
): AsyncGenerator<readonly WorkstationRow[]> {
  for (let from = ''; ; ) {
    const page = await reads.find('workstation', where, { orderBy: 'assetNumber', from, limit: PAGE });
    yield page.filter(({ assetNumber }) => assetNumber !== from);
    const last = page.at(-1);
    if (page.length < PAGE || !last || last.assetNumber === from) return;
    from = last.assetNumber;
  }
}

import { INCIDENT_KINDS, type IncidentKind } from '../../../book/tables/codes.ts';
import type { CertificateRow } from '../../../book/tables/rows/tokens.ts';
import type { Reads } from '../../ports/store.ts';
import { nameOf } from '../guard.ts';
import type { EntryItem } from '../journal/entry-lists.ts';
import { changesOf } from '../journal/entry-things.ts';

/** Acts that block a machine by itself, or machines and people of a list or a service: each entry is about one of them. */
export const BLOCKS_BY_SUBJECT = ['incident.blockPerson', 'incident.blockWorkstation', 'workstation.block'] as const;
const BLOCKS: readonly string[] = ['incident.block', ...BLOCKS_BY_SUBJECT];

/** One thing that a block took away, as its entry says. */
export interface TakenAway {
  /** Of the entry. */
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  what: 'workstation' | 'machine-certificate' | 'token' | 'nomade' | 'nomade-begun';
  /** Asset number, number of the token, serial number of the certificate; number of the request whose making was stopped. */
  name: string;
  /** Whose it was; null for nobody’s. Of a machine: who has it. */
  personId: string | null;
  personName: string | null;
  /** Of the machine, else of whoever it was; null where neither is known. */
  service: string | null;
  /** What it was blocked for, as its entry says; null of a machine that was blocked by itself. */
  reason: IncidentKind | null;
  actorName: string;
}

/** A request that goes back to its place in the queue is one whose making was stopped. */
const isTaken = ({ table, cells }: { table: string; cells: Readonly<Record<string, unknown>> }): boolean =>
  cells['state'] === 'blocked' ||
  cells['state'] === 'revoked' ||
  (table === 'request' && cells['state'] === 'approved');

/** What these entries took away, in their order: machines, tokens, Nomade credentials, made or begun, and certificates of machines. */
export async function takenAwayBy(reads: Pick<Reads, 'find'>, entries: readonly EntryItem[]): Promise<TakenAway[]> {
  const blocks = entries.filter(({ action, outcome }) => outcome === 'done' && BLOCKS.includes(action));
  const taken = blocks.flatMap((entry) => changesOf(entry).flatMap((one) => (isTaken(one) ? [{ ...one, entry }] : [])));
  const ids = (of: string): string[] => [...new Set(taken.flatMap(({ table, id }) => (table === of ? [id] : [])))];
  const byId = <R extends { id: string }>(rows: readonly R[]) => new Map(rows.map((row) => [row.id, row]));
  const machines = byId(await reads.find('workstation', { id: ids('workstation') }));
  const certificates = byId(await reads.find('certificate', { id: ids('certificate') }));
  const numbers = byId(
    await reads.find('workstation', { id: [...certificates.values()].flatMap((one) => one.workstationId ?? []) }),
  );
  const requests = byId(await reads.find('request', { id: ids('request') }));
  const holders = [...certificates.values(), ...machines.values(), ...requests.values()].flatMap(
    ({ holderId }) => holderId ?? [],
  );
  const people = byId(
    await reads.find('person', { id: [...new Set([...holders, ...blocks.map(({ actor }) => actor)])] }),
  );
  const ofHolder = (id: string | null | undefined) => ({
    personId: id ?? null,
    personName: id ? nameOf(people.get(id)) : null,
    service: (id && people.get(id)?.service) || null,
  });

  /** Undefined for a certificate on a token: the token stands for both. */
  const said = ({
    table,
    id,
    entry,
  }: (typeof taken)[number]): Pick<TakenAway, 'what' | 'name' | 'personId' | 'personName' | 'service'> | undefined => {
    if (table === 'workstation') {
      const row = machines.get(id);
      const holder = ofHolder(row?.holderId);
      return { ...holder, what: 'workstation', name: row?.assetNumber ?? id, service: row?.service ?? null };
    }
    if (table === 'request') {
      const row = requests.get(id);
      return { what: 'nomade-begun', name: row?.number ?? id, ...ofHolder(row?.holderId) };
    }
    if (table === 'token') {
      // the token may have another holder by now, and its certificate never
      const own = (row: CertificateRow | undefined) => (row?.tokenId === id ? [row] : []);
      const [carried] = changesOf(entry).flatMap((one) => own(certificates.get(one.id)));
      return { what: 'token', name: id, ...ofHolder(carried?.holderId) };
    }
    const row = table === 'certificate' ? certificates.get(id) : undefined;
    if (!row || row.tokenId !== null) return undefined;
    if (row.workstationId === null) return { what: 'nomade', name: id, ...ofHolder(row.holderId) };
    const machine = numbers.get(row.workstationId);
    const [name, service] = [machine?.assetNumber ?? id, machine?.service ?? null];
    return { what: 'machine-certificate', name, personId: null, personName: null, service };
  };
  return taken.flatMap((one) => {
    const of = said(one);
    const { seq, at, actor, detail } = one.entry;
    const reason = INCIDENT_KINDS.find((kind) => kind === detail['reason']) ?? null;
    return of ? [{ seq, at: Date.parse(at), ...of, reason, actorName: nameOf(people.get(actor)) }] : [];
  });
}

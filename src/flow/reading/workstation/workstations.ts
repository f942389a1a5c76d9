import { may, mightEver } from '../../../book/rights/authorise.ts';
import { type Caller, covers } from '../../../book/rights/roles.ts';
import { readSerial } from '../../../book/rules/stock/typed-serials.ts';
import { dueChecklist } from '../../../book/rules/workstation/checklists.ts';
import type { ChecklistPurpose } from '../../../book/tables/codes.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { IncidentRow, WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { WORKSTATION_USABLE } from '../../../book/tables/states.ts';
import { type Deps, need } from '../../act.ts';
import { notThere, tokensSeen } from '../../visibility.ts';
import { endsWithUse } from '../../workstation/end-of-use.ts';
import { workstationCalled } from '../../workstation/find-workstation.ts';
import { guard, nameOf } from '../guard.ts';
import { maySeeName } from '../journal/entry-things.ts';
import type { FewAtOnce } from '../journal/few-at-once.ts';
import type { Lists } from '../lists.ts';
import { type Newest, newestOf } from '../newest.ts';
import type { Cursor, Total } from '../paging.ts';
import { everyRow, ROWS_A_STATEMENT } from '../row-finder.ts';
import type { Sort } from '../sorting.ts';
import { lastMachineOf, tokensBoundHere, tokensEverOf } from '../token/tokens-bound-here.ts';
import { type DueItem, itemsNow, type Round, roundsOf } from './check-items.ts';
import { exchangeOfMachine, type MachineExchange } from './exchanges.ts';
import { type MachineMigration, migrationOfMachine } from './machine-migration.ts';
import { createLife } from './workstation-life.ts';
import { WORKSTATION_CHOICES, type WorkstationFilter } from './workstation-lists.ts';

/** Rows of each kind that a record is told from; the newest first. */
const MOST = 200;
/** What is offered to choose from, of each kind; more are found by what is typed. */
const CHOICES = 200;
/** Images, models and sites that machines have. */
export type WorkstationChoices = Readonly<Record<(typeof WORKSTATION_CHOICES)[number], readonly string[]>>;

/** The agent who has a machine. */
export interface RecordHolder {
  id: string;
  /** Null where the reader may not see who it is, and for somebody whose data were purged. */
  name: string | null;
  directoryId: string | null;
}
/** All that is known of a machine, but for its life, which is read page by page. */
export interface WorkstationRecord {
  workstation: WorkstationRow;
  holder: RecordHolder | null;
  checklist: ChecklistPurpose | null;
  items: DueItem[];
  /** Every commissioning and migration; none for people who only have the machine. */
  rounds: Round[];
  tokens: TokenRow[];
  /** Bound to it once, and no more. */
  formerTokens: TokenRow[];
  certificates: CertificateRow[];
  /** What ends beside its tokens once it comes back from a loan, is retired or lost; none for people who only have it. */
  openRequests: Pick<RequestRow, 'number' | 'state'>[];
  /** Null: the reader may read none. */
  incidents: IncidentRow[] | null;
  /** Of which there are older ones than these. */
  cut: { formerTokens: boolean; certificates: boolean; incidents: boolean };
  /** The campaign that moves it to another image, with its day there; null: none does. */
  campaign: MachineMigration | null;
  /** The campaign that exchanges it, or brings it in the place of another; null: none does. */
  exchange: MachineExchange | null;
}

/** The machine that the token of this serial is bound to, or was last where it is bound to none any more. */
export async function machineOfToken(
  reads: Pick<Deps['store']['reads'], 'get' | 'find'>,
  serial: string,
): Promise<WorkstationRow | undefined> {
  const code = readSerial(serial);
  const [token] = code === '' ? [] : await reads.find('token', { id: [code, code.toUpperCase(), code.toLowerCase()] });
  const machineId = token && (token.workstationId ?? (await lastMachineOf(reads, token.id)));
  return machineId ? reads.get('workstation', machineId) : undefined;
}

/** Who had a machine before is nothing to whoever has it, or may name it. */
const withoutFormer = (row: WorkstationRow): WorkstationRow => ({ ...row, formerHolderId: null });

/** Workstations and what is due on them; `most` rows of each kind are told of one, `page` rows of a life are read by one statement. */
export function createWorkstationReading(
  deps: Pick<Deps, 'store' | 'clock'>,
  lists: Lists,
  few: FewAtOnce,
  most = MOST,
  page = ROWS_A_STATEMENT,
) {
  const { reads } = deps.store;
  const check = guard(deps);
  const life = createLife(deps, lists);

  /** Its tokens, with their holders only for people who may see those tokens: a machine's list is not a way to people. */
  const tokensOf = async (caller: Caller, workstationId: string): Promise<TokenRow[]> => {
    const tokens = await reads.find('token', { workstationId });
    const sees = await tokensSeen(reads, caller, tokens, deps.clock.now());
    return tokens.map((token) => (sees(token) ? token : { ...token, holderId: null, requestId: null }));
  };

  /** Whether the caller reads every machine, or what they have themselves. Throws the refusal for people who read none. */
  const readsAll = (caller: Caller): boolean => {
    const now = deps.clock.now();
    if (may(caller, 'workstation.read', {}, now)) return true;
    if (!mightEver(caller, 'workstation.read', now)) check(caller, 'workstation.read');
    return false;
  };
  /** What is asked for, of the machines that the caller has alone. */
  const ownOf = <F extends WorkstationFilter>({ personId }: Caller, filter: F): F => ({
    ...filter,
    holderId: personId,
  });

  /** The machine of the token that has this very serial; undefined where the text is none, or the list asks for others. */
  const carrierOf = async ({ text, state, service, ...of }: WorkstationFilter): Promise<WorkstationRow | undefined> => {
    const machine = text === undefined ? undefined : await machineOfToken(reads, text);
    if (!machine || !(state === undefined || state.includes(machine.state))) return undefined;
    if (service !== undefined && !covers(service, machine.service)) return undefined;
    return WORKSTATION_CHOICES.every((column) => of[column] === undefined || of[column] === machine[column])
      ? machine
      : undefined;
  };

  /** By its number, its serial number or its id. Whoever may read it only where they have it is told of no other. */
  const find = async (caller: Caller, ref: string): Promise<{ workstation: WorkstationRow; isStaff: boolean }> => {
    const now = deps.clock.now();
    const isStaff = readsAll(caller);
    const workstation = await workstationCalled(reads, ref);
    const { holderId = null } = workstation ?? {};
    if (!workstation || !(isStaff || may(caller, 'workstation.read', { holderId }, now))) throw notThere('workstation');
    return { workstation, isStaff };
  };

  const certificatesOf = ({ id }: WorkstationRow): Promise<Newest<CertificateRow>> =>
    newestOf(most, (limit) =>
      reads.find('certificate', { workstationId: id }, { orderBy: 'intendedAt', descending: true, limit }),
    );

  /** Tokens that were bound to it once, by the requests for it or later on: a recycled one stands elsewhere now. */
  const formerTokens = async (workstationId: string, present: readonly TokenRow[]): Promise<Newest<TokenRow>> => {
    const [requests, bound] = await Promise.all([
      newestOf(most, (limit) => reads.find('request', { workstationId }, { descending: true, limit })),
      tokensBoundHere(reads, workstationId, most),
    ]);
    const requestId = requests.items.map(({ id }) => id);
    const certificates = await newestOf(most, (limit) =>
      reads.find('certificate', { requestId }, { descending: true, limit }),
    );
    const made = certificates.items.flatMap(({ tokenId }) => tokenId ?? []);
    const ids = [...new Set([...made, ...bound.items])];
    const gone = ids.filter((id) => present.every((token) => token.id !== id));
    // who holds it now has nothing to do with this machine
    const items = (await reads.find('token', { id: gone })).map((one) => ({ ...one, holderId: null, requestId: null }));
    return { items, more: requests.more || certificates.more || bound.more };
  };

  const openRequestsOf = async (workstationId: string): Promise<WorkstationRecord['openRequests']> => {
    const { requests } = await endsWithUse(reads, workstationId);
    return requests.map(({ number, state }) => ({ number, state }));
  };

  const holderOf = async (caller: Caller, { holderId }: WorkstationRow): Promise<RecordHolder | null> => {
    if (holderId === null) return null;
    const person = await reads.get('person', holderId);
    const isSeen = person && (holderId === caller.personId || maySeeName(caller, person, deps.clock.now()));
    return { id: holderId, name: isSeen ? nameOf(person) : null, directoryId: isSeen ? person.directoryId : null };
  };

  const mayReadIncidents = (caller: Caller): boolean => may(caller, 'incident.read', {}, deps.clock.now());
  /** Null for people who may not read incidents: their own they reported themselves. */
  const incidentsOf = async (caller: Caller, { id }: WorkstationRow): Promise<Newest<IncidentRow> | null> =>
    mayReadIncidents(caller)
      ? newestOf(most, (limit) =>
          reads.find('incident', { workstationId: id }, { orderBy: 'reportedAt', descending: true, limit }),
        )
      : null;

  return {
    workstations: async (caller: Caller, filter: WorkstationFilter & { sort?: Sort<'workstations'> }, page: Cursor) => {
      if (!readsAll(caller)) {
        const { items, next } = await lists.workstations(ownOf(caller, filter), page);
        return { items: items.map(withoutFormer), next };
      }
      const carrier = await carrierOf(filter);
      return carrier ? { items: [carrier], next: null } : lists.workstations(filter, page);
    },
    /** What machines have in common, to choose from: the first of each. Nothing for people who read no machine but their own. */
    workstationChoices: async (caller: Caller): Promise<WorkstationChoices> => {
      const all = readsAll(caller);
      const of = (column: keyof WorkstationChoices) => (all ? lists.workstationValues(column, CHOICES) : []);
      const [image, model, site] = await Promise.all([of('image'), of('model'), of('site')]);
      return { image, model, site };
    },
    /** How many there are of them. */
    workstationTotal: async (caller: Caller, filter: WorkstationFilter): Promise<Total | undefined> => {
      if (!readsAll(caller)) return lists.totals.workstations(ownOf(caller, filter));
      return (await carrierOf(filter)) ? { n: 1, more: false } : lists.totals.workstations(filter);
    },

    /**
     * The record of a workstation: what it is, who has it, its due checklist and what was ever signed, tokens past and present,
     * certificates and incidents. Who has it reads what is theirs of it. Of any other machine it is said to them that there is none.
     */
    workstation: async (caller: Caller, ref: string): Promise<WorkstationRecord> => {
      const { workstation, isStaff } = await find(caller, ref);
      const { id } = workstation;
      const checklist = dueChecklist(workstation.state) ?? null;
      const bound = tokensOf(caller, id);
      const signed = isStaff ? roundsOf(reads, id) : Promise.resolve([]);
      // what rests on another waits for it alone: on a server each is a way there and back
      const [tokens, former, rounds, items, certificates, incidents, holder, openRequests, campaign, exchange] =
        await Promise.all([
          bound,
          bound.then((present) => formerTokens(id, present)),
          signed,
          checklist === null ? [] : signed.then((known) => itemsNow(reads, workstation, known)),
          certificatesOf(workstation),
          incidentsOf(caller, workstation),
          holderOf(caller, workstation),
          isStaff ? openRequestsOf(id) : [],
          migrationOfMachine(reads, id, { isStaff }),
          exchangeOfMachine(reads, id, { readerId: caller.personId, isStaff }),
        ]);
      const isTheirs = ({ holderId }: TokenRow): boolean => isStaff || holderId === caller.personId;
      return {
        workstation: isStaff ? workstation : withoutFormer(workstation),
        checklist,
        rounds,
        items,
        certificates: certificates.items,
        holder,
        tokens: tokens.filter(isTheirs),
        formerTokens: former.items.filter(isTheirs),
        openRequests,
        incidents: incidents?.items ?? null,
        cut: {
          // who only has the machine reads of its former tokens none that is not theirs, and is told of no other
          formerTokens: isStaff && former.more,
          certificates: certificates.more,
          incidents: incidents?.more ?? false,
        },
        campaign,
        exchange,
      };
    },

    /**
     * What was done to it, the newest first. Throws `not_found` for people who only have it, `overloaded` while four readings of the
     * caller's run or wait.
     */
    workstationLife: (caller: Caller, ref: string, at: Cursor) =>
      few(caller.personId, async () => {
        const { workstation, isStaff } = await find(caller, ref);
        if (!isStaff) throw notThere('workstation');
        // all of them, since its pages go back to its first day: of a record the newest are enough
        const { id: workstationId } = workstation;
        const rows = everyRow(lists, page);
        const [certificates, incidents, tokens] = await Promise.all([
          rows.of('certificate', [], { workstationId }),
          mayReadIncidents(caller) ? rows.of('incident', [], { workstationId }) : [],
          tokensEverOf(rows, workstationId),
        ]);
        return life(caller, { workstation, certificates, incidents, tokens }, at);
      }),

    /**
     * The workstations that an agent may name in a request, of those that may be asked for: those that they have, that carry or carried a
     * token of theirs, else those of their service at their site.
     */
    myWorkstations: async (caller: Caller): Promise<WorkstationRow[]> => {
      const { personId: holderId } = caller;
      const [person, tokens, given] = await Promise.all([
        need(reads.get('person', holderId), 'person'),
        reads.find('token', { holderId }),
        reads.find('workstation', { holderId, state: WORKSTATION_USABLE }, { orderBy: 'assetNumber', limit: 50 }),
      ]);
      const mine = await Promise.all(
        [...new Set(tokens.map((t) => t.workstationId))].map((id) => (id ? reads.get('workstation', id) : undefined)),
      );
      const carrying = mine.filter((w) => w !== undefined).filter(({ state }) => WORKSTATION_USABLE.includes(state));
      const known = [...given, ...carrying.filter(({ id }) => given.every((one) => one.id !== id))];
      const named =
        known.length > 0
          ? known
          : await reads.find(
              'workstation',
              { site: person.site, service: person.service, state: WORKSTATION_USABLE },
              { limit: 50 },
            );
      // of another's machine they learn what its label says, and no more
      const ofOthers = { holderId: null, serialNumber: null, image: null };
      return named.map(withoutFormer).map((one) => (one.holderId === caller.personId ? one : { ...one, ...ofOthers }));
    },
  };
}

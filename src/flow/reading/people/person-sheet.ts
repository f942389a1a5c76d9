import { may } from '../../../book/rights/authorise.ts';
import { type Caller, rolesOf } from '../../../book/rights/roles.ts';
import { asksTemporary } from '../../../book/rules/request/asking.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import {
  type CertificateState,
  isOpenRequest,
  REQUEST_OPEN,
  REQUEST_STATES,
  TOKEN_BOUND,
  type TokenState,
} from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { policyOf } from '../../two-persons/limits.ts';
import { isVisible, notThere, TOKEN_VISIBLE_BY } from '../../visibility.ts';
import { nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor } from '../paging.ts';
import type { RequestItem } from '../request/request-lists.ts';
import { opensSheet, sheetsToOpen } from './people-to-open.ts';

/** A token of somebody's; null for what the reader may not read of it, and for what there is not. */
export interface SheetToken {
  serial: string;
  state: TokenState;
  /** It was made beside one that its holder forgot: told to whoever sees its state, so that they revoke the right one. */
  temporary: boolean;
  /** When its certificate ends. */
  notAfter: number | null;
  assetNumber: string | null;
  /** Of the request that it was made for. */
  number: string | null;
}
/** A nomade credential, which no token carries. */
export interface SheetCredential {
  certificateId: string;
  state: CertificateState;
  notAfter: number;
  number: string;
}
/** What binds a machine to somebody, the closest first: it is given to them, their token is for it or once was, they asked one for it. */
export type MachineLink = 'given' | 'bound' | 'boundOnce' | 'asked';
export type SheetWorkstation = WorkstationRow & { link: MachineLink };
/** All that is known of a person, as far as the reader may read it: null where they may read nothing of a kind. */
export interface PersonSheet {
  person: Pick<PersonRow, 'id' | 'directoryId' | 'givenName' | 'familyName' | 'service' | 'site'>;
  /** Those that are open, and a page of those that are over; the newest first. */
  requests: RequestItem[] | null;
  /** Where those that are over go on. */
  nextPast: string | null;
  tokens: SheetToken[] | null;
  credentials: SheetCredential[];
  workstations: SheetWorkstation[] | null;
  /** Further pages that the reader may open: those of tokens, and the one of the person's account. */
  opens: { tokens: boolean; account: boolean };
}

/** Certificates of one person that a sheet is told from; the newest. */
const CERTIFICATES_SHOWN = 200;
/** Open requests of one person that are read; the book lets nobody have as many. */
const OPEN_MOST = 200;
const PAST = REQUEST_STATES.filter((state) => !isOpenRequest(state));

const inOrder = (a: WorkstationRow, b: WorkstationRow): number => (a.assetNumber < b.assetNumber ? -1 : 1);

/** Sheets of people, and who may open which. */
export function createPersonSheets(deps: Deps, lists: Pick<Lists, 'requests'>) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const sees = (caller: Caller, person: PersonRow): boolean => opensSheet(caller, person, now());

  const tokensOf = async (
    caller: Caller,
    tokens: readonly TokenRow[],
    {
      asked,
      readable,
      certificates,
    }: { asked: readonly RequestRow[]; readable: readonly RequestRow[]; certificates: readonly CertificateRow[] },
  ): Promise<SheetToken[]> => {
    const inStock = may(caller, 'stock.read', {}, now());
    const temporary = new Set(asked.filter(asksTemporary).map(({ id }) => id));
    const machines = await reads.find('workstation', {
      id: tokens.flatMap(({ workstationId }) => workstationId ?? []),
    });
    return tokens.map((token) => {
      const request = readable.find(({ id }) => id === token.requestId);
      const open = inStock || request !== undefined;
      const certificate = certificates.find(({ id }) => open && id === token.certificateId);
      const machine = machines.find(({ id }) => open && id === token.workstationId);
      return {
        serial: token.id,
        state: token.state,
        temporary: temporary.has(token.requestId ?? ''),
        number: request?.number ?? null,
        notAfter: certificate?.notAfter ?? null,
        assetNumber: machine?.assetNumber ?? null,
      };
    });
  };

  /** Those of requests that the reader may read: nothing else tells them of a credential. */
  const credentialsOf = (readable: readonly RequestRow[], certificates: readonly CertificateRow[]): SheetCredential[] =>
    certificates.flatMap(({ id, tokenId, requestId, state, notAfter }) => {
      const request = tokenId === null && readable.find((one) => one.id === requestId);
      return request ? [{ certificateId: id, state, notAfter, number: request.number }] : [];
    });

  /** The workstations that somebody has, that their tokens are for, or that they asked one for; of what the reader may read. */
  const workstationsOf = async (
    holderId: string,
    tokens: readonly Pick<TokenRow, 'state' | 'workstationId'>[],
    requests: readonly Pick<RequestRow, 'workstationId'>[],
  ): Promise<SheetWorkstation[]> => {
    const machinesOf = (of: readonly { workstationId: string | null }[]) =>
      new Set(of.flatMap(({ workstationId }) => workstationId ?? []));
    const bound = machinesOf(tokens.filter(({ state }) => TOKEN_BOUND.includes(state)));
    const boundOnce = machinesOf(tokens);
    const linkOf = (one: WorkstationRow): MachineLink => {
      if (one.holderId === holderId) return 'given';
      return bound.has(one.id) ? 'bound' : boundOnce.has(one.id) ? 'boundOnce' : 'asked';
    };
    const ids = [...machinesOf([...tokens, ...requests])];
    const given = await reads.find('workstation', { holderId });
    const named = await reads.find('workstation', { id: ids.filter((id) => given.every((one) => one.id !== id)) });
    return [...given, ...named].sort(inOrder).map((one) => ({ ...one, link: linkOf(one) }));
  };

  /** Their newest certificates, and those of their tokens however old. */
  const certificatesOf = async (holderId: string, tokens: readonly TokenRow[]): Promise<CertificateRow[]> => {
    const page = { orderBy: 'intendedAt', descending: true, limit: CERTIFICATES_SHOWN } as const;
    const newest = await reads.find('certificate', { holderId }, page);
    const known = new Set(newest.map(({ id }) => id));
    const others = tokens.flatMap(({ certificateId }) => certificateId ?? []).filter((id) => !known.has(id));
    const rest = others.length === 0 ? [] : await reads.find('certificate', { id: others });
    return [...newest, ...rest];
  };

  /** The requests that these were made for. */
  const madeFor = async (
    tokens: readonly TokenRow[],
    certificates: readonly CertificateRow[],
  ): Promise<RequestRow[]> => {
    const ids = new Set([...tokens, ...certificates].flatMap(({ requestId }) => requestId ?? []));
    return ids.size === 0 ? [] : reads.find('request', { id: [...ids] });
  };

  const seesTechnicians = async (caller: Caller): Promise<boolean> =>
    rolesOf(caller, now()).includes('supervisor') && (await policyOf(reads, 'report.perTechnician')) === 1;

  const named = (one: PersonRow) => [one.id, nameOf(one)] as const;
  /** Of these people, those whose sheet the caller may open, with their names. */
  const peopleToOpen = async (caller: Caller, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const people = await reads.find('person', { id: [...new Set(personIds)] });
    return sheetsToOpen(caller, people, now());
  };

  return {
    peopleToOpen,

    /** A person with what the caller may read of them. Throws `not_found` for somebody whom they may not see, as for nobody. */
    personSheet: async (caller: Caller, personId: string, page: Cursor = { limit: 50 }): Promise<PersonSheet> => {
      const person = await reads.get('person', personId);
      if (!person || !sees(caller, person)) throw notThere('person');
      const { id, directoryId, givenName, familyName, service, site } = person;
      const object = { holderId: id, service };
      const theirs = { visible: { services: [], holderId: id, askerId: '' }, order: 'newest' } as const;
      const [open, past, tokens] = await Promise.all([
        lists.requests({ ...theirs, state: REQUEST_OPEN }, { limit: OPEN_MOST }),
        lists.requests({ ...theirs, state: PAST }, page),
        reads.find('token', { holderId: id }),
      ]);
      const certificates = await certificatesOf(id, tokens);
      const mayRead = <R extends Pick<RequestRow, 'holderId' | 'askerId' | 'service'>>(rows: readonly R[]): R[] =>
        rows.filter((request) => may(caller, 'request.read', request, now()));
      const requests = mayRead([...open.items, ...past.items]);
      const asked = await madeFor(tokens, certificates);
      const readable = mayRead(asked);
      const readsRequests = requests.length > 0 || may(caller, 'request.read', object, now());
      const seesTokens = isVisible(TOKEN_VISIBLE_BY, caller, object, now());
      const readsMachines = may(caller, 'workstation.read', {}, now());
      return {
        person: { id, directoryId, givenName, familyName, service, site },
        requests: readsRequests ? requests : null,
        nextPast: readsRequests ? past.next : null,
        tokens: seesTokens ? await tokensOf(caller, tokens, { asked, readable, certificates }) : null,
        credentials: seesTokens ? credentialsOf(readable, certificates) : [],
        workstations: readsMachines ? await workstationsOf(id, seesTokens ? tokens : [], requests) : null,
        opens: { tokens: may(caller, 'stock.read', {}, now()), account: may(caller, 'account.read', {}, now()) },
      };
    },

    /** Whether the caller may read what each technician made: a supervisor, where the policy has them. */
    seesTechnicians,

    /**
     * Names of people in a report: technicians whose own figures the caller may read, and who decided on surge mode, for whoever
     * reads what two persons decide, may end it, or may open their sheets.
     */
    namesInReport: async (
      caller: Caller,
      { producerIds, deciderIds }: { producerIds: readonly string[]; deciderIds: readonly string[] },
    ): Promise<ReadonlyMap<string, string>> => {
      const isAll = await seesTechnicians(caller);
      const producers = await reads.find('person', {
        id: producerIds.filter((id) => isAll || id === caller.personId),
      });
      const mayName = may(caller, 'dualControl.read', {}, now()) || may(caller, 'surge.end', {}, now());
      const deciders = mayName
        ? (await reads.find('person', { id: [...new Set(deciderIds)] })).map(named)
        : await peopleToOpen(caller, deciderIds);
      return new Map([...deciders, ...producers.map(named)]);
    },
  };
}

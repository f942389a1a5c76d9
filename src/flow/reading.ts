import { AppError } from '../errors.ts';
import { act, type Deps, need } from './act.ts';
import { type Anomaly, anomaliesOf } from './approval.ts';
import { CHECKLISTS, dueChecklist } from './enrolment.ts';
import { currentHandover } from './letters.ts';
import type {
  ApprovalRow,
  CertificateRow,
  GrantRow,
  HandoverRow,
  LetterRow,
  PersonRow,
  ProposalRow,
  RequestKind,
  RequestRow,
  RequestState,
  TokenRow,
  TokenState,
  WorkstationRow,
  WorkstationState,
} from './model.ts';
import { authorise, type Caller, judge, rolesOf, SENTENCES, scopesOf } from './permissions.ts';
import { fullName } from './person-name.ts';
import { findRequest } from './request.ts';

/** Which requests someone may see: all of them, or those of some services, of a holder, of an asker. */
export type Visibility = 'all' | { services: readonly string[]; holderId: string; askerId: string };
export interface Cursor {
  cursor?: string | undefined;
  /** At most 200. */
  limit: number;
}
export interface Paged<T> {
  items: T[];
  /** For the next page; null at the end. */
  next: string | null;
}
export interface RequestFilter {
  state?: readonly RequestState[];
  kind?: readonly RequestKind[];
  service?: string;
  /** Part of a number or a name. */
  text?: string;
}
export type RequestItem = Omit<RequestRow, 'contentSalt'> & { holderName: string; assetNumber: string | null };
export interface EntryFilter {
  text?: string;
  action?: string;
  actor?: string;
  subject?: string;
  outcome?: string;
  /** Epoch milliseconds. */
  from?: number;
  to?: number;
}
export interface EntryItem {
  seq: number;
  at: string;
  actor: string;
  role: string;
  action: string;
  subject: string;
  outcome: string;
  detail: Record<string, unknown>;
}

/** Lists for people, newest or most urgent first, in pages. */
export interface Lists {
  requests(filter: RequestFilter & { visible: Visibility }, page: Cursor): Promise<Paged<RequestItem>>;
  people(filter: { text?: string; service?: string }, page: Cursor): Promise<Paged<PersonRow>>;
  workstations(
    filter: { text?: string; state?: readonly WorkstationState[] },
    page: Cursor,
  ): Promise<Paged<WorkstationRow>>;
  tokens(filter: { text?: string; state?: readonly TokenState[] }, page: Cursor): Promise<Paged<TokenRow>>;
  entries(filter: EntryFilter, page: Cursor): Promise<Paged<EntryItem>>;
  /** Tokens received in all deliveries. */
  received(): Promise<number>;
}

export interface RequestDetail {
  request: RequestItem;
  approvals: (ApprovalRow & { approverName: string })[];
  anomalies: Anomaly[];
  handover: HandoverRow | null;
  letters: LetterRow[];
  tokens: TokenRow[];
  certificates: CertificateRow[];
}
export interface StockCounts {
  received: number;
  byState: Record<TokenState, number>;
  /** received = in stock + in production + issued + missing + scrapped + destroyed (domain rule). */
  balanced: boolean;
}

/** One of those who held a token: by its certificate that was sealed for them. */
export interface TokenHolder {
  holderId: string;
  holderName: string;
  /** Number of the request; null once it was purged. */
  number: string | null;
  assetNumber: string | null;
  certificateId: string;
  sealedAt: number;
  revokedAt: number | null;
  notAfter: number;
}

const nameOf = (p: PersonRow | undefined): string => fullName(p) || '—';

export function createReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const may = (caller: Caller, name: string, object = {}): void => void authorise(caller, name, object, now());

  /** What the caller may see, from the sentences of `request.read`. */
  const visibility = (caller: Caller): Visibility => {
    const roles = rolesOf(caller, now());
    const sentences = SENTENCES.filter((s) => s.act === 'request.read' && roles.includes(s.role));
    if (sentences.length === 0) throw new AppError('forbidden', 'none of your roles may read requests');
    const approves = roles.includes('approver') ? scopesOf(caller, 'approver', now()) : [];
    if (sentences.some((s) => s.relations[0] === 'anyone') || approves.includes('*')) return 'all';
    const services = [...approves, ...(roles.includes('correspondent') ? [caller.service] : [])];
    return { services, holderId: caller.personId, askerId: caller.personId };
  };

  const item = async (request: RequestRow): Promise<RequestItem> => {
    const { contentSalt: _, ...shown } = request;
    const holder = await reads.get('person', request.holderId);
    const workstation = request.workstationId ? await reads.get('workstation', request.workstationId) : undefined;
    return { ...shown, holderName: nameOf(holder), assetNumber: workstation?.assetNumber ?? null };
  };

  return {
    /** Requests that the caller may see. */
    requests: (caller: Caller, filter: RequestFilter, page: Cursor) =>
      lists.requests({ ...filter, visible: visibility(caller) }, page),

    /** One request with all that belongs to it; a stranger's is refused like one that does not exist is. */
    request: async (caller: Caller, ref: string): Promise<RequestDetail> => {
      const request = await findRequest(reads, ref);
      const verdict = judge(caller, 'request.read', request, now());
      if ('refusal' in verdict) throw new AppError('not_found', 'no such request: check the number and try again');
      const approvals = await reads.find('approval', { requestId: request.id });
      const named = approvals.map(async (g) => ({
        ...g,
        approverName: nameOf(await reads.get('person', g.approverId)),
      }));
      return {
        request: await item(request),
        approvals: await Promise.all(named),
        anomalies: await anomaliesOf(reads, request),
        handover: (await currentHandover(reads, request.id)) ?? null,
        letters: await reads.find('letter', { requestId: request.id }),
        tokens: await reads.find('token', { requestId: request.id }),
        certificates: await reads.find('certificate', { requestId: request.id }),
      };
    },

    /** The acts of the sentence table that the caller may do to this request now: the console's buttons. */
    actsOn: async (caller: Caller, request: RequestRow): Promise<string[]> => {
      const approvals = await reads.find('approval', { requestId: request.id, withdrawnAt: null });
      const object = { ...request, approverIds: approvals.map((g) => g.approverId) };
      const names = [...new Set(SENTENCES.map((s) => s.act))];
      const always = { ...caller, freshUntil: Number.MAX_SAFE_INTEGER }; // a missing fresh factor is asked for, not hidden
      return names.filter(
        (name) => 'role' in judge(always, name, object, now()) && !('refusal' in judge(always, name, object, now())),
      );
    },

    /** The approved requests in working order, as the technician will take them. */
    queue: async (caller: Caller, limit: number): Promise<RequestItem[]> => {
      may(caller, 'queue.read');
      return Promise.all((await reads.queue(['first-issue', 'renewal', 'replacement', 'nomade'], limit)).map(item));
    },

    people: (caller: Caller, filter: { text?: string; service?: string }, page: Cursor) => {
      const everyone = !('refusal' in judge(caller, 'person.read', {}, now()));
      if (!everyone) may(caller, 'person.read', { service: caller.service });
      return lists.people(everyone ? filter : { ...filter, service: caller.service }, page);
    },

    /** A person with account and roles, for the administrator. */
    person: async (
      caller: Caller,
      personId: string,
    ): Promise<{ person: PersonRow; state: string; grants: GrantRow[] }> => {
      may(caller, 'account.read');
      const person = await need(reads.get('person', personId), 'person');
      const account = await reads.get('account', personId);
      return {
        person,
        state: account?.state ?? 'invited',
        grants: await reads.find('grant', { personId, revokedAt: null }),
      };
    },

    workstations: (caller: Caller, filter: { text?: string; state?: readonly WorkstationState[] }, page: Cursor) => {
      may(caller, 'workstation.read');
      return lists.workstations(filter, page);
    },

    /** A workstation with its due checklist, and its tokens past and present. */
    workstation: async (caller: Caller, ref: string) => {
      may(caller, 'workstation.read');
      const [byNumber] = await reads.find('workstation', { assetNumber: ref });
      const workstation = await need(Promise.resolve(byNumber ?? (await reads.get('workstation', ref))), 'workstation');
      const due = dueChecklist(workstation);
      const signed = await reads.find('checkItem', { workstationId: workstation.id });
      const items = due
        ? CHECKLISTS[due].map((i) => ({
            item: i,
            signed: signed.some((s) => s.checklist === due && s.round === workstation.round && s.item === i),
          }))
        : [];
      return {
        workstation,
        checklist: due ?? null,
        items,
        tokens: await reads.find('token', { workstationId: workstation.id }),
      };
    },

    /** The workstations an agent may name: those that carry or carried a token of theirs, else those of their site. */
    myWorkstations: async (caller: Caller): Promise<WorkstationRow[]> => {
      const person = await need(reads.get('person', caller.personId), 'person');
      const tokens = await reads.find('token', { holderId: caller.personId });
      const mine = await Promise.all(
        [...new Set(tokens.map((t) => t.workstationId))].map((id) => (id ? reads.get('workstation', id) : undefined)),
      );
      const known = mine.filter((w) => w !== undefined);
      return known.length > 0
        ? known
        : reads.find('workstation', { site: person.site, service: person.service }, { limit: 50 });
    },

    /** The caller's own tokens and nomade credentials. */
    myTokens: async (caller: Caller): Promise<{ tokens: TokenRow[]; credentials: CertificateRow[] }> => ({
      tokens: await reads.find('token', { holderId: caller.personId }),
      credentials: await reads.find('certificate', { holderId: caller.personId, tokenId: null }),
    }),

    tokens: (caller: Caller, filter: { text?: string; state?: readonly TokenState[] }, page: Cursor) => {
      may(caller, 'stock.read');
      return lists.tokens(filter, page);
    },

    /** Everybody who held a token, the first one first: a recycled token shows them all. */
    holdersOf: async (caller: Caller, serial: string): Promise<TokenHolder[]> => {
      may(caller, 'stock.read');
      await need(reads.get('token', serial), 'token');
      const certificates = await reads.find('certificate', { tokenId: serial }, { orderBy: 'sealedAt' });
      const holders = certificates.map(async (c): Promise<TokenHolder[]> => {
        if (c.sealedAt === null) return []; // never in anybody's hands
        const request = c.requestId ? await reads.get('request', c.requestId) : undefined;
        const workstation = request?.workstationId ? await reads.get('workstation', request.workstationId) : undefined;
        const holder = c.holderId ? await reads.get('person', c.holderId) : undefined;
        return [
          {
            holderId: c.holderId ?? '',
            holderName: nameOf(holder),
            number: request?.number ?? null,
            assetNumber: workstation?.assetNumber ?? null,
            certificateId: c.id,
            sealedAt: c.sealedAt,
            revokedAt: c.revokedAt,
            notAfter: c.notAfter,
          },
        ];
      });
      return (await Promise.all(holders)).flat();
    },

    /** The daily stock equation. */
    stock: async (caller: Caller): Promise<StockCounts> => {
      may(caller, 'stock.read');
      const states: TokenState[] = [
        'in_stock',
        'in_production',
        'produced',
        'handed_over',
        'active',
        'suspended',
        'revoked',
        'expired',
        'returned',
        'missing',
        'scrapped',
        'destroyed',
      ];
      const counts = await Promise.all(
        states.map(async (state) => [state, await reads.count('token', { state })] as const),
      );
      const received = await lists.received();
      const byState = Object.fromEntries(counts) as Record<TokenState, number>;
      return { received, byState, balanced: received === counts.reduce((sum, [, n]) => sum + n, 0) };
    },

    /** The slots of this machine and what is plugged into them. */
    slots: async (caller: Caller) => {
      may(caller, 'bench.read');
      return deps.bench.slots();
    },

    /** Papers that wait for a printer or a confirmation. */
    letters: async (caller: Caller): Promise<(LetterRow & { number: string; producerId: string | null })[]> => {
      may(caller, 'letter.read');
      const letters = await reads.find('letter', { state: ['waiting', 'printed'] });
      // a label that came out waits for nothing; a letter waits for somebody to say that it can be read
      const waiting = letters.filter((l) => l.state === 'waiting' || l.secretId !== null);
      const numbered = waiting.map(async (l) => {
        const request = await reads.get('request', l.requestId);
        return { ...l, number: request?.number ?? '', producerId: request?.producerId ?? null };
      });
      return Promise.all(numbered);
    },

    /** Proposals that wait for a second person, with the names of proposer and of whom they are about: nobody confirms an id. */
    proposals: async (
      caller: Caller,
    ): Promise<(ProposalRow & { proposerName: string; subjectName: string | null })[]> => {
      may(caller, 'dualControl.read');
      const named = async (row: ProposalRow) => {
        const { personId } = JSON.parse(row.args ?? '{}') as { personId?: string };
        const proposerName = nameOf(await reads.get('person', row.proposerId));
        return {
          ...row,
          proposerName,
          subjectName: personId === undefined ? null : nameOf(await reads.get('person', personId)),
        };
      };
      return Promise.all((await reads.find('proposal', { state: 'proposed' })).map(named));
    },

    /** Searches the journal; that it was read is an entry itself (J2), for the first page of a search. */
    entries: async (caller: Caller, filter: EntryFilter, page: Cursor): Promise<Paged<EntryItem>> => {
      if (page.cursor === undefined) {
        await act(deps, caller, 'journal.read', 'journal', async (a) => {
          a.allow();
          const { text, ...rest } = filter; // what was searched for may be a name
          await a.done([], { detail: { ...rest, text: text !== undefined } });
        });
      } else {
        may(caller, 'journal.read');
      }
      return lists.entries(filter, page);
    },
  };
}

import { mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { asksTemporary } from '../../../book/rules/request/asking.ts';
import { RESTORE } from '../../../book/rules/service/restored.ts';
import type { RevocationReason } from '../../../book/tables/codes.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { DeviceRow } from '../../../book/tables/rows/requests.ts';
import type { DeliveryRow } from '../../../book/tables/rows/stock.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { CertificateState, TokenState } from '../../../book/tables/states.ts';
import { REQUEST_IN_WORKSHOP } from '../../../book/tables/states.ts';
import { AppError } from '../../../errors.ts';
import { act, type Deps, need } from '../../act.ts';
import { type OwnDevice, ownDevices } from '../../request/devices.ts';
import { temporaryAmong } from '../../request/held-tokens.ts';
import { type StockAction, stockActionsOf } from '../../stock/stock-actions.ts';
import { isVisible, notThere } from '../../visibility.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import { type Newest, newestOf } from '../newest.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { Sort } from '../sorting.ts';
import type { DeliveryFilter } from '../stock/stock-lists.ts';
import { type RebindingDetail, rebindingDetail } from './rebinding.ts';
import type { TokenFilter } from './token-lists.ts';
import { lastBoundTo } from './tokens-bound-here.ts';

/** A token; `temporary`: it was made beside one that its holder forgot. */
export type ReadToken = TokenRow & { temporary: boolean };
/** A token in a list, with the name of who has it, null for nobody, and what may be done with it. */
export type TokenItem = ReadToken & { holderName: string | null; actions: StockAction[] };

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
  /** Null unless it was revoked. */
  revocationReason: RevocationReason | null;
  notAfter: number;
}

/** An act about a token that waits for its second person. */
export interface WaitingProposal {
  id: string;
  act: string;
  proposerName: string;
  expiresAt: number;
}
/** What a token is, and what bears on what can be done with it next. */
export interface TokenDetail {
  token: ReadToken;
  delivery: { reference: string; receivedAt: number };
  /** Of the request that it was made for last; null in stock. */
  holderName: string | null;
  number: string | null;
  assetNumber: string | null;
  holders: TokenHolder[];
  proposals: WaitingProposal[];
  actions: StockAction[];
  /** Number of an approved renewal of it: it can be produced on this very token. */
  renewal: string | null;
  /** Null for a token that is not active. */
  rebinding: RebindingDetail | null;
}

/** What somebody has themselves. */
export interface Mine {
  /** `notAfter`: until when its certificate is good; null for one that has none. */
  tokens: (ReadToken & { notAfter: number | null })[];
  /** Each with the device that it was asked for: whoever lost one has to know which of several it is. */
  credentials: (CertificateRow & { device: DeviceRow | null })[];
  devices: OwnDevice[];
}

/** What a revocation hits; null for what is not known. */
export interface ToRevoke {
  serial: string;
  of: { kind: 'token'; state: TokenState } | { kind: 'certificate'; state: CertificateState } | null;
  holder: Pick<PersonRow, 'givenName' | 'familyName' | 'directoryId' | 'service'> | null;
  assetNumber: string | null;
}

/** A delivery that came, in words for people who read it. */
export interface ReadDelivery extends DeliveryRow {
  receiverName: string;
}

/** Of a choice of deliveries. */
const DELIVERIES_SHOWN = 50;

/** Tokens: one's own, the stock, and who held them. */
export function createTokenReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const check = guard(deps);

  const knowsOfRestore = async (): Promise<boolean> => (await reads.get('setting', RESTORE)) !== undefined;

  const credentialsOf = async (holderId: string): Promise<Mine['credentials']> => {
    const [certificates, devices] = await Promise.all([
      reads.find('certificate', { holderId, tokenId: null }),
      reads.find('device', { holderId }),
    ]);
    const requests = await reads.find('request', { id: certificates.flatMap(({ requestId }) => requestId ?? []) });
    return certificates.map((certificate) => {
      const deviceId = requests.find(({ id }) => id === certificate.requestId)?.deviceId ?? null;
      return { ...certificate, device: devices.find(({ id }) => id === deviceId) ?? null };
    });
  };

  const holdersOf = async (serial: string): Promise<TokenHolder[]> => {
    const [token, certificates] = await Promise.all([
      reads.get('token', serial),
      reads.find('certificate', { tokenId: serial }, { orderBy: 'sealedAt' }),
    ]);
    const holders = certificates.map(async (c): Promise<TokenHolder[]> => {
      if (c.sealedAt === null) return []; // never in anybody's hands
      const request = c.requestId ? await reads.get('request', c.requestId) : undefined;
      // whoever has it may have taken it to another machine than they asked for
      const isPresent = token?.certificateId === c.id;
      const former =
        isPresent || !request ? undefined : ((await lastBoundTo(reads, request.id)) ?? request.workstationId);
      const machineId = (isPresent ? token.workstationId : former) ?? null;
      const workstation = machineId === null ? undefined : await reads.get('workstation', machineId);
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
          revocationReason: c.revocationReason,
          notAfter: c.notAfter,
        },
      ];
    });
    return (await Promise.all(holders)).flat();
  };

  const tokensOf = async (holderId: string): Promise<Mine['tokens']> => {
    const tokens = await readTokens(await reads.find('token', { holderId }));
    const certificates = await reads.find('certificate', {
      id: tokens.flatMap(({ certificateId }) => certificateId ?? []),
    });
    const ends = new Map(certificates.map(({ id, notAfter }) => [id, notAfter]));
    return tokens.map((token) => ({ ...token, notAfter: ends.get(token.certificateId ?? '') ?? null }));
  };

  const readTokens = async (tokens: readonly TokenRow[]): Promise<ReadToken[]> => {
    const temporary = await temporaryAmong(reads, tokens);
    return tokens.map((token) => ({ ...token, temporary: temporary.has(token.id) }));
  };

  const proposalsAbout = async (serial: string): Promise<WaitingProposal[]> => {
    const open = await reads.find('proposal', { act: ['token.unblock', 'token.destroy'], state: 'proposed' });
    const about = open.filter(
      ({ args, expiresAt }) =>
        expiresAt > deps.clock.now() && (JSON.parse(args ?? '{}') as { serial?: string }).serial === serial,
    );
    const named = about.map(async ({ id, act, proposerId, expiresAt }) => ({
      id,
      act,
      proposerName: nameOf(await reads.get('person', proposerId)),
      expiresAt,
    }));
    return Promise.all(named);
  };

  return {
    /** The caller's own tokens and nomade credentials, and the personal devices that they named. */
    myTokens: async (caller: Caller): Promise<Mine> => ({
      tokens: await tokensOf(caller.personId),
      credentials: await credentialsOf(caller.personId),
      devices: await ownDevices(reads, caller.personId),
    }),

    /** Tokens of the stock, with the names of their holders. */
    tokens: async (
      caller: Caller,
      filter: TokenFilter & { sort?: Sort<'tokens'> },
      page: Cursor,
    ): Promise<Paged<TokenItem>> => {
      check(caller, 'stock.read');
      const { items, next } = await lists.tokens(filter, page);
      const held = items.flatMap(({ holderId }) => holderId ?? []);
      const people = await reads.find('person', { id: [...new Set(held)] });
      const names = new Map(people.map((person) => [person.id, nameOf(person)]));
      const shown = (await readTokens(items)).map((row) => ({
        ...row,
        holderName: names.get(row.holderId ?? '') ?? null,
        actions: stockActionsOf(row, row.temporary),
      }));
      return { items: shown, next };
    },
    /** How many there are of them. */
    tokenTotal: async (caller: Caller, filter: TokenFilter): Promise<Total | undefined> => {
      check(caller, 'stock.read');
      return lists.totals.tokens(filter);
    },

    /**
     * The last deliveries, the newest first, `most` of them; with the one of this id, however long ago it came. Also for people who propose the
     * recall of one.
     */
    deliveries: async (caller: Caller, id?: string, most = DELIVERIES_SHOWN): Promise<Newest<DeliveryRow>> => {
      if (!mightEver(caller, 'recall.propose', deps.clock.now())) check(caller, 'stock.read');
      const { items: last, more } = await newestOf(most, (limit) =>
        reads.find('delivery', {}, { orderBy: 'receivedAt', descending: true, limit }),
      );
      const asked = id === undefined || last.some((one) => one.id === id) ? undefined : await reads.get('delivery', id);
      return { items: asked ? [...last, asked] : last, more };
    },

    /** Deliveries that came, the newest first, in pages, with who received each. */
    receivedDeliveries: async (caller: Caller, filter: DeliveryFilter, page: Cursor): Promise<Paged<ReadDelivery>> => {
      check(caller, 'stock.read');
      const { items, next } = await lists.deliveries(filter, page);
      const people = await reads.find('person', { id: [...new Set(items.map(({ receivedBy }) => receivedBy))] });
      const names = new Map(people.map((person) => [person.id, nameOf(person)]));
      return { items: items.map((row) => ({ ...row, receiverName: names.get(row.receivedBy) ?? '' })), next };
    },

    /** How many there are of them. */
    receivedTotal: async (caller: Caller, filter: DeliveryFilter): Promise<Total | undefined> => {
      check(caller, 'stock.read');
      return lists.totals.deliveries(filter);
    },

    /** One token in full: what it is, who held it, what waits. `machine`: of its holder's, those with this in their numbers are offered. */
    token: async (caller: Caller, serial: string, machine?: string): Promise<TokenDetail> => {
      check(caller, 'stock.read');
      const token = await need(reads.get('token', serial), 'token');
      const [delivery, holder, request, workstation, renewals] = await Promise.all([
        reads.get('delivery', token.deliveryId),
        token.holderId ? reads.get('person', token.holderId) : undefined,
        token.requestId ? reads.get('request', token.requestId) : undefined,
        token.workstationId ? reads.get('workstation', token.workstationId) : undefined,
        reads.find('request', { replacesTokenId: serial, kind: 'renewal', state: REQUEST_IN_WORKSHOP }),
      ]);
      const temporary = asksTemporary(request);
      return {
        token: { ...token, temporary },
        delivery: { reference: delivery?.reference ?? '', receivedAt: delivery?.receivedAt ?? token.receivedAt },
        holderName: token.holderId ? nameOf(holder) : null,
        number: request?.number ?? null,
        assetNumber: workstation?.assetNumber ?? null,
        holders: await holdersOf(serial),
        proposals: await proposalsAbout(serial),
        actions: stockActionsOf(token, temporary),
        renewal: renewals[0]?.number ?? null,
        rebinding: await rebindingDetail(reads, lists, token, { caller, now: deps.clock.now(), machine }),
      };
    },

    /** Whether the records were restored once: only then may a certificate be revoked that they do not know. */
    knowsOfRestore,

    /**
     * Whom a revocation hits: a token by its serial, or a software credential by its certificate's. Throws `not_found` for one
     * that the caller may not revoke, `already_done` for a revoked one; what restored records do not know has nothing but its number.
     */
    toRevoke: async (caller: Caller, serial: string): Promise<ToRevoke> => {
      const token = await reads.get('token', serial);
      const certificate = token ? undefined : await reads.get('certificate', serial.toLowerCase());
      const { holderId = null, workstationId = null } = token ?? certificate ?? {};
      const [holder, workstation] = await Promise.all([
        holderId ? reads.get('person', holderId) : undefined,
        workstationId ? reads.get('workstation', workstationId) : undefined,
      ]);
      const object = { holderId, service: holder?.service ?? null };
      // a refusal is an entry here too: numbers are not tried out in silence
      if (!isVisible(['token.revoke'], caller, object, deps.clock.now()))
        await act(deps, caller, 'token.revoke', `token:${serial}`, async (a) => a.allow(object));
      const known = certificate && { kind: 'certificate' as const, state: certificate.state };
      const of = token ? { kind: 'token' as const, state: token.state } : (known ?? null);
      if (of?.state === 'revoked') throw new AppError('already_done', 'this token is revoked already');
      if (of === null && !(await knowsOfRestore())) throw notThere('token'); // a typing error
      return { serial, of, holder: holder ?? null, assetNumber: workstation?.assetNumber ?? null };
    },

    /** Everybody who held a token, the first one first: a recycled token shows them all. */
    holdersOf: async (caller: Caller, serial: string): Promise<TokenHolder[]> => {
      check(caller, 'stock.read');
      await need(reads.get('token', serial), 'token');
      return holdersOf(serial);
    },
  };
}

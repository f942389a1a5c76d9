import { mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { type HeldToken, hasLostItsToken } from '../../../book/rules/request/asking.ts';
import type { RevocationReason } from '../../../book/tables/codes.ts';
import type { DeviceRow, RequestRow } from '../../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { isOpenRequest, TOKEN_IN_USE } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { heldOf, temporaryAmong } from '../../request/held-tokens.ts';
import { recalledAmong } from '../token/recalled.ts';

/** A token of somebody's own, with the end of its certificate. */
export interface OwnToken {
  token: TokenRow;
  notAfter: number | null;
  /** When that was issued: a token that was lost on its way was never in use. Null without one. */
  issuedAt: number | null;
  /** When it was revoked; null where it was not. */
  revokedAt: number | null;
  revokedFor: RevocationReason | null;
  /** A recall has it work until its replacement is received, and until this moment at most; null where none does. */
  recalled: { revokeAt: number | null } | null;
  /** It was made beside one that its holder forgot. */
  temporary: boolean;
}
/** What somebody has for one workstation, and what another request for it depends on. */
export interface Holding {
  workstation: WorkstationRow | null;
  /** Those in use first, then the newest. */
  tokens: OwnToken[];
  held: HeldToken[];
  /** Their open request for it, where something can come of it: there is one at most. */
  open: Pick<RequestRow, 'number' | 'kind' | 'reason' | 'state'> | null;
}

const inUse = ({ token }: OwnToken): number => (TOKEN_IN_USE.includes(token.state) ? 0 : 1);
const byUse = (a: OwnToken, b: OwnToken): number => inUse(a) - inUse(b) || (b.issuedAt ?? 0) - (a.issuedAt ?? 0);

interface Found {
  tokens: readonly TokenRow[];
  requests: readonly RequestRow[];
  certificates: readonly CertificateRow[];
  /** What recalls say of those of `tokens` that are in use, by their ids. */
  recalled: ReadonlyMap<string, { revokeAt: number | null }>;
  /** Ids of those of `tokens` that are temporary. */
  temporary: ReadonlySet<string>;
}
function holdingOf(
  workstation: WorkstationRow | null,
  { tokens, requests, certificates, recalled, temporary }: Found,
): Holding {
  const id = workstation?.id ?? null;
  const own = tokens.filter(({ workstationId }) => workstationId === id);
  const isFollowed = (one: RequestRow): boolean =>
    isOpenRequest(one.state) &&
    !hasLostItsToken(
      one,
      own.filter(({ requestId }) => requestId === one.id),
    );
  const open = requests.find((one) => id !== null && one.workstationId === id && isFollowed(one));
  const certified = (token: TokenRow): OwnToken => {
    const certificate = certificates.find((one) => one.id === token.certificateId);
    return {
      token,
      notAfter: certificate?.notAfter ?? null,
      issuedAt: certificate?.intendedAt ?? null,
      revokedAt: certificate?.revokedAt ?? null,
      revokedFor: certificate?.revocationReason ?? null,
      recalled: recalled.get(token.id) ?? null,
      temporary: temporary.has(token.id),
    };
  };
  return {
    workstation,
    tokens: own.map(certified).sort(byUse),
    held: heldOf(own, requests),
    open: open ?? null,
  };
}

/** A Nomade credential of somebody's own, with its device and the request that it came by. */
export interface OwnCredential {
  certificate: CertificateRow;
  device: DeviceRow | null;
  request: Pick<RequestRow, 'number' | 'state'> | null;
  /** What is asked for the same device now: it is followed, and nothing else asked. */
  open: Pick<RequestRow, 'number'> | null;
}
/** Good ones first, then the newest; of a device all that are good, else the last one. */
const byStanding = (a: OwnCredential, b: OwnCredential): number =>
  Number(b.certificate.state === 'good') - Number(a.certificate.state === 'good') ||
  b.certificate.intendedAt - a.certificate.intendedAt;

/** What somebody has themselves: their tokens by workstation, their Nomade credentials by device. */
export function createOwnHoldings(deps: Deps) {
  const { reads } = deps.store;
  return {
    /** The caller's Nomade credentials that were good once. */
    ownCredentials: async ({ personId: holderId }: Caller): Promise<OwnCredential[]> => {
      const [certificates, devices, requests] = await Promise.all([
        reads.find('certificate', { holderId, tokenId: null }),
        reads.find('device', { holderId }),
        reads.find('request', { holderId, kind: 'nomade' }),
      ]);
      const sealed = certificates.filter(({ sealedAt }) => sealedAt !== null);
      const all = sealed.map((certificate): OwnCredential => {
        const request = requests.find(({ id }) => id === certificate.requestId) ?? null;
        const device = devices.find(({ id }) => id === request?.deviceId) ?? null;
        const open = requests.find((one) => one.deviceId === device?.id && isOpenRequest(one.state)) ?? null;
        return { certificate, device, request, open };
      });
      const sorted = all.sort(byStanding);
      const isShown = (one: OwnCredential, at: number): boolean =>
        one.certificate.state === 'good' || sorted.findIndex((other) => other.device?.id === one.device?.id) === at;
      return sorted.filter(isShown);
    },

    /**
     * The caller's tokens by workstation, and the workstations that they have an open request for. Whose way in withholds
     * requests reads their tokens all the same: they may have to report a loss, and of the right one.
     */
    holdings: async (caller: Caller): Promise<Holding[]> => {
      const { personId: holderId } = caller;
      const readsRequests = mightEver(caller, 'request.read', deps.clock.now());
      const [tokens, requests] = await Promise.all([
        reads.find('token', { holderId }),
        readsRequests ? reads.find('request', { holderId }, { orderBy: 'submittedAt', descending: true }) : [],
      ]);
      const open = requests.filter(({ state }) => isOpenRequest(state));
      const machines = [...new Set([...tokens, ...open].flatMap(({ workstationId }) => workstationId ?? []))];
      const [workstations, certificates, recalled, temporary] = await Promise.all([
        reads.find('workstation', { id: machines }, { orderBy: 'assetNumber' }),
        reads.find('certificate', { id: tokens.flatMap(({ certificateId }) => certificateId ?? []) }),
        recalledAmong(reads, tokens),
        temporaryAmong(reads, tokens),
      ]);
      const found = { tokens, requests, certificates, recalled, temporary };
      const loose = tokens.some(({ workstationId }) => workstationId === null) ? [null] : [];
      return [...workstations, ...loose].map((workstation) => holdingOf(workstation, found));
    },
  };
}

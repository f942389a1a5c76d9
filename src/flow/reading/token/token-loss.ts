import type { Caller } from '../../../book/rights/roles.ts';
import { carrierOf } from '../../../book/rules/certificates/carries.ts';
import { asksTemporary, isLoss } from '../../../book/rules/request/asking.ts';
import { nextState } from '../../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { DeviceRow, RequestRow } from '../../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { TOKEN_WITH_HOLDER } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { type InItsPlace, inPlaceOf } from '../../revocation/in-its-place.ts';
import { isVisible, notThere } from '../../visibility.ts';
import { createMachineLossReading } from '../workstation/machine-loss.ts';

/** A token or a Nomade credential whose loss the caller may report: whose it is, and how it stands. */
export interface TokenLoss {
  serial: string;
  kind: 'token' | 'credential';
  /** It is the caller's own. */
  own: boolean;
  holder: Pick<PersonRow, 'id' | 'directoryId' | 'givenName' | 'familyName' | 'service'> | null;
  assetNumber: string | null;
  /** The caller may report the loss of that workstation too. */
  machineToo: boolean;
  /** Of a Nomade credential. */
  device: Pick<DeviceRow, 'id' | 'name'> | null;
  /** It was made beside one that its holder forgot. */
  temporary: boolean;
  /** When its holder had it; null for one that is on its way to them. */
  since: number | null;
  /** Nothing is left to report: it is revoked, or ended in another way. */
  over: boolean;
  /** Null where it is not revoked. */
  revokedAt: number | null;
  /** What may be asked for in place of one that was lost or stolen; null where nothing may be. */
  replacement: InItsPlace | null;
}

type Found = { token: TokenRow | undefined; certificate: CertificateRow | undefined };

/** An edited row beside the token keeps nobody from reporting its loss: what it says is left out. */
const ANY = { leaveOut: true } as const;
const CREDENTIAL = { tokenId: null, profile: 'nomade' } as const;

/** Tokens and Nomade credentials whose loss the caller may report, and whom it is about. */
export function createTokenLossReading({ store, clock }: Pick<Deps, 'store' | 'clock'>) {
  const { reads } = store;
  const { mayReportLoss } = createMachineLossReading({ store, clock });
  const mayReport = (caller: Caller, holderId: string | null, holder: PersonRow | undefined): boolean =>
    isVisible(['token.reportLoss'], caller, { holderId, service: holder?.service ?? null }, clock.now());

  const mayLose = async (caller: Caller, machine: WorkstationRow): Promise<boolean> =>
    nextState('workstation', machine.state, 'lose') !== undefined && (await mayReportLoss(caller, machine));

  const certificateOf = async ({ certificateId }: TokenRow): Promise<CertificateRow | undefined> =>
    certificateId === null ? undefined : (await reads.find('certificate', { id: certificateId }, ANY))[0];
  /** As the act finds it: a token by its own number or by that of the certificate on it, or a certificate that no token carries. */
  const named = async (serial: string): Promise<Found> => {
    const token = await reads.get('token', serial);
    if (token) return { token, certificate: await certificateOf(token) };
    const certificate = await reads.get('certificate', serial.toLowerCase());
    const carrier = carrierOf(certificate);
    return { token: carrier === null ? undefined : await reads.get('token', carrier), certificate };
  };
  const first = async <R>(rows: Promise<R[]>): Promise<R | undefined> => (await rows)[0];
  const deviceOf = async (request: RequestRow | undefined): Promise<TokenLoss['device']> =>
    (request?.deviceId ? await first(reads.find('device', { id: request.deviceId }, ANY)) : undefined) ?? null;
  const inItsPlace = async ({ token, certificate }: Found): Promise<InItsPlace | null> => {
    const reason = certificate?.revocationReason ?? null;
    if (reason === null || !isLoss(reason)) return null;
    return token ? inPlaceOf(reads, token, reason) : { kind: 'nomade' };
  };

  return {
    /** Whom the report of this loss is about. Throws `not_found` for what the caller may not report, as for what there is not. */
    tokenLoss: async (caller: Caller, serial: string): Promise<TokenLoss> => {
      const { token, certificate } = await named(serial);
      const { holderId = null, requestId = null } = token ?? certificate ?? {};
      const workstationId = token?.workstationId ?? null;
      const [holder, workstation, request] = await Promise.all([
        holderId === null ? undefined : first(reads.find('person', { id: holderId }, ANY)),
        workstationId === null ? undefined : first(reads.find('workstation', { id: workstationId }, ANY)),
        requestId === null ? undefined : first(reads.find('request', { id: requestId }, ANY)),
      ]);
      const row = token ?? certificate;
      if (row === undefined || !mayReport(caller, holderId, holder)) throw notThere('token');
      const goesOn = token
        ? nextState('token', token.state, 'revoke')
        : certificate && nextState('certificate', certificate.state, 'revoke');
      return {
        serial: row.id,
        kind: token ? 'token' : 'credential',
        own: holderId === caller.personId,
        holder: holder ?? null,
        assetNumber: workstation?.assetNumber ?? null,
        machineToo: workstation !== undefined && (await mayLose(caller, workstation)),
        device: token ? null : await deviceOf(request),
        temporary: token !== undefined && asksTemporary(request),
        since: token ? token.activatedAt : (certificate?.sealedAt ?? null),
        over: goesOn === undefined,
        revokedAt: certificate?.revokedAt ?? null,
        replacement: await inItsPlace({ token, certificate }),
      };
    },

    /** The numbers of what this person has in use and the caller may report lost: tokens, and Nomade credentials. */
    tokensToReport: async (caller: Caller, personId: string): Promise<ReadonlySet<string>> => {
      const holder = await first(reads.find('person', { id: personId }, ANY));
      if (!mayReport(caller, personId, holder)) return new Set();
      const [tokens, credentials] = await Promise.all([
        reads.find('token', { holderId: personId, state: TOKEN_WITH_HOLDER }, ANY),
        reads.find('certificate', { ...CREDENTIAL, holderId: personId, state: 'good' }, ANY),
      ]);
      return new Set([...tokens, ...credentials].map(({ id }) => id));
    },
  };
}

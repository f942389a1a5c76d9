import { canBlock } from '../../book/rules/workstation/incidents.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import type { IncidentRow, WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { CERTIFICATE_LIVE, TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { begunOf, stopBegun } from '../production/stop-begun.ts';
import { lostRenewals } from '../revocation/lost-renewals.ts';
import { revokeAlone, revokeChanges, revokeMachine } from '../revocation/revoking.ts';

/** A machine, where one is known, and people: what an incident takes away is all that these have in use. */
export interface Target {
  workstation: WorkstationRow | undefined;
  personIds: readonly string[];
}
export interface Hit {
  tokens: TokenRow[];
  /** Nomade credentials, those too that are being made. */
  credentials: CertificateRow[];
  /** Requests for such credentials whose making has begun: no certificate is there yet, and it is stopped. */
  begun: RequestRow[];
}
/** Whether a block would take any of it away. */
export const isHit = ({ tokens, credentials, begun }: Hit): boolean =>
  tokens.length + credentials.length + begun.length > 0;

/** The tokens and credentials that an incident takes away. */
export async function hitOf(reads: Pick<Reads, 'find'>, { workstation, personIds }: Target): Promise<Hit> {
  const here = workstation ? await reads.find('token', { workstationId: workstation.id, state: TOKEN_IN_USE }) : [];
  if (personIds.length === 0) return { tokens: here, credentials: [], begun: [] };
  const theirs = await reads.find('token', { holderId: personIds, state: TOKEN_IN_USE });
  const tokens = [...new Map([...here, ...theirs].map((token) => [token.id, token])).values()];
  const credentials = await reads.find('certificate', {
    holderId: personIds,
    tokenId: null,
    state: CERTIFICATE_LIVE,
  });
  const { requests: begun } = await begunOf(reads, personIds);
  return { tokens, credentials, begun };
}

/** A machine by itself: with it go its tokens, and all that its holder and those of the tokens have elsewhere. */
export async function targetOfMachine(reads: Pick<Reads, 'find'>, workstation: WorkstationRow): Promise<Target> {
  const tokens = await reads.find('token', { workstationId: workstation.id, state: TOKEN_IN_USE });
  return { workstation, personIds: idsOf(workstation, ...tokens) };
}

/** An incident: its machine with all that is in use on it, and what its person and the machine's holder have anywhere. */
export async function targetOfIncident(
  reads: Pick<Reads, 'get'>,
  { personId, workstationId }: Pick<IncidentRow, 'personId' | 'workstationId'>,
): Promise<Target> {
  const workstation = workstationId === null ? undefined : await reads.get('workstation', workstationId);
  return { workstation, personIds: idsOf({ holderId: personId }, ...(workstation ? [workstation] : [])) };
}

/** The holders of these, each once. */
const idsOf = (...held: readonly { holderId: string | null }[]): string[] => [
  ...new Set(held.flatMap(({ holderId }) => holderId ?? [])),
];

/** The changes that take it away, and what is hit. */
export async function blockChanges(unit: Unit, target: Target, now: number): Promise<{ changes: Change[]; hit: Hit }> {
  const { workstation } = target;
  const hit = await hitOf(unit, target);
  const tokens = await Promise.all(hit.tokens.map((token) => revokeChanges(unit, token, 'incident', now)));
  const changes = [
    ...(workstation && canBlock(workstation.state) ? [move('workstation', workstation, 'block')] : []),
    ...tokens.flat(),
    ...(await revokeAlone(unit, hit.credentials, 'incident', now)),
    ...(workstation ? await revokeMachine(unit, workstation.id, 'incident', now) : []),
    ...(await stopBegun(unit, target.personIds, now)),
    ...(await lostRenewals({ unit, now }, hit.tokens)),
  ];
  return { changes, hit };
}

import { carries } from '../../book/rules/certificates/carries.ts';
import { isAskedAlready, isAskedForDevice, type RenewalPolicy } from '../../book/rules/certificates/renewals.ts';
import { isThere } from '../../book/rules/is-there.ts';
import { obstacleTo, predecessorOf } from '../../book/rules/request/asking.ts';
import { hasManyOpen } from '../../book/rules/request/open-requests.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { CertificateRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import { isOpenRequest, REQUEST_OPEN, WORKSTATION_USABLE } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';
import { policyOf } from '../two-persons/limits.ts';
import { ownDevices } from './devices.ts';
import { formerTokens } from './held-tokens.ts';

const WISH = { kind: 'renewal', reason: null } as const;

/** What the service may ask for anew: a token for its workstation, or a Nomade credential for its device. */
export type Renewable = { holder: PersonRow } & (
  | { token: TokenRow & { workstationId: string }; deviceId: null }
  | { token: null; deviceId: string }
);

/** Undefined where its holder, its workstation, the token or credential itself or a request that is open forbids it. */
export async function renewableBy(
  reads: Reads,
  certificate: CertificateRow,
  policy: RenewalPolicy,
): Promise<Renewable | undefined> {
  const { holderId, tokenId } = certificate;
  if (holderId === null) return undefined;
  const found = await (tokenId === null ? credential : token)(reads, { ...certificate, holderId }, policy);
  if (!found) return undefined;
  const all = await reads.count('request', { holderId, state: REQUEST_OPEN });
  const [holder, account] = [await reads.get('person', holderId), await reads.get('account', holderId)];
  if (hasManyOpen(all) || !holder || !isThere(holder, account)) return undefined;
  return { ...found, holder };
}

type Held = CertificateRow & { holderId: string };

async function token(reads: Reads, { id, tokenId, notAfter }: Held, policy: RenewalPolicy) {
  const row = tokenId === null ? undefined : await reads.get('token', tokenId);
  if (!carries(row, id)) return undefined;
  const { holderId, workstationId } = row;
  if (holderId === null || workstationId === null) return undefined;
  if ((await reads.count('request', { holderId, workstationId, state: REQUEST_OPEN })) > 0) return undefined;
  // of whatever machine: the token may have been bound to another one when it was asked for
  const asked = await reads.find('request', { holderId });
  if (isAskedAlready(asked, { tokenId: row.id, notAfter }, policy)) return undefined;
  const workstation = await reads.get('workstation', workstationId);
  if (!workstation || !WORKSTATION_USABLE.includes(workstation.state)) return undefined;
  const former = await formerTokens(reads, { holderId, workstationId });
  if (obstacleTo(WISH, former) !== undefined || predecessorOf(WISH, former) !== row.id) return undefined;
  return { token: { ...row, workstationId }, deviceId: null };
}

/** One that was fetched. Where two persons allow fewer devices by now, whoever has more of them chooses. */
async function credential(reads: Reads, { holderId, requestId, notAfter }: Held, policy: RenewalPolicy) {
  const request = requestId === null ? undefined : await reads.get('request', requestId);
  if (request?.kind !== 'nomade' || request.state !== 'closed' || request.deviceId === null) return undefined;
  const { deviceId } = request;
  const asked = await reads.find('request', { holderId, deviceId });
  if (asked.some(({ state }) => isOpenRequest(state))) return undefined;
  if (isAskedForDevice(asked, { requestId: request.id, deviceId, notAfter }, policy)) return undefined;
  const inUse = (await ownDevices(reads, holderId)).filter((one) => one.inUse).length;
  return inUse > (await policyOf(reads, 'nomade.devices')) ? undefined : { token: null, deviceId };
}

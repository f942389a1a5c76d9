import { z } from 'zod';
import { devicesInUse } from '../../book/rules/request/devices.ts';
import { DEVICE_KINDS } from '../../book/tables/codes.ts';
import { type Change, create } from '../../book/tables/lifecycle.ts';
import type { DeviceRow } from '../../book/tables/rows/requests.ts';
import { CERTIFICATE_LIVE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import { oneLine } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';
import { policyOf } from '../two-persons/limits.ts';

/** A personal device as its holder names it. The same name and system again is the same device. */
export const NamedDevice = z.strictObject({ kind: z.enum(DEVICE_KINDS), name: oneLine(40) });
export type NamedDevice = z.output<typeof NamedDevice>;

const folded = (name: string | null): string => (name ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

/** A device that somebody named, and what became of it. */
export interface OwnDevice {
  device: DeviceRow;
  inUse: boolean;
}
/** Somebody's devices, those first on which a credential is or is asked for. */
export async function ownDevices(reads: Pick<Reads, 'find'>, holderId: string): Promise<OwnDevice[]> {
  const devices = await reads.find('device', { holderId });
  if (devices.length === 0) return [];
  const [requests, live] = await Promise.all([
    reads.find('request', { holderId }),
    reads.find('certificate', { holderId, tokenId: null, state: CERTIFICATE_LIVE }),
  ]);
  const inUse = devicesInUse(requests, ({ id }) => live.some(({ requestId }) => requestId === id));
  const all = devices.map((device) => ({ device, inUse: inUse.has(device.id) }));
  return all.sort((a, b) => Number(b.inUse) - Number(a.inUse) || a.device.addedAt - b.device.addedAt);
}

/**
 * The device that a Nomade request is for, and the change that makes it known where it is named for the first time. Throws
 * `limit_reached` where its holder has credentials on as many others as the policy allows.
 */
export async function deviceFor(
  chance: Deps['chance'],
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  holderId: string,
  { kind, name }: NamedDevice,
): Promise<{ deviceId: string; changes: Change[] }> {
  const own = await ownDevices(unit, holderId);
  const known = own.find(({ device }) => device.kind === kind && folded(device.name) === folded(name));
  const others = own.filter((one) => one.inUse && one !== known).length;
  const most = await policyOf(unit, 'nomade.devices');
  if (others >= most) {
    throw new AppError(
      'limit_reached',
      `this agent has nomade credentials on ${others} devices already, and ${most} is the most: revoke one first`,
      { detail: { why: 'devices', most } },
    );
  }
  if (known) return { deviceId: known.device.id, changes: [] };
  const device: DeviceRow = { id: chance.id(), holderId, kind, name, addedAt: now };
  return { deviceId: device.id, changes: [create('device', device)] };
}

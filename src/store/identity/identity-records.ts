import type { AccessRecords, IdentityReads, IdentityWrites } from '../../identity/records.ts';
import type { Db } from '../tables.ts';
import type { Transact } from '../unit/unit.ts';
import { createIdentityReads, purgeIdentity } from './identity.ts';

/** Identity's rows outside a unit: reads, and each write as a transaction of its own. */
export interface IdentityRecords extends IdentityReads, IdentityWrites, AccessRecords {}

/** Identity's reads and writes, each write a transaction of its own. */
export function createIdentityRecords(db: Db, transact: Transact): IdentityRecords {
  const alone =
    <A extends unknown[], R>(verb: (unit: IdentityWrites) => (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      transact((unit) => verb(unit)(...args));
  return {
    ...createIdentityReads(db),
    keepPassword: alone((u) => u.keepPassword),
    keepEnrolment: alone((u) => u.keepEnrolment),
    vouchEnrolment: alone((u) => u.vouchEnrolment),
    redeemEnrolment: alone((u) => u.redeemEnrolment),
    keepSession: alone((u) => u.keepSession),
    touchSession: alone((u) => u.touchSession),
    endSession: alone((u) => u.endSession),
    endSessionsOf: alone((u) => u.endSessionsOf),
    endSessionsBut: alone((u) => u.endSessionsBut),
    keepApiToken: alone((u) => u.keepApiToken),
    dropApiToken: alone((u) => u.dropApiToken),
    logAccess: alone((u) => u.logAccess),
    keepPasskey: alone((u) => u.keepPasskey),
    usePasskey: alone((u) => u.usePasskey),
    dropPasskey: alone((u) => u.dropPasskey),
    keepDeviceCode: alone((u) => u.keepDeviceCode),
    approveDeviceCode: alone((u) => u.approveDeviceCode),
    redeemDeviceCode: alone((u) => u.redeemDeviceCode),
    keepForeignIdentity: alone((u) => u.keepForeignIdentity),
    narrowWaysIn: alone((u) => u.narrowWaysIn),
    purge: (limits) => db.transaction().execute((tx) => purgeIdentity(tx, limits)),
  };
}

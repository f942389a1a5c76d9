import { setTimeout as sleep } from 'node:timers/promises';
import { OPERATIONS } from '../api/operations.ts';
import type { Client } from './client.ts';

/** RFC 8628 section 3.5. */
export const INTERVAL_MS = 5_000;

/**
 * Waits for a person to let this command line in by a code that they type into the console, where they can use a passkey;
 * `show` says it to them. Throws `expired` after ten minutes, which the service says.
 */
export async function connectByCode(
  client: Client,
  show: (userCode: string) => void,
  interval = INTERVAL_MS,
): Promise<{ token: string; expiresAt: number }> {
  const { deviceCode, userCode } = await client.call(OPERATIONS.startDeviceSignIn, {});
  show(userCode);
  for (;;) {
    await sleep(Math.max(100, interval));
    const { token, expiresAt } = await client.call(OPERATIONS.redeemDeviceSignIn, { deviceCode });
    if (token !== undefined && expiresAt !== undefined) return { token, expiresAt };
  }
}

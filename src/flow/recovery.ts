import type { z } from 'zod';
import { need } from './act.ts';
import { type Change, move, update } from './lifecycle.ts';
import type { PersonRef } from './people.ts';
import type { Unit } from './ports.ts';

/**
 * Gives an account back to its person, roles and all, when every way in is lost: it waits for a new one-time link, and
 * whatever let somebody in before is void. An administrator alone may do that for no operator (`account.invite`).
 */
export async function recoverChanges(
  unit: Unit,
  { personId }: z.output<typeof PersonRef>,
  now: number,
): Promise<Change[]> {
  const account = await need(unit.get('account', personId), 'account');
  const tokens = await unit.find('apiToken', { personId, revokedAt: null });
  const step = move('account', account, account.state === 'disabled' ? 'enable' : 'invite');
  return [step, ...tokens.map((token) => update('apiToken', token, { revokedAt: now }, { revokedAt: null }))];
}

import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Reads } from '../../../src/flow/ports/store.ts';

/** The holder of a request, signed in moments ago with the roles that they hold. */
export async function callerOf(
  reads: Pick<Reads, 'get' | 'find'>,
  { requestId, now }: { requestId: string; now: number },
): Promise<Caller> {
  const request = await reads.get('request', requestId);
  const person = request && (await reads.get('person', request.holderId));
  if (!person) throw new Error(`request ${requestId} has no holder`);
  const grants = await reads.find('grant', { personId: person.id, revokedAt: null });
  return { personId: person.id, service: person.service, grants, freshUntil: now + 600_000 };
}

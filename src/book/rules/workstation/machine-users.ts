import type { ActedOn } from '../../rights/relations.ts';

/** Who uses a machine: the agent who has it, and whoever has a token in use on it. */
export const usersOf = (
  { holderId }: { holderId?: unknown },
  tokensInUse: readonly { holderId?: unknown }[],
): string[] => [
  ...new Set([holderId, ...tokensInUse.map((token) => token.holderId)].filter((id) => typeof id === 'string')),
];

/**
 * A machine, as far as the right to report it lost depends on it. It belongs to its own service and to those of its users: their
 * correspondent speaks for somebody whose machine another service lent. A blocked one is nobody's to report but the workshop's and the
 * security officers': lost, it would come back as found, and no more as cleaned.
 */
export const relationsAtLoss = (
  { service, state }: { service?: unknown; state?: unknown },
  userIds: readonly string[],
  users: readonly { service?: unknown }[],
): ActedOn =>
  state === 'blocked'
    ? { userIds: [], service: [] }
    : { userIds, service: [service, ...users.map((user) => user.service)].filter((one) => typeof one === 'string') };

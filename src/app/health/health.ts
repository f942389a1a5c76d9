import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { steadyClock as clock } from '../../chance.ts';
import type { HealthLine } from '../../words/health.ts';
import type { Door } from '../door.ts';
import { type OptionalParts, optionalParts } from './optional.ts';
import type { Part } from './parts.ts';
import { type VitalParts, vitalParts } from './vital.ts';

const WORST = { broken: 0, look: 1, ok: 2 };

/** Remembers since when each part stands as it does: what was in order when this node started has no beginning. */
export function createSince(now: () => number) {
  const seen = new Map<string, { state: HealthLine['state']; since: number | null }>();
  return (of: Part): number | null => {
    if (of.since !== undefined) return of.since;
    const key = `${of.part} ${of.name}`;
    const before = seen.get(key);
    if (before?.state === of.state) return before.since;
    const since = before || of.state !== 'ok' ? now() : null;
    seen.set(key, { state: of.state, since });
    return since;
  };
}

/** How this node's service is, for people who may see the nodes: what to look at first. */
export function createHealth(parts: VitalParts & OptionalParts): Door['health'] {
  const sinceOf = createSince(clock.now);
  return {
    show: async (caller: Caller): Promise<HealthLine[]> => {
      authorise(caller, 'node.read', {}, clock.now());
      const all = [...(await vitalParts(parts)), ...(await optionalParts(parts))];
      return all
        .map((one) => {
          const { part, state, says, facts, times } = one;
          return { part, state, says, facts, times, since: sinceOf(one) };
        })
        .toSorted((a, b) => WORST[a.state] - WORST[b.state]);
    },
  };
}

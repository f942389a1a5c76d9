import { hashOfAct } from '../../book/sources.ts';
import type { JsonRow } from '../../journal/carried.ts';
import { text, type World } from './duty.ts';
import type { Step } from './replay.ts';

/** An act of two persons; without arguments where the rows do not tell all of them. */
interface Act {
  act: string;
  args?: unknown;
}

/** The proposal that was executed in this entry for exactly this act: what was confirmed is what was done. */
export function decidedIn(steps: readonly Step[], { act, args }: Act): Step | undefined {
  return steps.find(({ table, after }) => {
    if (table !== 'proposal' || after['state'] !== 'executed' || after['act'] !== act) return false;
    return args === undefined || after['argsHash'] === hashOfAct({ act, args });
  });
}

/** The act that grants what a new grant says. */
export function grantAct(said: JsonRow): Act {
  const dates = (['validFrom', 'validUntil'] as const).flatMap((name) =>
    typeof said[name] === 'number' ? [[name, said[name]]] : [],
  );
  const [personId, role, scope] = [text(said, 'personId'), text(said, 'role'), text(said, 'scope')];
  return { act: 'role.grant', args: { personId, role, scope, ...Object.fromEntries(dates) } };
}

const SAME = ['personId', 'role', 'scope', 'validFrom', 'validUntil'] as const;

/** A restore's confirmation gives back a grant that had ended, exactly as it was. */
export function broughtBack(said: JsonRow, world: World, steps: readonly Step[]): Step | undefined {
  const confirmed = decidedIn(steps, { act: 'restore.confirm' });
  if (!confirmed) return undefined;
  const before = [...world.rows('grant').values()].some(
    (grant) => grant['revokedAt'] !== null && SAME.every((column) => grant[column] === said[column]),
  );
  return before ? confirmed : undefined;
}

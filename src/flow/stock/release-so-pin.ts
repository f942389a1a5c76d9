import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { TokenRef } from '../../book/rules/decision-args.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import type { Reads } from '../ports/store.ts';
import { notThere } from '../visibility.ts';
import { soPinsOf } from './so-pins.ts';

const RELEASE = 'token.releaseSoPin';
const argsOf = (proposal: ProposalRow) => TokenRef.parse(JSON.parse(proposal.args));

/** The token whose SO-PIN is asked for; one that was destroyed has none any more. Throws `wrong_state`. */
export async function releasable(reads: Reads, { serial }: z.output<typeof TokenRef>): Promise<TokenRow> {
  const token = await need(reads.get('token', serial), 'token');
  if (token.state === 'destroyed')
    throw new AppError('wrong_state', `token ${serial} is destroyed: its SO-PIN is gone`);
  return token;
}

/** A token's SO-PIN; of one that was not wiped after a fault also the `former` one, which it has where it refuses the first. */
export interface RevealedSoPin {
  serial: string;
  soPin: string;
  former: string | null;
}

/** A token's SO-PIN for a person's eyes (T5): two persons decide it, and one looks, once. A holder's PIN is never shown to anybody. */
export function createRelease(deps: Deps) {
  return {
    /** The SO-PIN, once, for the person who proposed it, within minutes of the confirmation. The entry is committed before it is opened. */
    reveal: async (caller: Caller, proposalId: string): Promise<RevealedSoPin> => {
      const { serial, ids } = await act(deps, caller, 'token.revealSoPin', `proposal:${proposalId}`, async (a) => {
        const row = await need(a.unit.get('proposal', proposalId), 'proposal');
        a.allow({ proposerId: row.proposerId });
        if (row.act !== RELEASE || row.state !== 'confirmed') {
          throw new AppError(
            'wrong_state',
            'there is nothing to show: it was shown once, or no second person confirmed it',
          );
        }
        if (row.expiresAt < a.now) throw new AppError('expired', 'the time to look at it is over: propose it again');
        const token = await releasable(a.unit, argsOf(row));
        const changes = [move('proposal', row, 'execute')];
        await a.done(changes, { subject: `token:${token.id}`, detail: { proposal: row.id } });
        return { serial: token.id, ids: await soPinsOf(a.unit, token) };
      });
      const kept = (await Promise.all(ids.map((id) => deps.store.secret(id)))).filter((one) => one !== undefined);
      const [soPin, former = null] = kept.map((secret) => Buffer.from(deps.vault.open(secret)).toString());
      if (soPin === undefined) throw notThere('SO-PIN of this token');
      return { serial, soPin, former };
    },

    /** What nobody looked at in time ends as failed. Answers how many. */
    expire: async (): Promise<number> => {
      const isOver = ({ state, expiresAt }: ProposalRow, now: number): boolean =>
        state === 'confirmed' && expiresAt < now;
      const waiting = await deps.store.reads.find('proposal', { act: RELEASE, state: 'confirmed' });
      const over = waiting.filter((row) => isOver(row, deps.clock.now()));
      return endEach(deps, 'proposal', over, async (_unit, row, now) => {
        if (!isOver(row, now)) return undefined;
        const entry = { ...SYSTEM, action: 'token.revealSoPin', subject: `token:${argsOf(row).serial}` } as const;
        const detail = { proposal: row.id, failure: 'expired' };
        return { ...entry, outcome: 'failed', detail, changes: [move('proposal', row, 'fail')] };
      });
    },
  };
}

import { isAppError } from '../errors.ts';
import type { Entry } from '../journal/entry.ts';
import type { Rules } from '../journal/verify.ts';
import { createClaims } from './claims.ts';
import { brokenDuty, text, type World } from './duties.ts';
import type { TableName } from './model.ts';
import { createReplay, type Kept, type Replayed, type Step } from './replay.ts';

export { replay } from './replay.ts';

/** What the rules ask of a row; the rest is not kept while millions of lines go by. */
const KEPT: Kept = {
  account: ['state', 'inviterId', 'voucherId'],
  grant: ['personId', 'role', 'scope', 'validUntil', 'revokedAt'],
  proposal: ['act', 'state', 'proposerId', 'confirmerId'],
  workstation: ['state'],
  request: ['kind', 'state', 'holderId', 'askerId', 'workstationId', 'producerId', 'contentHash'],
  approval: ['requestId', 'approverId', 'contentHash', 'withdrawnAt'],
  token: ['state', 'requestId'],
  job: ['state', 'requestId', 'tokenId', 'technicianId'],
  certificate: ['state'],
  letter: ['state', 'kind', 'requestId', 'printedBy'],
  apiToken: ['revokedAt'],
  setting: ['value'],
};

/** Ids of rows by the id they belong to. */
function createIndex(table: TableName, column: string, replayed: Pick<World, 'rows'>, ended: string) {
  const index = new Map<string, string[]>();
  return {
    add(step: Step): void {
      if (step.table !== table || step.before) return;
      const owner = text(step.after, column);
      const ids = index.get(owner);
      if (ids) ids.push(step.id);
      else index.set(owner, [step.id]);
    },
    /** Rows that have not ended. */
    standing(owner: string): Replayed[] {
      const rows = replayed.rows(table);
      const own = (index.get(owner) ?? []).map((id) => rows.get(id));
      return own.filter((row): row is Replayed => row?.[ended] === null);
    },
  };
}

/** Replays a journal and says, entry by entry, what was not done by the book: lifecycle, separation of duties, one of each. */
export const rules: Rules = {
  start() {
    const state = createReplay(KEPT);
    const claims = createClaims();
    const approvals = createIndex('approval', 'requestId', state, 'withdrawnAt');
    const grants = createIndex('grant', 'personId', state, 'revokedAt');
    const world: World = { rows: state.rows, approvals: approvals.standing, grants: grants.standing };

    const judge = (entry: Entry): string | undefined => {
      const steps = state.apply(entry);
      if (typeof steps === 'string') return steps;
      if (entry.outcome === 'refused' && steps.length > 0) return `${entry.action} was refused and changed something`;
      for (const step of steps) {
        approvals.add(step);
        grants.add(step);
      }
      for (const step of steps) {
        const wrong = brokenDuty(step, entry, world, steps);
        if (wrong !== undefined) return wrong;
      }
      return claims.follow(steps);
    };
    return {
      entry(entry) {
        try {
          return judge(entry);
        } catch (error) {
          if (isAppError(error, 'journal_broken')) return error.message; // its changes have no known shape
          throw error;
        }
      },
    };
  },
};

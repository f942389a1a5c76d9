import type { TableName } from '../../book/tables.ts';
import { isAppError } from '../../errors.ts';
import type { Entry } from '../../journal/entry.ts';
import type { Rules } from '../../journal/verify.ts';
import { createClaims } from './claims.ts';
import { brokenDuty } from './duties.ts';
import { text, type World } from './duty.ts';
import { createReplay, type Kept, type Replayed, type Step } from './replay.ts';

export { replay } from './replay.ts';

/** What the rules ask of a row; the rest is not kept while millions of lines go by. */
const KEPT: Kept = {
  account: ['state', 'inviterId', 'voucherId'],
  grant: ['personId', 'role', 'scope', 'validFrom', 'validUntil', 'revokedAt'],
  proposal: ['act', 'argsHash', 'state', 'proposerId', 'confirmerId'],
  workstation: ['state', 'commissionerId'],
  request: ['kind', 'state', 'holderId', 'askerId', 'service', 'workstationId', 'producerId', 'contentHash'],
  approval: ['requestId', 'approverId', 'contentHash', 'withdrawnAt'],
  token: ['state', 'requestId'],
  job: ['state', 'requestId', 'tokenId', 'technicianId'],
  certificate: ['state', 'jobId', 'workstationId'],
  handover: ['requestId', 'mode', 'operatorId', 'acceptedAt', 'receiptBy', 'failedAt'],
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

/** Follows the clock: behind a step back, entries keep the time of the last one until the clock has caught up. */
function createClock() {
  let step = { journal: '', clock: 0 };
  let now = 0;
  return {
    now: () => now,
    follow({ action, actor, at, detail }: Entry): void {
      const clock = action === 'clock.step' && actor === 'system' ? Date.parse(String(detail['clock'])) : Number.NaN;
      if (!Number.isNaN(clock)) step = { journal: at, clock };
      now = at === step.journal ? step.clock : Date.parse(at);
    },
  };
}

/** Replays a journal and says, entry by entry, what was not done by the book: lifecycle, separation of duties, one of each. */
export const rules: Rules = {
  start() {
    const state = createReplay(KEPT);
    const claims = createClaims();
    const approvals = createIndex('approval', 'requestId', state, 'withdrawnAt');
    const handovers = createIndex('handover', 'requestId', state, 'failedAt');
    const grants = createIndex('grant', 'personId', state, 'revokedAt');
    const clock = createClock();
    let founding = true;
    const world: World = {
      rows: state.rows,
      approvals: approvals.standing,
      handovers: handovers.standing,
      grants: grants.standing,
      founding: () => founding,
      clock: clock.now,
    };

    const judge = (entry: Entry): string | undefined => {
      clock.follow(entry);
      if (entry.actor !== 'system') founding = false;
      const steps = state.apply(entry);
      if (typeof steps === 'string') return steps;
      if (entry.outcome === 'refused' && steps.length > 0) return `${entry.action} was refused and changed something`;
      for (const step of steps) {
        approvals.add(step);
        handovers.add(step);
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

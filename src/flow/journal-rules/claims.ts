import { JOB_OPEN, REQUEST_OPEN, TOKEN_BOUND } from '../../book/states.ts';
import type { TableName } from '../../book/tables.ts';
import type { JsonValue } from '../../journal/carried.ts';
import type { Replayed, Step } from './replay.ts';

const OPEN_REQUEST = new Set<JsonValue>(REQUEST_OPEN);
const OPEN = new Set<JsonValue>(JOB_OPEN);
const BOUND = new Set<JsonValue>(TOKEN_BOUND);

export const isTokenInUse = (row: Replayed): boolean => BOUND.has(row['state'] ?? null);

/** What one row holds to itself, in words: no other row may hold the same at the same time. */
function claimsOf(table: TableName, row: Replayed): string[] {
  const state = row['state'] ?? null;
  if (table === 'request' && OPEN_REQUEST.has(state)) {
    return [`the open request of ${row['holderId']} for workstation ${row['workstationId'] ?? 'none'}`];
  }
  if (table === 'job' && OPEN.has(state)) {
    const token = typeof row['tokenId'] === 'string' ? [`the open job on token ${row['tokenId']}`] : [];
    return [`the open job for request ${row['requestId']}`, ...token];
  }
  if (table === 'token' && isTokenInUse(row) && typeof row['requestId'] === 'string') {
    return [`the token in use for request ${row['requestId']}`];
  }
  return [];
}

/** Follows who holds what; answers the sentence of a claim that two rows hold at once, after all steps of an entry. */
export function createClaims() {
  const holders = new Map<string, string>();
  return {
    follow(steps: readonly Step[]): string | undefined {
      const changed = new Map<string, Step>(); // a row may move twice in one entry: what counts is where it ends
      for (const step of steps) changed.set(`${step.table}:${step.id}`, step);
      for (const { table, id, before } of steps) {
        for (const claim of before ? claimsOf(table, before) : []) if (holders.get(claim) === id) holders.delete(claim);
      }
      for (const { table, id, after } of changed.values()) {
        for (const claim of claimsOf(table, after)) {
          const other = holders.get(claim);
          if (other !== undefined && other !== id) return `${claim} is ${other}; ${id} cannot be it too`;
          holders.set(claim, id);
        }
      }
      return undefined;
    },
  };
}

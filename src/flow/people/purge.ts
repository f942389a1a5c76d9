import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { PurgePeople } from '../../book/rules/decision-args.ts';
import { ENTRY_ROWS } from '../../book/rules/limits.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';
import { PERSONAL } from '../../book/tables/tables.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { policyOf } from '../two-persons/limits.ts';

/** From which moment back somebody's last certificate must have ended (J4). */
async function limitOf(reads: Reads, now: number): Promise<number> {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() - (await policyOf(reads, 'purge.years')));
  return limit.getTime();
}

/** Those of `personIds` whose time has come, or the refusal that names how many have not. */
async function allDue({ unit, now }: Act, personIds: readonly string[]): Promise<PersonRow[]> {
  const due = await unit.duePersons(await limitOf(unit, now), personIds.length, personIds);
  if (due.length === personIds.length) return due;
  throw new AppError(
    'wrong_state',
    `${personIds.length - due.length} of these people are not due: read the list again and propose those on it`,
  );
}
/** Throws unless the data of all these people are due to be purged. */
export const checkPurge = (a: Act, { personIds }: z.output<typeof PurgePeople>) => allDue(a, personIds);

type Columns<T extends TableName> = Parameters<typeof update<T>>[2];
/** The change that empties the personal columns of a row, which PERSONAL lists. */
function nothingOf<T extends TableName>(table: T, row: Tables[T]): Columns<T> {
  const columns = (PERSONAL[table] ?? []).filter((column) => row[column] !== null);
  return Object.fromEntries(columns.map((column) => [column, null])) as Columns<T>;
}

/** Takes what is personal from a row, if anything still is. */
function emptied<T extends TableName>(table: T, row: Tables[T]): Change[] {
  const set = nothingOf(table, row);
  return Object.keys(set).length === 0 ? [] : [update(table, row, set)];
}

/** What else is of a purged person, and beside it every value, salt, certificate and way in that says who they were. */
async function purgeRest(a: Act, person: PersonRow): Promise<void> {
  const { unit, now } = a;
  const [requests, devices, certificates, grants, apiTokens, tokens, account] = await Promise.all([
    unit.find('request', { holderId: person.id }),
    unit.find('device', { holderId: person.id }),
    unit.find('certificate', { holderId: person.id }),
    unit.find('grant', { personId: person.id, revokedAt: null }),
    unit.find('apiToken', { personId: person.id }),
    unit.find('token', { holderId: person.id }),
    unit.get('account', person.id),
  ]);
  const handovers = await unit.find('handover', { requestId: requests.map(({ id }) => id) });
  const changes = [
    ...(account && account.state !== 'disabled' ? [move('account', account, 'disable')] : []),
    ...grants.map((grant) => update('grant', grant, { revokedAt: now }, { revokedAt: null })),
    ...apiTokens.map((token) =>
      update('apiToken', token, { ...nothingOf('apiToken', token), revokedAt: token.revokedAt ?? now }),
    ),
    ...requests.flatMap((row) => emptied('request', row)),
    ...devices.flatMap((row) => emptied('device', row)),
    ...certificates.flatMap((row) => emptied('certificate', row)),
    ...handovers.flatMap((row) => emptied('handover', row)),
  ];
  const entry = { action: 'person.purge', subject: `person:${person.id}` };
  for (let from = 0; from < changes.length; from += ENTRY_ROWS) {
    await a.done(changes.slice(from, from + ENTRY_ROWS), { ...entry, detail: { rows: changes.length, from } });
  }
  const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  await unit.erase({
    personId: person.id,
    requestIds: idsOf(requests),
    certificateIds: idsOf(certificates),
    handoverIds: idsOf(handovers),
    deviceIds: idsOf(devices),
    tokenIds: idsOf(tokens),
    apiTokenIds: idsOf(apiTokens),
  });
}

/**
 * Two persons decided: their entry empties the persons, and one or more for each of them the rest. No entry of the past
 * changes, and every proof stays valid (invariant 8).
 */
export async function purgePeople(a: Act, { personIds }: z.output<typeof PurgePeople>) {
  const people = await allDue(a, personIds);
  return {
    changes: people.map((person) =>
      update('person', person, { ...nothingOf('person', person), purgedAt: a.now }, { purgedAt: null }),
    ),
    detail: { purged: personIds.length },
    after: async () => {
      for (const person of people) await purgeRest(a, person);
    },
  };
}

/** What a purge would take, for those who propose it. */
export function createPurge(deps: Pick<Deps, 'store' | 'clock'>) {
  return {
    /** People whose data may be purged, the longest here first, at most 100 at a time. */
    due: (caller: Caller): Promise<PersonRow[]> =>
      act(deps, caller, 'purge.read', 'person', async (a) => {
        a.allow();
        return a.unit.duePersons(await limitOf(a.unit, a.now), 100);
      }),
  };
}

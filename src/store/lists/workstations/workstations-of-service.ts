import { sql } from 'kysely';
import { BLOCKABLE } from '../../../book/rules/workstation/incidents.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { servicesUnder } from '../walk/branches.ts';
import { among } from '../walk/text.ts';

/** The first machines of a service, or of one below it, that can be blocked: by their numbers. */
export async function workstationsOfService(db: Db, service: string, limit: number): Promise<WorkstationRow[]> {
  const services = await servicesUnder(db, 'workstation', [service]);
  const query = sql<WorkstationRow>`select * from "workstation"
    where ${among(sql`"service"`, services)} and ${among(sql`"state"`, BLOCKABLE)} order by "assetNumber" limit ${atMost(limit)} ${SHOWN}`;
  return (await query.execute(db)).rows;
}

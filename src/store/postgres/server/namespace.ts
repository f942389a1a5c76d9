import type pg from 'pg';
import { SCHEMA } from './address.ts';
import { readNamespace } from './server-facts.ts';

/**
 * Makes our schema and pg_trgm where they are missing; where an administrator made them, no right to make any is needed.
 * Call it in the transaction that makes the tables, once `warningsOf` throws nothing. Throws what pg throws.
 */
export async function makeNamespace(client: pg.ClientBase): Promise<void> {
  const { schema, trigramsIn } = await readNamespace(client);
  if (schema === 'missing') await client.query(`create schema ${SCHEMA}`);
  if (trigramsIn === undefined) await client.query(`create extension pg_trgm schema ${SCHEMA}`);
}

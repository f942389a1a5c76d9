import { type RawBuilder, sql } from 'kysely';
import type { Lists } from '../../../flow/reading/lists.ts';
import {
  ANOMALIES,
  ANOMALY_RULES,
  type Anomaly,
  type AnomalyRule,
  type Matches,
  type RowMatch,
  type Term,
} from '../../../flow/request/anomalies.ts';
import { all } from '../../rows.ts';
import { SHOWN } from '../../seal/guard.ts';
import { codeOrValue } from '../../statements/codes.ts';
import type { Db } from '../../tables.ts';
import { among } from '../walk/text.ts';

type Sql = RawBuilder<unknown>;

/** The rules in SQL, for request `r`; `usual` is the profile offered first. */
function createRules(usual: string) {
  const matches = (alias: string, where: Matches, from: string): Sql[] => {
    const held = (term: Term): Sql => {
      if ('asked' in term) return sql.ref(`r.${term.asked}`);
      if ('found' in term) return sql.ref(`${from}.${term.found}`);
      return 'value' in term ? codeOrValue(term.value) : sql`${usual}`;
    };
    return Object.entries(where).map(([column, match]) => {
      const own = sql.ref(`${alias}.${column}`);
      if ('among' in match) return among(own, match.among);
      if ('is' in match) return sql`${own} = ${held(match.is)}`;
      // a column that is null is not another one
      if ('another' in match) return sql`${own} <> ${held(match.another)}`;
      return sql`${own} is distinct from ${held(match.differs)}`;
    });
  };
  const exists = ({ table, where, leadsTo }: RowMatch, depth = 0): Sql => {
    const [alias, from] = [`m${depth}`, `m${depth - 1}`];
    const further = leadsTo ? [exists(leadsTo, depth + 1)] : [];
    return sql`exists (select 1 from ${sql.table(table)} as ${sql.ref(alias)} where ${all([...matches(alias, where, from), ...further])})`;
  };
  return (anomaly: Anomaly): Sql => {
    const { request = {}, some, none }: AnomalyRule = ANOMALY_RULES[anomaly];
    return all([
      ...matches('r', request, 'r'),
      ...(some ? [exists(some)] : []),
      ...(none ? [sql`not ${exists(none)}`] : []),
    ]);
  };
}

/** Whether an approver should look at request `r` twice. */
export function hasAnomaly(usual: string): Sql {
  const rule = createRules(usual);
  return sql`(${sql.join(
    ANOMALIES.map((anomaly) => rule(anomaly)),
    sql` or `,
  )})`;
}

/** What to look at twice of each of these requests: one question, however many they are. */
export function createAnomalies(db: Db): Lists['anomalies'] {
  return async (requestIds, usual) => {
    if (requestIds.length === 0) return new Map();
    const rule = createRules(usual);
    const columns = ANOMALIES.map((anomaly) => sql`${rule(anomaly)} as ${sql.ref(anomaly)}`);
    const query = sql<{ id: string } & Record<Anomaly, number | boolean>>`select "r"."id", ${sql.join(columns)}
      from "request" as "r" where ${among(sql`"r"."id"`, requestIds)} ${SHOWN}`;
    const { rows } = await query.execute(db);
    return new Map(rows.map((row) => [row.id, ANOMALIES.filter((anomaly) => Boolean(row[anomaly]))]));
  };
}

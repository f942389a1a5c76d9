import { type RawBuilder, sql } from 'kysely';
import { REQUEST_OPEN, TOKEN_WITH_HOLDER } from '../../book/states.ts';
import { among } from './text.ts';

/** Whether an approver should look at request `r` twice: the rule of the flow's `anomaliesOf`, for a list of any length; `usual` is the profile offered first. */
export function isOdd(usual?: string): RawBuilder<unknown> {
  const elsewhere = sql`exists (select 1 from "token" as "t" where "t"."holderId" = "r"."holderId"
    and ${among(sql`"t"."state"`, TOKEN_WITH_HOLDER)} and coalesce("t"."workstationId", '') <> coalesce("r"."workstationId", ''))`;
  const another = sql`exists (select 1 from "request" as "o" where "o"."holderId" = "r"."holderId"
    and "o"."id" <> "r"."id" and ${among(sql`"o"."state"`, REQUEST_OPEN)})`;
  const foreign = sql`exists (select 1 from "workstation" as "m" where "m"."id" = "r"."workstationId"
    and "m"."service" <> "r"."service")`;
  const disabled = sql`exists (select 1 from "account" as "a" where "a"."id" = "r"."holderId" and "a"."state" = 'disabled')`;
  const away = sql`("r"."kind" <> 'nomade' and exists (select 1 from "person" as "h" where "h"."id" = "r"."holderId"
    and "h"."site" <> "r"."deliverySite"))`;
  const credential = sql`("r"."kind" = 'nomade' and exists (select 1 from "certificate" as "n"
    where "n"."holderId" = "r"."holderId" and "n"."profile" = 'nomade' and "n"."state" = 'good' and "n"."requestId" <> "r"."id"))`;
  const asked = sql`coalesce("r"."profile", 'agent-vpn')`;
  const former = sql`select "c"."profile" from "token" as "b" join "certificate" as "c" on "c"."id" = "b"."certificateId"
    where "b"."id" = "r"."replacesTokenId"`;
  const other = sql`("r"."kind" <> 'nomade' and ${asked} <> ${usual} and ${asked} <> coalesce((${former}), ''))`;
  return sql`(${sql.join([elsewhere, another, foreign, away, credential, ...(usual === undefined ? [] : [other]), disabled], sql` or `)})`;
}

import { type RawBuilder, sql } from 'kysely';
import { CAMPAIGN_OUTCOMES } from '../../../book/tables/codes.ts';
import type { CampaignFilter } from '../../../flow/reading/workstation/campaign-lists.ts';
import { joinBehind, unindexed } from '../../engine.ts';
import { all } from '../../rows.ts';
import { seek } from '../../search/texts-sought.ts';
import type { Db } from '../../tables.ts';
import { areFew } from '../walk/found.ts';
import { among, beginsWith } from '../walk/text.ts';
import { isOneOf, workstationKinds } from '../workstations/workstation-kinds.ts';

type Sql = RawBuilder<unknown>;

/** Items of campaigns, as the conditions below call them. */
export const ITEMS = sql`"campaignItem" as "r"`;
/** What an index has where there is no day: it stands behind all days. */
export const NO_DAY = 999_999;
/** The day of an item, in the words of the index. */
export const ITEM_DAY = sql`coalesce(r."day", 999999)`;
/** What an item itself says of how its machine stands, in the words of the index. */
export const ITEM_STANDING = sql`coalesce(r."outcome", case when r."blocked" is not null
  then 'blocked' when r."day" is null then 'waiting' else 'planned' end)`;
/** Whether this holds of an item's machine `m`. Looked up by its id: for an `exists` PostgreSQL may read all machines of a site. */
function ofMachine(so: Sql): Sql {
  return sql`(select ${so} from "workstation" as "m" where m."id" = r."workstationId")`;
}
/** A migration that has begun: its machine says so (book/rules/workstation/campaigns.ts, `hasBegun`). */
const BEGUN = sql`(r."otherId" is null and ${ofMachine(sql`m."state" = 'migrating'`)})`;

/** What items say of themselves whose machines stand so, and what their machines say. */
function standingOf(state: CampaignFilter['state']): { values?: readonly string[]; also: Sql[] } {
  if (state === undefined) return { also: [] };
  if (state === 'ended') return { values: CAMPAIGN_OUTCOMES, also: [] };
  if (state === 'begun') return { values: ['waiting', 'planned'], also: [BEGUN] };
  const mayHaveBegun = state === 'waiting' || state === 'planned';
  return { values: [state], also: mayHaveBegun ? [sql`not ${BEGUN}`] : [] };
}

/** Items of a filter. */
export interface ItemsFound {
  ofIt: Sql;
  /** What an index has of their standing. */
  standings: readonly string[] | undefined;
  /** What is asked of each item and of its machine beside. */
  also: readonly Sql[];
  /** They are of a site or a service, which the order of a campaign puts together. */
  isOfPlace: boolean;
  /** Ids of all of them, where an index finds no more than can be sorted. */
  few(): Promise<Sql | undefined>;
}

/** Looks how the machines of a campaign are found that a filter asks for. */
export async function itemsFound(
  db: Db,
  campaignId: string,
  { state, day, site, service, number, text }: CampaignFilter,
): Promise<ItemsFound> {
  const ofIt = sql`r."campaignId" = ${campaignId}`;
  const kinds = await workstationKinds(db, { site, service });
  const sought = await seek(db, 'workstation', text);
  const { values: standings, also: begun } = standingOf(state);
  const ofNumber = number === undefined ? [] : beginsWith(sql`r."assetNumber"`, number);
  const also = [
    ...begun,
    ...ofNumber,
    ...(day === undefined ? [] : [sql`${ITEM_DAY} = ${day}`]),
    ...(kinds.length === 0 ? [] : [ofMachine(all(kinds.map((kind) => isOneOf('m', kind))))]),
  ];
  const texted = sought
    ? [sql`(${sought.inTextOf(sql`r."workstationId"`)} or ${sought.inTextOf(sql`r."otherId"`)})`]
    : [];
  const join = joinBehind(db);
  const standing = standings ? [among(ITEM_STANDING, standings)] : [];
  // where an index finds them by something else, they are only looked at
  const beside = [...(standings ? [among(unindexed(db, ITEM_STANDING), standings)] : []), ...also];

  const few = async (): Promise<Sql | undefined> => {
    if (sought?.few) {
      const { from, where } = sought.few;
      const by = (column: Sql) => sql`select r."id" from ${from} ${join} ${ITEMS} on ${column} = t."id"
        where ${all([where, ofIt, ...beside])}`;
      return sql`${by(sql`r."workstationId"`)} union ${by(sql`r."otherId"`)}`;
    }
    const whole = all([...beside, ...texted]);
    if (state === 'begun')
      return sql`select r."id" from "workstation" as "w" ${join} ${ITEMS} on r."workstationId" = w."id"
        where w."state" = 'migrating' and ${ofIt} and ${whole}`;
    // a day takes as many as are worked on
    if (day !== undefined) return sql`select r."id" from ${ITEMS} where ${ofIt} and ${whole}`;
    if (number !== undefined && (await areFew(db, ITEMS, all([ofIt, ...ofNumber]))))
      return sql`select r."id" from ${ITEMS} where ${ofIt} and ${whole}`;
    const counted = all([ofIt, ...standing]);
    if (await areFew(db, ITEMS, counted))
      return sql`select r."id" from ${ITEMS} where ${all([counted, ...also, ...texted])}`;
    const [first] = kinds.map((kind) => isOneOf('w', kind));
    if (!first || !(await areFew(db, sql`"workstation" as "w"`, first))) return undefined;
    return sql`select r."id" from "workstation" as "w" ${join} ${ITEMS} on r."workstationId" = w."id"
      where ${first} and ${ofIt} and ${whole}`;
  };
  return { ofIt, standings, also: [...also, ...texted], isOfPlace: kinds.length > 0, few };
}

import { type RawBuilder, sql } from 'kysely';
import type { CampaignsAsked } from '../../../flow/reading/workstation/campaign-lists.ts';
import type { Db } from '../../tables.ts';
import { anyHas } from '../walk/text.ts';

/** In which columns of a campaign a text is looked for: its images, and what its machines have in common. */
const TEXTS = ['fromImage', 'targetImage', 'site', 'service', 'model'] as const;

/** What is asked of each campaign of a list: a house has a few a year, which need no index for it. */
export function campaignConditions(
  db: Db,
  { kind, text }: Pick<CampaignsAsked, 'kind' | 'text'>,
): RawBuilder<unknown>[] {
  const cells = TEXTS.map((column) => sql.ref(`r.${column}`));
  return [...(kind === undefined ? [] : [sql`r."kind" = ${kind}`]), ...anyHas(db, cells, text)];
}

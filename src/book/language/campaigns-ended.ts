import canonicalize from 'canonicalize';
import type { RowOf } from '../tables/row.ts';
import type { Source } from './language.ts';
import type { Scene } from './scene.ts';
import { computed, json } from './sources.ts';

/**
 * The campaigns whose parts an entry ends, so that it alone tells for which campaign a machine was migrated or exchanged; nothing is said
 * where no part ends.
 */
export const campaignsOf = (ended: (s: Scene) => readonly RowOf<'campaignItem'>[]): Source =>
  json(
    computed(
      'les campagnes dont une part prend fin, chacune une fois, dans l’ordre ; rien sinon',
      'the campaigns of which a part ends, each once and in order; else nothing',
      (v, s) => {
        const ids = [...new Set(ended(s).map(({ campaignId }) => campaignId))].sort();
        return v === (ids.length === 0 ? undefined : canonicalize(ids));
      },
    ),
  );

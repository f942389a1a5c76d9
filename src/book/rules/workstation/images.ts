import { ANY } from './checklists.ts';

/** What of a campaign or a checklist names an image that machines are to have. */
interface Named {
  campaigns: readonly { targetImage: string | null }[];
  checklists: readonly { image: string }[];
}

/**
 * Whether no campaign leads to this image and no checklist is for it, where others are: it may be mistyped, or an old one. It is said,
 * and refused to nobody: a first machine has a new image before any campaign.
 */
export function isUnnamedImage(image: string | null, { campaigns, checklists }: Named): boolean {
  const named = new Set<string | null>([
    ...campaigns.map(({ targetImage }) => targetImage),
    ...checklists.map((one) => one.image),
  ]);
  named.delete(null);
  named.delete(ANY);
  return image !== null && named.size > 0 && !named.has(image);
}

import { endsRequest, isLoss, obstacleTo } from '../../book/rules/request/asking.ts';
import type { Holding } from '../../flow/reading/people/own-holdings.ts';
import { ASKED_MOTIFS, type AskedMotif, splitMotif } from '../frame/forms/motif.ts';

/** What somebody may ask for beside what they have for a workstation; a Nomade credential is for none. */
export function motifsFor({ held }: Pick<Holding, 'held'>): AskedMotif[] {
  return ASKED_MOTIFS.filter((motif) => {
    const wish = splitMotif(motif);
    return wish !== undefined && obstacleTo({ reason: null, ...wish }, held) === undefined;
  });
}

/** What may be asked for in place of a request that is open: for a token that is lost or damaged meanwhile. */
export const motifsInPlaceOf = (holding: Pick<Holding, 'held' | 'open'>): AskedMotif[] =>
  motifsFor(holding).filter((motif) => {
    const wish = splitMotif(motif);
    return wish !== undefined && holding.open !== null && endsRequest({ reason: null, ...wish }, holding.open);
  });

/**
 * What they most likely ask for: a replacement after a loss, a renewal where there is something to renew, else the first that is
 * possible. The tokens in use stand before the others: where the first was lost, none is left.
 */
export function likelyMotif(motifs: readonly AskedMotif[], about?: Pick<Holding, 'tokens'>): AskedMotif {
  const last = about?.tokens[0];
  const replaced = motifs.find((motif) => isLoss(last?.revokedFor) && motif === `replacement:${last.revokedFor}`);
  return replaced ?? motifs.find((motif) => motif === 'renewal') ?? motifs[0] ?? 'first-issue';
}

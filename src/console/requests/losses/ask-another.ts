import type { TokenLoss } from '../../../flow/reading/token/token-loss.ts';
import { motifOf } from '../../frame/forms/motif.ts';
import type { Key } from '../../frame/translate.ts';
import { nomadeFormFor } from '../../nomade/credentials.tsx';

/** The form for what may be asked for in place of one that is gone, filled in; whoever reports it for somebody asks for them too. */
export function wayToAnother(
  { own, holder, assetNumber, device }: Pick<TokenLoss, 'own' | 'holder' | 'assetNumber' | 'device'>,
  replacement: TokenLoss['replacement'],
): { href: string; text: Key } | undefined {
  if (replacement === null) return undefined;
  const text = replacement.kind === 'nomade' ? 'loss.anew' : 'loss.replace';
  if (own && replacement.kind === 'nomade') return { href: nomadeFormFor(device?.id), text };
  const wish = new URLSearchParams({
    ...(own || !holder?.directoryId ? {} : { agent: holder.directoryId }),
    ...(assetNumber === null ? {} : { poste: assetNumber }),
    motif: motifOf({ reason: null, ...replacement }),
  });
  return { href: `${own ? '/demandes/nouvelle' : '/service/demande'}?${wish}`, text };
}

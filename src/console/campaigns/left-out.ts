import type { AddedMachines } from '../../flow/campaign/campaign.ts';
import { shortened } from '../frame/components/names.ts';
import type { Translate } from '../frame/translate.ts';

/** The numbers of a list that are not taken, by their reason. */
export type LeftOut = Pick<AddedMachines, 'unknown' | 'inExchange'>;
/** These numbers in one text, with their reason; empty where all are taken. */
export const leftText = (t: Translate, { unknown, inExchange }: LeftOut): string =>
  [
    ...(unknown.length > 0 ? [t('campaign.left.unknown', { numbers: shortened(unknown) })] : []),
    ...(inExchange.length > 0 ? [t('campaign.left.inExchange', { numbers: shortened(inExchange) })] : []),
  ].join(' ; ');

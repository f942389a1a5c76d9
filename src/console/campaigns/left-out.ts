import type { AddedMachines } from '../../flow/campaign/inputs.ts';
import { shortened } from '../frame/components/names.ts';
import type { Translate } from '../frame/translate.ts';

/** The numbers of a list that are not taken, by their reason. */
export type LeftOut = Pick<AddedMachines, 'unknown' | 'inExchange'>;
/** Lines one after the other in one text, parted as the language does. */
export const inOneText = (t: Translate, lines: readonly string[]): string =>
  lines.length === 0 ? '' : lines.reduce((before, line) => t('campaign.refused.and', { lines: before, line }));
/** These numbers in one text, with their reason; empty where all are taken. */
export const leftText = (t: Translate, { unknown, inExchange }: LeftOut): string =>
  inOneText(t, [
    ...(unknown.length > 0 ? [t('campaign.left.unknown', { numbers: shortened(unknown) })] : []),
    ...(inExchange.length > 0 ? [t('campaign.left.inExchange', { numbers: shortened(inExchange) })] : []),
  ]);

import { addressOf } from '../frame/assets.ts';
import type { Language } from '../frame/translate.ts';

/** The pages that the guides show, each a picture in both languages and on both grounds; `npm run pictures` makes them of the real pages. */
export const PICTURES = [
  'ask',
  'receive',
  'loss',
  'ask-for',
  'parcels',
  'approve',
  'check-holder',
  'commission',
  'produce',
  'hand-over',
  'rebind',
  'revoke',
  'incident',
  'confirm',
  'search',
  'invite',
  'health',
  'queue',
  'forecast',
] as const;
export type PictureName = (typeof PICTURES)[number];

/** What each of them measures, so that a page keeps its place for one that is not there yet. */
export const PICTURE_SIZE = { width: 960, height: 600 } as const;

/** How a page looks: a bright picture on a dark page blinds whoever chose the dark. */
export const GROUNDS = ['light', 'dark'] as const;
export type Ground = (typeof GROUNDS)[number];

/** Its file, as it stands in `pictures/`. */
export const pictureFile = (name: PictureName, language: Language, ground: Ground) =>
  `${name}.${language}.${ground}.webp` as const;

/** Where a browser finds it. */
export const pictureAddress = (name: PictureName, language: Language, ground: Ground): string =>
  addressOf(pictureFile(name, language, ground));

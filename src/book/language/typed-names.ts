import { isLine } from '../rules/plain-text.ts';
import { isServiceCode, isWithoutKey } from '../rules/workstation/inventory.ts';
import type { Source } from './language.ts';
import { input } from './sources.ts';

/** One line as somebody typed it, each character of which shows. */
export const plainLine = (fr: string, en: string, most: number): Source => input(fr, en, (text) => isLine(text, most));
/** Such a line that is no recovery key either. */
const withoutKey = (fr: string, en: string, most: number): Source =>
  input(`${fr} qui n’a pas l’air d’une clé de récupération`, `${en} that looks like no recovery key`, (text) =>
    isWithoutKey(text, most),
  );

/** The model of a workstation. */
export const modelName = withoutKey('un modèle', 'a model', 80);
/** The image that a workstation has. */
export const imageName = withoutKey('une image', 'an image', 80);
/** Where something or somebody is, or where a token goes. */
export const siteName = withoutKey('un site', 'a site', 100);
/** The name of a location of the stock. */
export const locationName = withoutKey('une désignation', 'a name', 60);
/** A service, or one below it. */
export const serviceCode = input('un code de service', 'a code of a service', isServiceCode);
/** The model of a token. */
export const tokenModel = plainLine('le modèle', 'the model', 60);

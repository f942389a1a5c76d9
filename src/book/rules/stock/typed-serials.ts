import { z } from 'zod';
import { Ref } from '../../tables/ref.ts';

/** A serial number as somebody typed or copied it: pages show it in groups, so that the spaces are ours. */
export const readSerial = (typed: string): string => typed.replace(/\s+/g, '');

/** Serial numbers of one field or file: a line, a tab, a comma or a semicolon stands between two, a space never does. */
export const readSerials = (typed: string): string[] =>
  typed
    .split(/[\r\n\t,;]+/)
    .map(readSerial)
    .filter((serial) => serial !== '');

/** A serial number that a person, a scanner or a program gives, also as pages show it. */
export const SerialRef = z.preprocess((typed) => (typeof typed === 'string' ? readSerial(typed) : typed), Ref);

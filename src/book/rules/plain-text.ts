import { z } from 'zod';

/**
 * Characters that print as nothing or as something else: controls, bidirectional overrides, zero-width, lone surrogates,
 * private use, line separators. A name that holds one would look like another on a screen, a letter or a certificate.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** Whether each character of a text shows as what it is; lines and tabs may stand in a text of several `lines`. */
export function isPlain(text: string, { lines = false } = {}): boolean {
  return !INVISIBLE.test(lines ? text.replace(/\r?\n|\t/g, ' ') : text);
}

/** Whether a text is one line of 1 to `most` characters, each of which shows. */
export const isLine = (text: string, most: number): boolean => isPlain(text) && text !== '' && [...text].length <= most;

/** The refusal, after the field's name. */
export const PLAIN = 'has a control or invisible character: remove it';

/** One line that somebody types, kept as it is: 1 to `max` characters, all of which show on a screen and on paper. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => isPlain(text), { error: PLAIN });

/** A line of text from outside: NFC, trimmed, runs of spaces made one, without invisible characters; 1 to `max` characters. */
export function line(max: number) {
  return z
    .string()
    .refine((text) => isPlain(text.trim()), {
      error: PLAIN,
      params: { invisible: true },
      abort: true,
    })
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\p{Zs}+/gu, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1)
        .refine((text) => [...text].length <= max, { error: `is longer than ${max} characters`, params: { max } }),
    );
}

/** What somebody looks for: like one line, and empty for everything. */
export const searchText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => isPlain(text), { error: PLAIN });

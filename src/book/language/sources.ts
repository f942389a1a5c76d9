import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { isLine } from '../rules/plain-text.ts';
import { isId } from '../tables/id.ts';
import { type Cell, isCommitment } from '../tables/row.ts';
import type { Condition, Source, Words } from './language.ts';
import type { Scene } from './scene.ts';

const source = ({ fr, en }: Words, fits: Source['fits'], of?: Source['of']): Source => ({
  fr,
  en,
  fits,
  ...(of ? { of } : {}),
});
/** A value differs by no more than this from the time of its entry, in milliseconds: it was read when the act began. */
export const SLACK_MS = 2_000;

/** The person who acts. */
export const actor = source(
  { fr: 'l’acteur', en: 'the actor' },
  (v, s) => v === s.entry.actor,
  (s) => s.entry.actor,
);
/** The moment of the entry. */
export const now = source({ fr: 'l’instant de l’acte', en: 'the moment of the act' }, isNow, (s) => s.clock.latest);
/** The id in the entry's subject. */
export const subject = source(
  { fr: 'l’objet de l’acte', en: 'the subject' },
  (v, s) => v === s.subjectId,
  (s) => s.subjectId,
);
/** Nothing. */
export const empty = source(
  { fr: 'vide', en: 'nothing' },
  (v) => v === null,
  () => null,
);
/** A commitment that never occurred before (docs/journal.md). */
export const committed = source({ fr: 'un engagement nouveau', en: 'a new commitment' }, (v, s) => {
  return isCommitment(v) && s.isNew('commitment', v.commitment);
});
/** An id that nobody has yet: 26 characters of Crockford's base 32. */
export const fresh = source({ fr: 'un identifiant nouveau', en: 'a new id' }, isId);

/** Always this value. */
export const constant = (value: Cell): Source => ({
  ...source(
    { fr: `« ${String(value)} »`, en: `"${String(value)}"` },
    (v) => v === value,
    () => value,
  ),
  codes: [value],
});
/** One of a closed set of codes, as somebody chose it. */
export function oneOf(values: readonly Cell[]): Source {
  const list = values.map(String).join(', ');
  const words = { fr: `un choix parmi ${list}`, en: `one of ${list}` };
  return { ...source(words, (v) => v !== undefined && values.includes(v)), codes: values };
}
/** A whole number within bounds. */
export const numberIn = (least: number, most: number): Source =>
  source({ fr: `un nombre de ${least} à ${most}`, en: `a number from ${least} to ${most}` }, (v) => {
    return typeof v === 'number' && Number.isInteger(v) && v >= least && v <= most;
  });
/** What the house calls its own things: text of somebody's choice, of this shape. */
export const input = (
  fr: string,
  en: string,
  shape: RegExp | ((text: string) => boolean) = (text) => isLine(text, 200),
): Source =>
  source({ fr: `${fr} (saisi)`, en: `${en} (as typed)` }, (v) => {
    return typeof v === 'string' && (shape instanceof RegExp ? shape.test(v) : shape(v));
  });
/** A hash in hexadecimal that the journal cannot recompute. */
export const digest = source({ fr: 'une empreinte SHA-256', en: 'a SHA-256' }, (v) => {
  return typeof v === 'string' && /^[0-9a-f]{64}$/.test(v);
});
/** A hash that no other row of the column has. */
export const newDigest = (column: string): Source =>
  source({ fr: 'une empreinte que nulle autre ligne ne porte', en: 'a hash that no other row has' }, (v, s) => {
    return typeof v === 'string' && /^([0-9a-f]{64}|[\w-]{43})$/.test(v) && s.isNew(column, v);
  });

/** A column of a row that stands: `from('request.holderId')`. */
export const from = (path: string): Source =>
  source(
    { fr: `\`${path}\``, en: path },
    (v, s) => v !== undefined && v === s.value(path),
    (s) => s.value(path),
  );
/** A column of a row that is written in the same entry. */
export const fromNew = (path: string): Source =>
  source({ fr: `\`${path}\` de la même écriture`, en: `${path} of the same entry` }, (v, s) => {
    return v !== undefined && v === s.written(path);
  });
/** What the entry's detail says under this name. */
export const said = (name: string): Source =>
  source({ fr: `« ${name} » de l’écriture`, en: `what the entry says as ${name}` }, (v, s) => {
    return v !== undefined && v === s.entry.detail[name];
  });
/** The column's number before, and one more. */
export const plusOne = (path: string): Source =>
  source({ fr: `\`${path}\` + 1`, en: `${path} + 1` }, (v, s) => v === Number(s.value(path)) + 1);

/** The value or nothing. */
export const maybe = (one: Source): Source =>
  source({ fr: `${one.fr}, ou vide`, en: `${one.en}, or nothing` }, (v, s) => v === null || one.fits(v, s));
/** The column may stay out of the change. */
export const optional = (one: Source): Source => ({
  ...one,
  fr: `${one.fr} (si changé)`,
  en: `${one.en} (if changed)`,
  optional: true,
});
/** What an entry's detail says is a list or an object, not the text of one. */
export const json = (one: Source): Source => ({ ...one, json: true });
/** One source where the condition holds, another where it does not. */
export const given = (when: Condition, one: Source, other: Source): Source =>
  source(
    { fr: `${one.fr} si ${when.fr}, sinon ${other.fr}`, en: `${one.en} if ${when.en}, else ${other.en}` },
    (v, s) => (when.holds(s) ? one : other).fits(v, s),
    (s) => (when.holds(s) ? one : other).of?.(s),
  );
/** What a function says; for the few values that follow from others by a rule of their own. */
export const computed = (fr: string, en: string, fits: Source['fits'], of?: Source['of']): Source =>
  source({ fr, en }, fits, of);
/** A moment so many milliseconds after the act, as `span` says, give or take the slack. */
export const after = (fr: string, en: string, span: (scene: Scene) => number): Source =>
  source({ fr: `l’instant de l’acte + ${fr}`, en: `the moment of the act + ${en}` }, (v, s) => {
    return typeof v === 'number' && isNow(v - span(s), s);
  });

/** Whether the value is the time of the entry, as the clock may have said it (a clock that stepped back stays behind). */
export function isNow(value: Cell | undefined, scene: Scene): boolean {
  const { earliest, latest } = scene.clock;
  return typeof value === 'number' && value >= earliest - SLACK_MS && value <= latest + SLACK_MS;
}

/** SHA-256 (hex) over the JCS form of {act, args}: what is proposed is exactly what is confirmed and done. */
export const hashOfAct = ({ act, args }: { act: string; args: unknown }): string =>
  hash('sha256', canonicalize({ act, args }) ?? '');

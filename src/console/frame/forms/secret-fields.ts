import type { Values } from './forms.ts';

/** What forms call a password, a code that opens something, or the factory SO-PINs of a delivery. */
const SECRET = /^(_password|password|current|again|former|code|code-.*|soPins)$/;

const isTyped = (values: Values, name: string): boolean => [values[name]].flat().some(Boolean);

/** A form's values without the secrets among them: no page that the form is carried through holds one. */
export const withoutSecrets = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !SECRET.test(name)));

/** Whether a secret of the act itself was typed, which its person types again. */
export const hasSecrets = (values: Values): boolean =>
  Object.keys(values).some((name) => name !== '_password' && SECRET.test(name) && isTyped(values, name));
